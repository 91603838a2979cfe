import { z } from 'zod';
import {
  escalationManagePermission,
  onCallReadPermission,
} from '../permissions';
import {
  instantSchema,
  namedRefSchema,
  textSchema,
  zoneSchema,
} from '../primitives';
import { entityRefSchema } from '../refSchema';
import { severitySchema, urgencySchema } from '../severitySchemas';
import { endpoint, plain } from './endpoint';
import { traceHopSchema } from './incidents';
import { companyOnCallApi, restrictionSchema } from './oncall';

/**
 * Whom a step pages. A group is everybody in it when the step fires; a schedule is who is on call then, and
 * `everyone` all whom its rotations name.
 *
 * @public
 */
export const targetSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('person'), ref: entityRefSchema }),
  z.object({ type: z.literal('group'), ref: entityRefSchema }),
  z.object({ type: z.literal('schedule'), id: z.string().min(1).max(64) }),
  z.object({ type: z.literal('everyone'), id: z.string().min(1).max(64) }),
]);
/** @public */
export type Target = z.infer<typeof targetSchema>;

/**
 * When a step runs. All that are set must hold. Outside `hours` the step waits for their next beginning; for
 * another severity it is passed over; until there are `alerts` enough it waits for them.
 *
 * @public
 */
export const stepConditionSchema = z.object({
  /** Windows of the week, a union; empty: always. Their zone is required here. */
  hours: z
    .array(restrictionSchema.extend({ timezone: zoneSchema }))
    .max(20)
    .default([]),
  /** Empty: any. */
  severities: z.array(severitySchema).max(5).default([]),
  /** More than `count` alerts (repeats too) within the last `withinMinutes`. */
  alerts: z
    .object({
      count: z.number().int().min(1).max(10_000),
      withinMinutes: z.number().int().min(1).max(1440),
    })
    .nullable()
    .default(null),
});
/** @public */
export type StepCondition = z.infer<typeof stepConditionSchema>;

/** @public */
export const stepSchema = z.object({
  targets: z
    .array(targetSchema)
    .min(1, 'must page somebody: a person, a group or a schedule')
    .max(20),
  /** Minutes from this step to the next one (or to the repeat, or to the catch-all). */
  delayMinutes: z.number().int().min(1).max(9000).default(5),
  /** By whose rules people are paged; null: by the incident's urgency. */
  urgency: urgencySchema.nullable().default(null),
  /** `next`: one of those whom the targets reach, each in turn. */
  pick: z.enum(['all', 'next']).default('all'),
  /** An acknowledgement is asked of each person paged, and cancels only that person's pages. */
  multiAck: z.boolean().default(false),
  condition: stepConditionSchema.default(stepConditionSchema.parse({})),
  /** When the targets reach nobody: `next` goes on at once, `wait` keeps the delay. */
  whenNobody: z.enum(['next', 'wait']).default('next'),
});
/** @public */
export type Step = z.infer<typeof stepSchema>;

/** What a policy does besides its steps. @public */
const policyOptions = {
  /** How often the steps are run again when nobody answers. */
  repeat: z.number().int().min(0).max(9).default(0),
  /** Whether the next step is paged as well when the person to be paged is deep in another incident. */
  focus: z.boolean().default(true),
  /** Re-page when an acknowledged incident of high urgency shows no activity; null: never. */
  whenQuiet: z
    .object({
      /** Minutes without activity after which its people are asked, each time again. */
      askAfterMinutes: z.number().int().min(1).max(9000),
      /** Minutes after the question without an answer until it is triggered again; null: only ask. */
      triggerAfterMinutes: z.number().int().min(1).max(9000).nullable(),
    })
    .nullable()
    .default(null),
};

/** @public */
export const policyInputSchema = z.object({
  name: textSchema(100),
  description: z.string().max(1000).default(''),
  /** The group whose members may change it. */
  ownerRef: entityRefSchema,
  steps: z.array(stepSchema).min(1, 'must have at least one step').max(20),
  ...policyOptions,
});
/** @public */
export type PolicyInput = z.infer<typeof policyInputSchema>;

/** @public */
export const policySchema = policyInputSchema.extend({
  id: z.string(),
  version: z.number().int(),
  updatedAt: instantSchema,
  updatedBy: namedRefSchema,
  /** The entities that it is bound to in the portal. */
  bindings: z.array(namedRefSchema),
  may: z.array(z.enum(['edit'])),
});
/** @public */
export type Policy = z.infer<typeof policySchema>;

