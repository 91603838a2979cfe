import {
  Caller,
  contract,
  passesFloor,
  Schedule,
} from '@muster/backstage-plugin-incidents-common';
import { Clock } from '../platform/clock';
import { iso, isoOrNull } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { rangeOf } from './ranges';
import { ScheduleDesk } from './ScheduleDesk';
import { Schedules } from './Schedules';
import { StoredSchedule } from './store';

/** The subject of the floor for what a group owns. */
export const owned = (ownerRef: string) => ({ ownerRef, responders: [] });

const mayEdit = (caller: Caller, ownerRef: string): boolean =>
  passesFloor('owner', false, caller, [owned(ownerRef)]);

/** A schedule as it is answered to a caller. */
export function shownSchedule(
  { id, version, updatedAt, updatedBy, archivedAt, content }: StoredSchedule,
  caller: Caller,
): Schedule {
  return {
    ...content,
    id,
    version,
    updatedAt: iso(updatedAt),
    updatedBy,
    archivedAt: isoOrNull(archivedAt),
    may: mayEdit(caller, content.ownerRef) ? ['edit'] : [],
  };
}

/** Serves what can be read of schedules. */
export function mountScheduleReads(
  server: EndpointServer,
  options: { schedules: Schedules; desk: ScheduleDesk; clock: Clock },
): void {
  const { schedules, desk, clock } = options;
  const api = contract.oncall;

  server.mount(api.listSchedules, {
    handle: async ({ query, caller }) => {
      const listed = await schedules.list(query.archived === 'true');
      const items = await desk.summaries(listed);
      return {
        items: items.map(({ schedule, ...rest }) => ({
          ...shownSchedule(schedule, caller),
          ...rest,
        })),
      };
    },
  });

  server.mount(api.getSchedule, {
    handle: async ({ params, caller }) => {
      const { schedule, warnings, ...rest } = await desk.detail(params.id);
      return {
        ...shownSchedule(schedule, caller),
        ...rest,
        warnings: mayEdit(caller, schedule.content.ownerRef)
          ? await warnings()
          : [],
      };
    },
  });

  server.mount(api.shifts, {
    handle: async ({ params, query }) => ({
      items: await desk.shifts(params.id, rangeOf('query', query)),
    }),
  });

  server.mount(api.calendar, {
    handle: ({ params, query }) =>
      desk.calendar(params.id, rangeOf('query', query)),
  });

  server.mount(api.explain, {
    handle: ({ params, query: { at } }) =>
      desk.explain(params.id, at === undefined ? clock.now() : new Date(at)),
  });

  server.mount(api.load, {
    handle: async ({ params, query }) => ({
      items: await desk.load(params.id, rangeOf('query', query)),
    }),
  });

  server.mount(api.versions, {
    handle: async ({ params }) => ({
      items: (await schedules.versions(params.id)).map(
        ({ effectiveFrom, savedAt, changes, ...version }) => ({
          ...version,
          savedAt: iso(savedAt),
          // The first always held; that is said as when it was made.
          effectiveFrom: iso(effectiveFrom ?? savedAt),
          changes: [...changes],
        }),
      ),
    }),
  });

  server.mount(api.previewOverride, {
    handle: async ({ params, body }) => ({
      items: await desk.effectOf(params.id, body),
    }),
  });

  server.mount(api.previewSchedule, {
    handle: async ({ body: { from, to, scheduleId, ...content } }) =>
      desk.preview(content, scheduleId, rangeOf('body', { from, to })),
  });
}
