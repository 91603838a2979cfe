import { z } from 'zod';
import {
  escalationManagePermission,
  onCallReadPermission,
} from '../../permissions';
import { instantSchema, namedRefSchema } from '../../primitives';
import { endpoint, plain } from '../endpoint';
import {
  overrideInputSchema,
  scheduleInputSchema,
  shadowInputSchema,
  temporaryInputSchema,
} from './rules';

/** @public */
export const scheduleSchema = scheduleInputSchema.extend({
  id: z.string(),
  version: z.number().int(),
  updatedAt: instantSchema,
  updatedBy: namedRefSchema,
  /** When it was put away; it pages nobody since, and its past can still be read. Null while in use. */
  archivedAt: instantSchema.nullable(),
  may: z.array(z.enum(['edit'])),
});
/** @public */
export type Schedule = z.infer<typeof scheduleSchema>;

/** A version of a schedule: in force from `effectiveFrom` until that of the next one. @public */
export const scheduleVersionSchema = z.object({
  version: z.number().int(),
  savedAt: instantSchema,
  savedBy: namedRefSchema,
  effectiveFrom: instantSchema,
  content: scheduleInputSchema,
  /** What it changed, in words, against the version before. */
  changes: z.array(z.string()),
});
/** @public */
export type ScheduleVersion = z.infer<typeof scheduleVersionSchema>;

/** An unbroken span of one person's duty: `[start, end)`. @public */
export const shiftSchema = z.object({
  participant: namedRefSchema,
  start: instantSchema,
  end: instantSchema,
});
/** @public */
export type Shift = z.infer<typeof shiftSchema>;

/** A span in which the same people are on call: `[start, end)`. Nobody's are left out. @public */
export const turnSchema = z.object({
  people: z.array(namedRefSchema),
  start: instantSchema,
  end: instantSchema,
});
/** @public */
export type CalendarTurn = z.infer<typeof turnSchema>;

/** A span without anybody, and why. @public */
export const gapSchema = z.object({
  start: instantSchema,
  end: instantSchema,
  reason: z.string(),
});
/** @public */
export type CoverageGap = z.infer<typeof gapSchema>;

const stored = {
  id: z.string(),
  createdAt: instantSchema,
  createdBy: namedRefSchema,
};

/** An override as it stands; `person` and `replaces` are null where its kind has none. @public */
export const overrideSchema = z.object({
  ...stored,
  kind: z.enum(['cover', 'add', 'remove']),
  person: namedRefSchema.nullable(),
  replaces: namedRefSchema.nullable(),
  start: instantSchema,
  end: instantSchema,
  reason: z.string(),
});
/** @public */
export type Override = z.infer<typeof overrideSchema>;

/** @public */
export const temporarySchema = z.object({
  ...stored,
  start: instantSchema,
  end: instantSchema,
  reason: z.string(),
  shifts: z.array(shiftSchema),
});
/** @public */
export type Temporary = z.infer<typeof temporarySchema>;

/** @public */
export const shadowSchema = z.object({
  ...stored,
  learner: namedRefSchema,
  follows: namedRefSchema.nullable(),
  start: instantSchema,
  end: instantSchema,
});
/** @public */
export type Shadow = z.infer<typeof shadowSchema>;

/** Everything that a calendar of a schedule draws. @public */
export const calendarSchema = z.object({
  /** Who is on call, as it counts. */
  final: z.array(turnSchema),
  layers: z.array(z.object({ name: z.string(), turns: z.array(turnSchema) })),
  gaps: z.array(gapSchema),
  overrides: z.array(overrideSchema),
  temporary: z.array(temporarySchema),
  shadows: z.array(shadowSchema),
  /** Clock changes of the schedule's zone in the range, in words. */
  clockChanges: z.array(z.object({ at: instantSchema, text: z.string() })),
  /** Version of the time-zone data that the server computes with. */
  zoneData: z.string(),
});
/** @public */
export type ScheduleCalendar = z.infer<typeof calendarSchema>;

/** Why these people are on call at an instant: each line one rule, the deciding one first. @public */
export const explanationSchema = z.object({
  at: instantSchema,
  people: z.array(namedRefSchema),
  lines: z.array(z.string()),
});
/** @public */
export type Explanation = z.infer<typeof explanationSchema>;

/** How much of a span somebody was on call. Nights are 22:00–06:00 and weekends Saturday and Sunday, in the schedule's zone. @public */
export const loadSchema = z.object({
  person: namedRefSchema,
  shifts: z.number().int(),
  hours: z.number(),
  nightHours: z.number(),
  weekendHours: z.number(),
});
/** @public */
export type Load = z.infer<typeof loadSchema>;

