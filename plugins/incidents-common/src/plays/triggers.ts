import { z } from 'zod';
import { zoneSchema } from '../primitives';
import { playEvents } from './events';

const afterMinutes = z.number().int().min(1).max(43_200);

/**
 * What makes a play look whether it is to start. `incident.changed` is any of the other events of an
 * incident, so that a play starts at whatever moment its condition becomes true.
 *
 * @public
 */
export const triggerSchema = z.discriminatedUnion('event', [
  z.strictObject({ event: z.enum(playEvents) }),
  /** Nobody has acknowledged for so long. */
  z.strictObject({ event: z.literal('page.unanswered'), afterMinutes }),
  /** People have done nothing about an open incident for so long. */
  z.strictObject({ event: z.literal('incident.quiet'), afterMinutes }),
  /** A heartbeat has fallen silent. */
  z.strictObject({ event: z.literal('heartbeat.missed') }),
  /** A change event on the entity, or on anything it depends on. */
  z.strictObject({
    event: z.literal('change'),
    on: z.enum(['entity', 'dependencies']).default('entity'),
  }),
  /** A clock; ticks missed while nobody ran come once. */
  z.strictObject({
    event: z.literal('schedule'),
    /** Five fields: minute, hour, day of the month, month, weekday. */
    cron: z.string().min(9).max(100),
    timezone: zoneSchema,
  }),
  /** A signed call from outside, at an address of the play's own. */
  z.strictObject({ event: z.literal('webhook') }),
]);
/** @public */
export type Trigger = z.infer<typeof triggerSchema>;
