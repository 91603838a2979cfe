import { z } from 'zod';
import { textSchema } from '../primitives';
import { entityRefSchema, ownerRefSchema } from '../refSchema';
import {
  expressionSchema,
  PlayStep,
  playStepSchema,
  templateSchema,
} from './steps';
import { triggerSchema } from './triggers';

const refs = z.array(entityRefSchema).max(100).default([]);

/**
 * The entities whose incidents a play looks at: those that any of the lists names; all when none names
 * any. A play that no admin has approved looks only at entities of its own team.
 *
 * @public
 */
export const appliesToSchema = z.strictObject({
  entities: refs,
  owners: refs,
  systems: refs,
  tags: z.array(textSchema(63)).max(50).default([]),
  tiers: z.array(z.number().int().min(1).max(4)).max(4).default([]),
});
/** @public */
export type AppliesTo = z.infer<typeof appliesToSchema>;

/** Something that is asked of whoever starts a play by hand, and that a webhook or a call may bring. @public */
export const playInputSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-zA-Z0-9_]{0,39}$/, 'must be a name such as customer'),
  label: z.string().max(200).default(''),
  type: z.enum([
    'text',
    'number',
    'yes-no',
    'choice',
    'person',
    'group',
    'entity',
  ]),
  /** Of a `choice`. */
  options: z.array(textSchema(200)).max(50).default([]),
  required: z.boolean().default(false),
  default: z
    .union([z.string().max(2000), z.number(), z.boolean()])
    .nullable()
    .default(null),
});
/** @public */
export type PlayInput = z.infer<typeof playInputSchema>;

const steps: z.ZodType<readonly PlayStep[]> = z
  .array(playStepSchema)
  .min(1, 'must have at least one step')
  .max(100);

/** A play as it is written (domain.md, Plays; docs/plays.md). @public */
export const playDocumentSchema = z.strictObject({
  name: textSchema(100),
  description: z.string().max(2000).default(''),
  /** The group whose members may change it. */
  ownerRef: ownerRefSchema,
  /** Empty: it starts by hand only, or by another play. */
  on: z.array(triggerSchema).max(20).default([]),
  appliesTo: appliesToSchema.default(appliesToSchema.parse({})),
  /** CEL: it starts only when this holds. */
  when: expressionSchema.nullable().default(null),
  /** A template: it starts once for each text that this comes to. Null: once per incident, and at every call, tick or change. */
  onceFor: templateSchema(500).nullable().default(null),
  /** `open`: also looks at incidents that are open already when it is enabled. */
  startsFor: z.enum(['new', 'open']).default('new'),
  inputs: z.array(playInputSchema).max(20).default([]),
  steps,
  /** Run when it has failed. */
  onFailure: z.array(playStepSchema).max(20).default([]),
  /** A run that takes longer has failed. */
  deadlineMinutes: z.number().int().min(1).max(43_200).default(1440),
  limits: z
    .strictObject({
      /** How many runs at a time; others wait their turn. */
      atOnce: z.number().int().min(1).max(1000).default(20),
      /** How many begin in an hour; others are refused, and its owner is told. */
      perHour: z.number().int().min(1).max(10_000).default(100),
    })
    .default({ atOnce: 20, perHour: 100 }),
});
/** @public */
export type PlayDocument = z.infer<typeof playDocumentSchema>;