/** A joiner of a group who has no turn in a schedule that lists the group's people one by one. @public */
export const proposalSchema = z.object({
  person: namedRefSchema,
  text: z.string(),
});
/** @public */
export type Proposal = z.infer<typeof proposalSchema>;

const byId = z.object({ id: z.string().min(1).max(64) });
const byItem = byId.extend({ itemId: z.string().min(1).max(64) });
const range = z.object({ from: instantSchema, to: instantSchema });
const reads = {
  ...plain,
  access: 'signed-in',
  permission: onCallReadPermission,
} as const;
const edits = {
  ...plain,
  access: 'owner',
  permission: escalationManagePermission,
} as const;

/** @public */
export const schedulesApi = {
  listSchedules: endpoint({
    ...reads,
    id: 'oncall.list-schedules',
    method: 'get',
    path: '/v1/schedules',
    summary: 'All schedules, by name',
    query: z.object({
      /** `true` lists those that were put away instead. */
      archived: z.enum(['true', 'false']).default('false'),
    }),
    response: z.object({
      items: z.array(
        scheduleSchema.extend({
          /** Who is on call by it now. */
          now: z.array(namedRefSchema),
          /** Until when; null when nothing changes. */
          until: instantSchema.nullable(),
          /** The first gap of the next 90 days; null when every hour is covered. */
          firstGap: gapSchema.nullable(),
        }),
      ),
    }),
  }),
  getSchedule: endpoint({
    ...reads,
    id: 'oncall.get-schedule',
    method: 'get',
    path: '/v1/schedules/:id',
    summary: 'One schedule',
    params: byId,
    response: scheduleSchema.extend({
      now: z.array(namedRefSchema),
      until: instantSchema.nullable(),
      /** Who takes over at `until`. */
      next: z.array(namedRefSchema),
      /** Gaps of the next 90 days. */
      gaps: z.array(gapSchema),
      proposals: z.array(proposalSchema),
      /** Shown to those who may edit: warnings such as a person who is away while on call. */
      warnings: z.array(
        z.object({
          text: z.string(),
          /** Who could cover, fewest hours first; null when nobody can. */
          suggestion: namedRefSchema.nullable(),
          start: instantSchema,
          end: instantSchema,
          person: namedRefSchema,
        }),
      ),
    }),
  }),
  shifts: endpoint({
    ...reads,
    id: 'oncall.shifts',
    method: 'get',
    path: '/v1/schedules/:id/shifts',
    summary: 'Who is on call when, person by person, at most two years at once',
    params: byId,
    query: range,
    response: z.object({ items: z.array(shiftSchema) }),
  }),
  calendar: endpoint({
    ...reads,
    id: 'oncall.calendar',
    method: 'get',
    path: '/v1/schedules/:id/calendar',
    summary:
      'Everything that a calendar draws: final, layers, gaps, overrides; at most two years at once',
    params: byId,
    query: range,
    response: calendarSchema,
  }),
  explain: endpoint({
    ...reads,
    id: 'oncall.explain',
    method: 'get',
    path: '/v1/schedules/:id/explain',
    summary: 'Why these people are on call at an instant',
    params: byId,
    query: z.object({ at: instantSchema.optional() }),
    response: explanationSchema,
  }),
  load: endpoint({
    ...reads,
    id: 'oncall.load',
    method: 'get',
    path: '/v1/schedules/:id/load',
    summary: 'Hours, nights and weekends of each person in a range',
    params: byId,
    query: range,
    response: z.object({ items: z.array(loadSchema) }),
  }),
  versions: endpoint({
    ...reads,
    id: 'oncall.versions',
    method: 'get',
    path: '/v1/schedules/:id/versions',
    summary: 'Who changed what, newest first',
    params: byId,
    response: z.object({ items: z.array(scheduleVersionSchema) }),
  }),
  /** Reads only, but carries a body. */
  previewSchedule: endpoint({
    ...reads,
    reads: true,
    id: 'oncall.preview-schedule',
    method: 'post',
    path: '/v1/schedules/preview',
    summary: 'What a schedule that is not saved would mean, by the server',
    body: scheduleInputSchema.extend({
      from: instantSchema,
      to: instantSchema,
      /** The schedule that it would change, whose overrides then count; null for a new one. */
      scheduleId: z.string().max(64).nullable().default(null),
    }),
    response: calendarSchema,
  }),
  createSchedule: endpoint({
    ...edits,
    id: 'oncall.create-schedule',
    method: 'post',
    path: '/v1/schedules',
    summary: 'Make a schedule',
    body: scheduleInputSchema,
    response: scheduleSchema,
    status: 201,
  }),
  updateSchedule: endpoint({
    ...edits,
    id: 'oncall.update-schedule',
    method: 'put',
    path: '/v1/schedules/:id',
    summary: 'Change a schedule; the version that was seen must still hold',
    params: byId,
    body: scheduleInputSchema.extend({
      version: z.int32(),
      /** From when the change counts, now or later; null: now. The past is never rewritten. */
      effectiveFrom: instantSchema.nullable().default(null),
    }),
    response: scheduleSchema,
  }),
  archiveSchedule: endpoint({
    ...edits,
    id: 'oncall.archive-schedule',
    method: 'delete',
    path: '/v1/schedules/:id',
    summary: 'Put away a schedule that no policy uses; its past stays readable',
    params: byId,
    response: z.object({}),
  }),
  restoreSchedule: endpoint({
    ...edits,
    id: 'oncall.restore-schedule',
    method: 'post',
    path: '/v1/schedules/:id/restore',
    summary: 'Take an archived schedule into use again',
    params: byId,
    response: scheduleSchema,
  }),
  addOverride: endpoint({
    ...edits,
    id: 'oncall.add-override',
    method: 'post',
    path: '/v1/schedules/:id/overrides',
    summary: 'Cover, add, or leave empty on purpose, for a time',
    params: byId,
    body: overrideInputSchema,
    response: overrideSchema,
    status: 201,
  }),
  /** Reads only, but carries a body. */
  previewOverride: endpoint({
    ...reads,
    reads: true,
    id: 'oncall.preview-override',
    method: 'post',
    path: '/v1/schedules/:id/overrides/preview',
    summary: 'What an override that is not saved would change',
    params: byId,
    body: overrideInputSchema,
    response: z.object({
      /** The whole span, cut where one of the answers changes. */
      items: z.array(
        z.object({
          start: instantSchema,
          end: instantSchema,
          before: z.array(namedRefSchema),
          after: z.array(namedRefSchema),
        }),
      ),
    }),
  }),
  removeOverride: endpoint({
    ...edits,
    id: 'oncall.remove-override',
    method: 'delete',
    path: '/v1/schedules/:id/overrides/:itemId',
    summary:
      'End an override now; one that has not begun goes away, what has passed stays',
    params: byItem,
    response: z.object({}),
  }),
  addTemporary: endpoint({
    ...edits,
    id: 'oncall.add-temporary',
    method: 'post',
    path: '/v1/schedules/:id/temporary',
    summary: 'Fixed shifts that replace everything for a time',
    params: byId,
    body: temporaryInputSchema,
    response: temporarySchema,
    status: 201,
  }),
  removeTemporary: endpoint({
    ...edits,
    id: 'oncall.remove-temporary',
    method: 'delete',
    path: '/v1/schedules/:id/temporary/:itemId',
    summary: 'End a temporary schedule now; what has passed stays',
    params: byItem,
    response: z.object({}),
  }),
  addShadow: endpoint({
    ...edits,
    id: 'oncall.add-shadow',
    method: 'post',
    path: '/v1/schedules/:id/shadows',
    summary: 'A learner gets copies of pages for a time, without duty',
    params: byId,
    body: shadowInputSchema,
    response: shadowSchema,
    status: 201,
  }),
  removeShadow: endpoint({
    ...edits,
    id: 'oncall.remove-shadow',
    method: 'delete',
    path: '/v1/schedules/:id/shadows/:itemId',
    summary: 'End a shadow shift now',
    params: byItem,
    response: z.object({}),
  }),
};