/** A policy as it was when an incident was triggered. @public */
export const policySnapshotSchema = z.object({
  /** Null for the implicit policy. */
  id: z.string().nullable(),
  name: z.string(),
  version: z.number().int(),
  steps: z.array(stepSchema),
  ...policyOptions,
});
/** @public */
export type PolicySnapshot = z.infer<typeof policySnapshotSchema>;

/** A person of an escalation path, and whether a page would wake them. @public */
export const pathPersonSchema = namedRefSchema.extend({
  /** The schedule or group that names them; null when named directly. */
  via: namedRefSchema.nullable(),
  /** When their turn ends; null when it does not. */
  until: instantSchema.nullable(),
  reachable: z.boolean(),
});
/** @public */
export type PathPerson = z.infer<typeof pathPersonSchema>;

/** Who would be paged for an entity at an instant, step by step. @public */
export const onCallAnswerSchema = z.object({
  entity: namedRefSchema,
  at: instantSchema,
  policy: z.object({ id: z.string().nullable(), name: z.string() }),
  /** The people of the first step that reaches somebody. */
  onCall: z.array(pathPersonSchema),
  /** Who takes over from them, where a schedule says so. */
  next: z.object({ person: namedRefSchema, at: instantSchema }).nullable(),
  path: z.array(
    z.object({
      /** 1 the first step; null for the catch-all. */
      step: z.number().int().nullable(),
      /** Minutes after the trigger. */
      afterMinutes: z.number().int(),
      people: z.array(pathPersonSchema),
    }),
  ),
  trace: z.array(traceHopSchema),
  /** What an owner should mend: nobody reachable, no catch-all, a broken annotation. */
  warnings: z.array(z.string()),
  catalogAsOf: instantSchema,
});
/** @public */
export type OnCallAnswer = z.infer<typeof onCallAnswerSchema>;

const byId = z.object({ id: z.string().min(1).max(64) });

/** @public */
export const escalationApi = {
  ...companyOnCallApi,
  onCall: endpoint({
    ...plain,
    id: 'escalation.on-call',
    method: 'get',
    path: '/v1/on-call',
    summary: 'Who is on call for an entity at an instant, and who comes after',
    access: 'signed-in',
    permission: onCallReadPermission,
    query: z.object({
      entityRef: entityRefSchema,
      /** Now when left out. */
      at: instantSchema.optional(),
    }),
    response: onCallAnswerSchema,
  }),
  listPolicies: endpoint({
    ...plain,
    id: 'escalation.list-policies',
    method: 'get',
    path: '/v1/policies',
    summary: 'All escalation policies, by name',
    access: 'signed-in',
    permission: onCallReadPermission,
    response: z.object({ items: z.array(policySchema) }),
  }),
  getPolicy: endpoint({
    ...plain,
    id: 'escalation.get-policy',
    method: 'get',
    path: '/v1/policies/:id',
    summary: 'One escalation policy',
    access: 'signed-in',
    permission: onCallReadPermission,
    params: byId,
    response: policySchema,
  }),
  createPolicy: endpoint({
    ...plain,
    id: 'escalation.create-policy',
    method: 'post',
    path: '/v1/policies',
    summary: 'Make an escalation policy',
    access: 'owner',
    permission: escalationManagePermission,
    body: policyInputSchema,
    response: policySchema,
    status: 201,
  }),
  updatePolicy: endpoint({
    ...plain,
    id: 'escalation.update-policy',
    method: 'put',
    path: '/v1/policies/:id',
    summary: 'Change a policy; open incidents keep the one they began with',
    access: 'owner',
    permission: escalationManagePermission,
    params: byId,
    body: policyInputSchema.extend({ version: z.int32() }),
    response: policySchema,
  }),
  deletePolicy: endpoint({
    ...plain,
    id: 'escalation.delete-policy',
    method: 'delete',
    path: '/v1/policies/:id',
    summary: 'Remove a policy and its bindings',
    access: 'owner',
    permission: escalationManagePermission,
    params: byId,
    response: z.object({}),
  }),
  bind: endpoint({
    ...plain,
    id: 'escalation.bind',
    method: 'put',
    path: '/v1/bindings',
    summary: 'Bind a policy to an entity; null takes the binding away',
    access: 'owner',
    permission: escalationManagePermission,
    body: z.object({
      entityRef: entityRefSchema,
      policyId: z.string().min(1).max(64).nullable(),
    }),
    response: onCallAnswerSchema,
  }),
};
