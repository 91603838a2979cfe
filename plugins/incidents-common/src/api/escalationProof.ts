import { z } from 'zod';
import { onCallReadPermission } from '../permissions';
import {
  instantSchema,
  namedRefSchema,
  pageOf,
  pageQueryShape,
} from '../primitives';
import { entityRefSchema } from '../refSchema';
import { severitySchema, urgencySchema } from '../severitySchemas';
import { endpoint, plain } from './endpoint';
import { traceHopSchema } from './incidents';

/** One message to one person that would go out. Never an address: those are the person's own. @public */
export const foreseenDeliverySchema = z.object({
  at: instantSchema,
  /** The channel's id, and its name for people. */
  channel: z.string(),
  title: z.string(),
  /** Whether it would wake the person, rather than lie there until they look. */
  wakes: z.boolean(),
});
/** @public */
export type ForeseenDelivery = z.infer<typeof foreseenDeliverySchema>;

/** One move of an escalation that nobody answers, foreseen by the code that pages. @public */
export const foreseenMoveSchema = z.object({
  at: instantSchema,
  /** Minutes after the trigger. */
  afterMinutes: z.number(),
  /** `page` a step, `wait` for its hours or alerts, `pass` over it, or the `catch-all`. */
  kind: z.enum(['page', 'wait', 'pass', 'catch-all']),
  /** 1 the first step; null for the catch-all. */
  step: z.number().int().nullable(),
  /** 0 the first pass. */
  loop: z.number().int(),
  /** A sentence for people. */
  text: z.string(),
  people: z.array(
    namedRefSchema.extend({
      via: namedRefSchema.nullable(),
      reachable: z.boolean(),
      deliveries: z.array(foreseenDeliverySchema),
      /** Why nothing would reach them; null when something would. */
      whyNot: z.string().nullable(),
    }),
  ),
});
/** @public */
export type ForeseenMove = z.infer<typeof foreseenMoveSchema>;

/** What would happen to an incident that nobody answers. @public */
export const foreseenSchema = z.object({
  entity: namedRefSchema,
  at: instantSchema,
  severity: severitySchema,
  urgency: urgencySchema,
  policy: z.object({ id: z.string().nullable(), name: z.string() }),
  /** In their order; at most 400. */
  moves: z.array(foreseenMoveSchema),
  trace: z.array(traceHopSchema),
  warnings: z.array(z.string()),
});
/** @public */
export type Foreseen = z.infer<typeof foreseenSchema>;

/** A span in which the whole sequence reaches no reachable person. @public */
export const coverageHoleSchema = z.object({
  start: instantSchema,
  end: instantSchema,
  /** A sentence: `Primary has nobody, and Ana Ruiz of step 2 has no way to be woken`. */
  reason: z.string(),
});
/** @public */
export type CoverageHole = z.infer<typeof coverageHoleSchema>;

/** The proof that an entity's incidents of high urgency reach somebody who can be woken, minute by minute. @public */
export const coverageSchema = z.object({
  entity: namedRefSchema,
  owner: namedRefSchema.nullable(),
  from: instantSchema,
  to: instantSchema,
  policy: z.object({ id: z.string().nullable(), name: z.string() }),
  covered: z.boolean(),
  uncoveredMinutes: z.number().int(),
  /** Ordered, disjoint; at most 500, the first ones. */
  holes: z.array(coverageHoleSchema),
  /** Spans in which only the catch-all stands between a page and silence. */
  thinSpans: z.array(coverageHoleSchema),
  trace: z.array(traceHopSchema),
  warnings: z.array(z.string()),
});
/** @public */
export type Coverage = z.infer<typeof coverageSchema>;

/** @public */
export const coverageLineSchema = coverageSchema
  .pick({
    entity: true,
    owner: true,
    policy: true,
    covered: true,
    uncoveredMinutes: true,
  })
  .extend({ firstHole: coverageHoleSchema.nullable() });
/** @public */
export type CoverageLine = z.infer<typeof coverageLineSchema>;

const days = z.coerce.number().int().min(1).max(90).default(30);
const read = {
  ...plain,
  method: 'get',
  access: 'signed-in',
  permission: onCallReadPermission,
} as const;

/** @public */
export const escalationProofApi = {
  whatIf: endpoint({
    ...read,
    id: 'escalation.what-if',
    path: '/v1/escalation/what-if',
    summary:
      'What would happen to an incident that nobody answers: people, channels and times',
    query: z.object({
      entityRef: entityRefSchema,
      /** Now when left out. */
      at: instantSchema.optional(),
      severity: severitySchema.default('SEV2'),
    }),
    response: foreseenSchema,
  }),
  coverage: endpoint({
    ...read,
    id: 'escalation.coverage',
    path: '/v1/escalation/coverage',
    summary:
      'Every span of the coming days in which an entity’s incidents reach nobody who can be woken',
    query: z.object({ entityRef: entityRefSchema, days }),
    response: coverageSchema,
  }),
  coverageReport: endpoint({
    ...read,
    id: 'escalation.coverage-report',
    path: '/v1/escalation/coverage-report',
    summary:
      'The same for all entities with an owner, worst first; a pipeline fails on `uncovered`',
    query: z.object({
      ...pageQueryShape,
      days,
      ownerRef: entityRefSchema.optional(),
    }),
    response: pageOf(coverageLineSchema).extend({
      entities: z.number().int(),
      uncovered: z.number().int(),
    }),
  }),
};
