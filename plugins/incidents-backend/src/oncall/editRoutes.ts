import { Caller, contract } from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../directory/service';
import { EndpointServer } from '../platform/http';
import { owned, shownSchedule } from './routes';
import { ScheduleChanges } from './ScheduleChanges';
import { ScheduleReader } from './ScheduleReader';
import { Schedules } from './Schedules';
import { ChangeContents, ChangeKind } from './store';
import { shownOverride, shownShadow, shownTemporary } from './views';

/** Serves changes of schedules. */
export function mountScheduleEdits(
  server: EndpointServer,
  options: {
    schedules: Schedules;
    changes: ScheduleChanges;
    reader: ScheduleReader;
    directory: Directory;
  },
): void {
  const { schedules, changes, reader, directory } = options;
  const api = contract.oncall;
  const ownerOf = async ({ params }: { params: { id: string } }) => [
    owned((await schedules.get(params.id)).content.ownerRef),
  ];

  const by = (caller: Caller) => personOf(directory, caller);

  server.mount(api.createSchedule, {
    subjects: async ({ body }) => [owned(body.ownerRef)],
    handle: async ({ body, caller }) =>
      shownSchedule(await schedules.create(body, await by(caller)), caller),
  });

  server.mount(api.updateSchedule, {
    subjects: async ({ params, body }) => [
      ...(await ownerOf({ params })),
      owned(body.ownerRef),
    ],
    handle: async ({
      params,
      body: { version, effectiveFrom, ...input },
      caller,
    }) =>
      shownSchedule(
        await schedules.update(
          params.id,
          version,
          input,
          await by(caller),
          effectiveFrom === null ? null : new Date(effectiveFrom),
        ),
        caller,
      ),
  });

  server.mount(api.archiveSchedule, {
    subjects: ownerOf,
    handle: async ({ params }) => {
      await schedules.archive(params.id);
      return {};
    },
  });

  server.mount(api.restoreSchedule, {
    subjects: ownerOf,
    handle: async ({ params, caller }) =>
      shownSchedule(
        await schedules.restore(params.id, await by(caller)),
        caller,
      ),
  });

  const added = async <K extends ChangeKind>(
    kind: K,
    scheduleId: string,
    content: ChangeContents[K],
    caller: Caller,
  ) => {
    const change = await changes.add(
      scheduleId,
      kind,
      content,
      await by(caller),
    );
    const { start, end } = change;
    const { named } = await reader.one(scheduleId, start, end);
    return { change, named };
  };
  const ended =
    (kind: ChangeKind) =>
    async ({ params }: EndCall) => {
      await changes.end(params.id, kind, params.itemId);
      return {};
    };

  server.mount(api.addOverride, {
    subjects: ownerOf,
    handle: async ({ params, body, caller }) => {
      const { change, named } = await added(
        'override',
        params.id,
        body,
        caller,
      );
      return shownOverride(change, named);
    },
  });
  server.mount(api.removeOverride, {
    subjects: ownerOf,
    handle: ended('override'),
  });

  server.mount(api.addTemporary, {
    subjects: ownerOf,
    handle: async ({ params, body, caller }) => {
      const { change, named } = await added(
        'temporary',
        params.id,
        body,
        caller,
      );
      return shownTemporary(change, named);
    },
  });
  server.mount(api.removeTemporary, {
    subjects: ownerOf,
    handle: ended('temporary'),
  });

  server.mount(api.addShadow, {
    subjects: ownerOf,
    handle: async ({ params, body, caller }) => {
      const { change, named } = await added('shadow', params.id, body, caller);
      return shownShadow(change, named);
    },
  });
  server.mount(api.removeShadow, {
    subjects: ownerOf,
    handle: ended('shadow'),
  });
}

/** A call that ends a change. */
interface EndCall {
  readonly params: { readonly id: string; readonly itemId: string };
}
