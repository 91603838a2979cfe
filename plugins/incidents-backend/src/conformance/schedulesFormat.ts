import { weekdaySchema } from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });
/** A local time, perhaps with seconds, or an instant. */
const start = z.iso.datetime({ local: true, offset: true });
const timeOfDay = z.string().regex(/^\d\d:\d\d(:\d\d)?$/);
const span = { start: instant, end: instant };

const shiftSchema = z.looseObject({ user: z.string(), ...span });

const rotationSchema = z.looseObject({
  name: z.string(),
  start,
  timezone: z.string().optional(),
  handoff: z.looseObject({
    every: z.number().int().min(1),
    unit: z.enum(['hour', 'day', 'week', 'month']),
    count: z.enum(['active-days', 'all-days']).default('all-days'),
  }),
  participants: z.array(z.union([z.string(), z.array(z.string())])),
  restrictions: z
    .array(
      z.looseObject({
        days: z.array(weekdaySchema),
        start: timeOfDay,
        end: timeOfDay,
        timezone: z.string().optional(),
      }),
    )
    .default([]),
  layer: z.number().default(0),
  effectiveFrom: instant.optional(),
  until: instant.optional(),
  extendsBefore: z.boolean().default(false),
});
/** A rotation of a case. */
export type VectorRotation = z.output<typeof rotationSchema>;

const overrideSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('add'), user: z.string(), ...span }),
  z.looseObject({ type: z.literal('remove'), user: z.string(), ...span }),
  z.looseObject({
    type: z.literal('replace'),
    user: z.string(),
    replaces: z.string(),
    ...span,
  }),
]);
/** An override of a case. */
export type VectorOverride = z.output<typeof overrideSchema>;

const caseSchema = z.looseObject({
  id: z.string(),
  timezone: z.string(),
  rotations: z.array(rotationSchema),
  overrides: z.array(overrideSchema).default([]),
  temporary: z
    .array(z.looseObject({ ...span, shifts: z.array(shiftSchema) }))
    .default([]),
  query: z.looseObject({ from: instant, to: instant }),
  /** Strict: an expectation that the runner does not know must not pass unseen. */
  expect: z.union([
    z.strictObject({ shifts: z.array(shiftSchema) }),
    z.strictObject({
      onCall: z.array(
        z.looseObject({ at: instant, users: z.array(z.string()) }),
      ),
    }),
    z.strictObject({ handoffs: z.array(instant) }),
  ]),
});
/** One case (conformance/README.md, Schedule case). */
export type ScheduleCase = z.output<typeof caseSchema>;

/** A file of schedule vectors. */
export const schedulesFileSchema = z.looseObject({
  cases: z.array(caseSchema).min(1),
});
