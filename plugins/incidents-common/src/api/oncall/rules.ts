import { z } from 'zod';
import {
  instantSchema,
  localDateSchema,
  textSchema,
  timeOfDaySchema,
  zoneSchema,
} from '../../primitives';
import { entityRefSchema } from '../../refSchema';
import { weekdays } from '../../weekdays';

/** @public */
export const weekdaySchema = z.enum(weekdays);

/**
 * Who has one turn of a rotation: a person or a group (everybody in it at the time), several at
 * once, or `[]` for nobody.
 *
 * @public
 */
export const slotSchema = z.union([
  entityRefSchema,
  z.array(entityRefSchema).max(20),
]);
/** @public */
export type Slot = z.infer<typeof slotSchema>;

/**
 * A rotation: slot k belongs to `participants[k mod n]`, and hand-off k is
 * `startDate` at `handoffTime` plus k × `every` units on the wall clock of the
 * layer's zone (domain.md, On call). The weekday of a weekly hand-off is that of `startDate`.
 *
 * @public
 */
export const rotationSchema = z.object({
  unit: z.enum(['hour', 'day', 'week', 'month']),
  every: z.number().int().min(1).max(1000),
  startDate: localDateSchema,
  handoffTime: timeOfDaySchema,
  /** More hand-offs of a weekly rotation besides that of `startDate`: in the seven days after each of those. */
  moreHandoffs: z
    .array(z.object({ weekday: weekdaySchema, time: timeOfDaySchema }))
    .max(20)
    .default([]),
  /** `active-days`: only days on which a restriction begins count; a turn of a daily rotation lasts `every` such days. */
  count: z.enum(['all-days', 'active-days']).default('all-days'),
  /** Whether turns are counted backwards too, so that somebody is on call before `startDate`. */
  extendsBefore: z.boolean().default(false),
  participants: z
    .array(slotSchema)
    .min(1, 'must name at least one person or group')
    .max(100),
});
/** @public */
export type Rotation = z.infer<typeof rotationSchema>;

/**
 * When a layer counts: from `start` on the days named, until `end`, which lies on the next day when it
 * is not after `start`; equal times make a whole day. In `timezone`, or else the layer's.
 *
 * @public
 */
export const restrictionSchema = z.object({
  days: z.array(weekdaySchema).min(1, 'must name at least one day').max(7),
  start: timeOfDaySchema,
  end: timeOfDaySchema,
  timezone: zoneSchema.nullable().default(null),
});
/** @public */
export type Restriction = z.infer<typeof restrictionSchema>;

/** @public */
export const layerSchema = z.object({
  name: textSchema(100),
  rotation: rotationSchema,
  /** Zone of the rotation and its restrictions; null for the schedule's. */
  timezone: zoneSchema.nullable().default(null),
  /** None: it always counts. Several: it counts in each. */
  restrictions: z.array(restrictionSchema).max(20).default([]),
  /** On call together with the layer above, rather than where that one has nobody. */
  besideAbove: z.boolean().default(false),
  /** The layer counts from this instant; null: always. It cuts, and does not renumber turns. */
  effectiveFrom: instantSchema.nullable().default(null),
  /** The layer counts until this instant; null: for good. */
  until: instantSchema.nullable().default(null),
});
/** @public */
export type Layer = z.infer<typeof layerSchema>;

/** Layers are ordered: the first that has somebody at an instant counts. @public */
export const scheduleInputSchema = z.object({
  name: textSchema(100),
  description: z.string().max(1000).default(''),
  /** The group whose members may change it. */
  ownerRef: entityRefSchema,
  timezone: zoneSchema,
  layers: z.array(layerSchema).min(1, 'must have at least one layer').max(20),
});
/** @public */
export type ScheduleInput = z.infer<typeof scheduleInputSchema>;

const window = { start: instantSchema, end: instantSchema };
const reason = z.string().max(300).default('');

/**
 * A change of who is on call in `[start, end)`. It sees only who is on call by the layers: no chains,
 * no effect on those whom another override added. `replacesRef: null` means everybody of the layers.
 * Who covers everybody is on call where the layers have nobody, too.
 *
 * - `cover` – somebody instead
 * - `add` – somebody as well
 * - `remove` – left empty on purpose
 *
 * @public
 */
export const overrideInputSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('cover'),
    personRef: entityRefSchema,
    replacesRef: entityRefSchema.nullable(),
    ...window,
    reason,
  }),
  z.object({
    kind: z.literal('add'),
    personRef: entityRefSchema,
    ...window,
    reason,
  }),
  z.object({
    kind: z.literal('remove'),
    replacesRef: entityRefSchema.nullable(),
    ...window,
    reason,
  }),
]);
/** @public */
export type OverrideInput = z.infer<typeof overrideInputSchema>;

/** Fixed shifts that replace everything, overrides too, in `[start, end)`. @public */
export const temporaryInputSchema = z.object({
  ...window,
  reason,
  shifts: z.array(z.object({ personRef: entityRefSchema, ...window })).max(500),
});
/** @public */
export type TemporaryInput = z.infer<typeof temporaryInputSchema>;

/**
 * A learner gets a copy of what `followsRef` (null: whoever is on call) is paged with in `[start, end)`,
 * without being responsible.
 *
 * @public
 */
export const shadowInputSchema = z.object({
  learnerRef: entityRefSchema,
  followsRef: entityRefSchema.nullable(),
  ...window,
});
/** @public */
export type ShadowInput = z.infer<typeof shadowInputSchema>;
