import { AuditorService } from '@backstage/backend-plugin-api';
import {
  Caller,
  contract,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../directory/service';
import { EndpointServer } from '../platform/http';
import { owned, shownSchedule } from './routes';
import { ScheduleChanges } from './ScheduleChanges';
import { ScheduleReader } from './ScheduleReader';
import { Schedules } from './Schedules';
import { ChangeContents, ChangeKind } from './store';
import { shownOverride, shownShadow, shownTemporary } from './views';

/** Serves changes of schedules. Each is told to Backstage's auditor, refused ones too. */
export function mountScheduleEdits(
  server: EndpointServer,
  options: {
    schedules: Schedules;
    changes: ScheduleChanges;
    reader: ScheduleReader;
    directory: Directory;
    auditor: AuditorService;
  },
): void {
  const { schedules, changes, reader, directory, auditor } = options;
  const api = contract.oncall;
  const ownerOf = async ({ params }: { params: { id: string } }) => [
    owned((await schedules.get(params.id)).content.ownerRef),
  ];

  /** Runs a person's change and tells the auditor of it. */
  async function audited<T>(
    act: string,
    schedule: string,
    caller: Caller,
    run: (by: NamedRef) => Promise<T>,
  ): Promise<T> {
    const by = await personOf(directory, caller);
    const event = await auditor.createEvent({
      eventId: 'schedule-change',
      severityLevel: 'medium',
      meta: { act, schedule, by: by.ref },
    });
    try {
      const result = await run(by);
      await event.success();
      return result;
    } catch (error) {
      await event.fail({
        error: error instanceof Error ? error : new Error(String(error)),
      });
      throw error;
    }
  }

  server.mount(api.createSchedule, {
    subjects: async ({ body }) => [owned(body.ownerRef)],
    handle: ({ body, caller }) =>
      audited('create', body.name, caller, async by =>
        shownSchedule(await schedules.create(body, by), caller),
      ),
  });

  server.mount(api.updateSchedule, {
    subjects: async ({ params, body }) => [
      ...(await ownerOf({ params })),
      owned(body.ownerRef),
    ],
    handle: ({ params, body: { version, effectiveFrom, ...input }, caller }) =>
      audited('update', params.id, caller, async by =>
        shownSchedule(
          await schedules.update(
            params.id,
            version,
            input,
            by,
            effectiveFrom === null ? null : new Date(effectiveFrom),
          ),
          caller,
        ),
      ),
  });

  server.mount(api.archiveSchedule, {
    subjects: ownerOf,
    handle: ({ params, caller }) =>
      audited('archive', params.id, caller, async () => {
        await schedules.archive(params.id);
        return {};
      }),
  });

  server.mount(api.restoreSchedule, {
    subjects: ownerOf,
    handle: ({ params, caller }) =>
      audited('restore', params.id, caller, async by =>
        shownSchedule(await schedules.restore(params.id, by), caller),
      ),
  });

  const added = <K extends ChangeKind>(
    kind: K,
    scheduleId: string,
    content: ChangeContents[K],
    caller: Caller,
  ) =>
    audited(`add ${kind}`, scheduleId, caller, async by => {
      const change = await changes.add(scheduleId, kind, content, by);
      const { start, end } = change;
      const { named } = await reader.one(scheduleId, start, end);
      return { change, named };
    });
  const ended =
    (kind: ChangeKind) =>
    ({ params, caller }: EndCall) =>
      audited(`end ${kind}`, params.id, caller, async () => {
        await changes.end(params.id, kind, params.itemId);
        return {};
      });

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
  readonly caller: Caller;
}