/** @public */
export const scheduleYamlApi = {
  exportSchedule: endpoint({
    ...reads,
    id: 'oncall.export-schedule',
    method: 'get',
    path: '/v1/schedules/:id/yaml',
    summary: 'A schedule as readable YAML',
    params: byId,
    response: z.object({ yaml: z.string() }),
  }),
  importSchedule: endpoint({
    ...reads,
    reads: true,
    id: 'oncall.import-schedule',
    method: 'post',
    path: '/v1/schedules/yaml',
    summary:
      'What a YAML would change; with `apply` it is saved, which needs the right to edit',
    body: z.object({
      yaml: z.string().max(200_000),
      apply: z.boolean().default(false),
      /** With `apply`: the version that the diff was shown against; null for a new schedule. */
      seenVersion: z.int32().nullable().default(null),
    }),
    response: z.object({
      /** Faults of the text; nothing is saved while there is one. */
      errors: z.array(
        z.object({
          line: z.number().int(),
          column: z.number().int(),
          field: z.string(),
          message: z.string(),
        }),
      ),
      /** The schedule of this name; null when it would be a new one. */
      scheduleId: z.string().nullable(),
      version: z.number().int().nullable(),
      /** Line by line, as `+`, `-` and ` ` before each. */
      diff: z.array(z.string()),
      applied: z.boolean(),
    }),
  }),
};
