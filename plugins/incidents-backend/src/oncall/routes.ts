import {
  Caller,
  contract,
  passesFloor,
  Schedule,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../directory/service';
import { Clock } from '../platform/clock';
import { iso, isoOrNull } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { Schedules, StoredSchedule } from './Schedules';

const owned = (ownerRef: string) => ({ ownerRef, responders: [] });

function shown(
  { id, version, updatedAt, updatedBy, content }: StoredSchedule,
  caller: Caller,
): Schedule {
  return {
    ...content,
    id,
    version,
    updatedAt: iso(updatedAt),
    updatedBy,
    may: passesFloor('owner', false, caller, [owned(content.ownerRef)])
      ? ['edit']
      : [],
  };
}

/** Serves schedules and their shifts. */
export function mountSchedules(
  server: EndpointServer,
  options: { schedules: Schedules; clock: Clock; directory: Directory },
): void {
  const { schedules, clock, directory } = options;
  const api = contract.oncall;
  const ownerOf = async (id: string) =>
    owned((await schedules.get(id)).content.ownerRef);

  server.mount(api.listSchedules, {
    handle: async ({ caller }) => {
      const now = clock.now();
      const items = [];
      for (const schedule of await schedules.list()) {
        const { people, until } = await schedules.now(schedule, now);
        items.push({
          ...shown(schedule, caller),
          now: [...people],
          until: isoOrNull(until),
        });
      }
      return { items };
    },
  });

  server.mount(api.getSchedule, {
    handle: async ({ params, caller }) =>
      shown(await schedules.get(params.id), caller),
  });

  server.mount(api.shifts, {
    handle: async ({ params, query }) => ({
      items: await schedules.shifts(
        params.id,
        new Date(query.from),
        new Date(query.to),
      ),
    }),
  });

  server.mount(api.createSchedule, {
    subjects: async ({ body }) => [owned(body.ownerRef)],
    handle: async ({ body, caller }) =>
      shown(
        await schedules.create(body, await personOf(directory, caller)),
        caller,
      ),
  });

  server.mount(api.updateSchedule, {
    subjects: async ({ params, body }) => [
      await ownerOf(params.id),
      owned(body.ownerRef),
    ],
    handle: async ({ params, body: { version, ...input }, caller }) =>
      shown(
        await schedules.update(
          params.id,
          version,
          input,
          await personOf(directory, caller),
        ),
        caller,
      ),
  });

  server.mount(api.deleteSchedule, {
    subjects: async ({ params }) => [await ownerOf(params.id)],
    handle: async ({ params }) => {
      await schedules.remove(params.id);
      return {};
    },
  });
}
