import { z } from 'zod';
import {
  escalationManagePermission,
  onCallReadPermission,
} from '../permissions';
import {
  instantSchema,
  localDateSchema,
  namedRefSchema,
  textSchema,
  timeOfDaySchema,
  zoneSchema,
} from '../primitives';
import { entityRefSchema } from '../refs';
import { endpoint, plain } from './endpoint';

/** @public */
export const weekdays = [
  'mon',
  'tue',
  'wed',
  'thu',
  'fri',
  'sat',
  'sun',
] as const;

/**
 * A rotation: slot k belongs to `participants[k mod n]`, and hand-off k is
 * `startDate` at `handoffTime` plus k × `every` units on the wall clock of the
 * schedule's zone (domain.md, On call). The weekday of a weekly hand-off is that of `startDate`.
 *
 * @public
 */
export const rotationSchema = z.object({
  unit: z.enum(['day', 'week']),
  every: z.number().int().min(1).max(52),
  startDate: localDateSchema,
  handoffTime: timeOfDaySchema,
  /** People or groups, in turn; a group is everybody in it at the time. */
  participants: z
    .array(entityRefSchema)
    .min(1, 'must name at least one person or group')
    .max(100),
});
/** @public */
export type Rotation = z.infer<typeof rotationSchema>;

/** Layers are ordered: the first that has somebody at an instant counts. @public */
export const scheduleInputSchema = z.object({
  name: textSchema(100),
  description: z.string().max(1000).default(''),
  /** The group whose members may change it. */
  ownerRef: entityRefSchema,
  timezone: zoneSchema,
  layers: z
    .array(z.object({ name: textSchema(100), rotation: rotationSchema }))
    .min(1, 'must have at least one layer')
    .max(8),
});
/** @public */
export type ScheduleInput = z.infer<typeof scheduleInputSchema>;

/** @public */
export const scheduleSchema = scheduleInputSchema.extend({
  id: z.string(),
  version: z.number().int(),
  updatedAt: instantSchema,
  updatedBy: namedRefSchema,
  may: z.array(z.enum(['edit'])),
});
/** @public */
export type Schedule = z.infer<typeof scheduleSchema>;

/** An unbroken span of one participant's duty: `[start, end)`. @public */
export const shiftSchema = z.object({
  participant: namedRefSchema,
  start: instantSchema,
  end: instantSchema,
});
/** @public */
export type Shift = z.infer<typeof shiftSchema>;

const byId = z.object({ id: z.string().min(1).max(64) });

/** @public */
export const onCallApi = {
  listSchedules: endpoint({
    ...plain,
    id: 'oncall.list-schedules',
    method: 'get',
    path: '/v1/schedules',
    summary: 'All schedules, by name',
    access: 'signed-in',
    permission: onCallReadPermission,
    response: z.object({
      items: z.array(
        scheduleSchema.extend({
          /** Who is on call by it now. */
          now: z.array(namedRefSchema),
          /** Until when; null when nothing changes. */
          until: instantSchema.nullable(),
        }),
      ),
    }),
  }),
  getSchedule: endpoint({
    ...plain,
    id: 'oncall.get-schedule',
    method: 'get',
    path: '/v1/schedules/:id',
    summary: 'One schedule',
    access: 'signed-in',
    permission: onCallReadPermission,
    params: byId,
    response: scheduleSchema,
  }),
  shifts: endpoint({
    ...plain,
    id: 'oncall.shifts',
    method: 'get',
    path: '/v1/schedules/:id/shifts',
    summary: 'Who is on call when, at most two years ahead',
    access: 'signed-in',
    permission: onCallReadPermission,
    params: byId,
    query: z.object({ from: instantSchema, to: instantSchema }),
    response: z.object({ items: z.array(shiftSchema) }),
  }),
  createSchedule: endpoint({
    ...plain,
    id: 'oncall.create-schedule',
    method: 'post',
    path: '/v1/schedules',
    summary: 'Make a schedule',
    access: 'owner',
    permission: escalationManagePermission,
    body: scheduleInputSchema,
    response: scheduleSchema,
    status: 201,
  }),
  updateSchedule: endpoint({
    ...plain,
    id: 'oncall.update-schedule',
    method: 'put',
    path: '/v1/schedules/:id',
    summary: 'Change a schedule; the version that was seen must still hold',
    access: 'owner',
    permission: escalationManagePermission,
    params: byId,
    body: scheduleInputSchema.extend({ version: z.int32() }),
    response: scheduleSchema,
  }),
  deleteSchedule: endpoint({
    ...plain,
    id: 'oncall.delete-schedule',
    method: 'delete',
    path: '/v1/schedules/:id',
    summary: 'Remove a schedule that no policy uses',
    access: 'owner',
    permission: escalationManagePermission,
    params: byId,
    response: z.object({}),
  }),
};
