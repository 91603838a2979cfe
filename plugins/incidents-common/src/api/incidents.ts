import { z } from 'zod';
import { customerImpacts, phases } from '../communication';
import {
  incidentCreatePermission,
  incidentManagePermission,
  incidentReadPermission,
  incidentRespondPermission,
} from '../permissions';
import {
  actorSchema,
  csvOf,
  instantSchema,
  namedRefSchema,
  pageOf,
  pageQueryShape,
  textSchema,
} from '../primitives';
import { incidentNamePattern } from '../refs';
import { entityRefSchema } from '../refSchema';
import { severitySchema, urgencySchema } from '../severitySchemas';
import { endpoint, plain } from './endpoint';

/** `triggered → acknowledged → resolved`. @public */
export const incidentStatusSchema = z.enum([
  'triggered',
  'acknowledged',
  'resolved',
]);
/** @public */
export type IncidentStatus = z.infer<typeof incidentStatusSchema>;

/** Where the communication stands, apart from the status. @public */
export const phaseSchema = z.enum(phases);
/** @public */
export type Phase = (typeof phases)[number];

/** Whether customers are affected. @public */
export const customerImpactSchema = z.enum(customerImpacts);
/** @public */
export type CustomerImpact = (typeof customerImpacts)[number];

/** What the viewer may do with an incident now; a button is shown for each. @public */
export const incidentAbilitySchema = z.enum([
  'acknowledge',
  'join',
  'note',
  'resolve',
  'reassign',
  'escalate',
  'edit',
  'snooze',
  'page',
  'confirm',
  'reattach-policy',
]);
/** @public */
export type IncidentAbility = z.infer<typeof incidentAbilitySchema>;

/** @public */
export const incidentSchema = z.object({
  /** The number; unique and increasing, gaps allowed. */
  id: z.number().int(),
  /** The number with the portal's prefix: `INC-128`. */
  name: z.string(),
  title: z.string(),
  /** What is broken, as far as is known when it is opened. Plain text. */
  description: z.string(),
  entity: namedRefSchema,
  owner: namedRefSchema.nullable(),
  system: namedRefSchema.nullable(),
  severity: severitySchema,
  urgency: urgencySchema,
  status: incidentStatusSchema,
  phase: phaseSchema,
  customerImpact: customerImpactSchema,
  /** Who must act now. */
  assigned: z.array(namedRefSchema),
  /** Who else takes part. */
  responders: z.array(namedRefSchema),
  /** The policy ran out before anybody acknowledged. */
  unanswered: z.boolean(),
  /** A maintenance window holds it: it pages nobody before its end. Null when none does. */
  held: z.object({ reason: z.string(), until: instantSchema }).nullable(),
  /** Acknowledged until then; afterwards it is triggered again. */
  snoozedUntil: instantSchema.nullable(),
  openedAt: instantSchema,
  openedBy: actorSchema,
  acknowledgedAt: instantSchema.nullable(),
  acknowledgedBy: actorSchema.nullable(),
  resolvedAt: instantSchema.nullable(),
  resolvedBy: actorSchema.nullable(),
  /** The incident that this one follows within 30 minutes of its end. */
  recurrenceOf: z.object({ id: z.number().int(), name: z.string() }).nullable(),
  /** The version to send with an edit; grows with every edited field. */
  version: z.number().int(),
  updatedAt: instantSchema,
});
/** @public */
export type Incident = z.infer<typeof incidentSchema>;

/** One hop of how an answer was found. @public */
export const traceHopSchema = z.object({
  /** The rule that was tried: `annotation`, `binding`, `owner`, `default`, `implicit`, `catch-all`, `catalog`. */
  rule: z.string(),
  /** The entity that was looked at. */
  ref: z.string(),
  /** Whether the answer was found here. */
  hit: z.boolean(),
  /** A sentence for people. */
  text: z.string(),
});
/** @public */
export type TraceHop = z.infer<typeof traceHopSchema>;

/** An incident as the incident page shows it. @public */
export const incidentDetailSchema = incidentSchema.extend({
  /** How the responsible people were found when it was triggered. */
  trace: z.array(traceHopSchema),
  policyName: z.string(),
  /** The next step that will run unless somebody acknowledges; null when none will. */
  nextStep: z
    .object({
      at: instantSchema,
      /** 1 is the first step of the policy. */
      step: z.number().int(),
      text: z.string(),
    })
    .nullable(),
  runbook: z.string().nullable(),
  may: z.array(incidentAbilitySchema),
});
/** @public */
export type IncidentDetail = z.infer<typeof incidentDetailSchema>;

/** What kinds of timeline entry exist; old portals show an unknown kind by its text. @public */
export const timelineKinds = [
  'triggered',
  'assigned',
  'paged',
  'page-failed',
  'page-cancelled',
  'acknowledged',
  'resolved',
  'reassigned',
  'escalated',
  'exhausted',
  'unassigned',
  'joined',
  'note',
  'alert-added',
  'alert-changed',
  'alert-resolved',
  'monitor-acknowledged',
  'severity-changed',
  'field-changed',
  'phase-changed',
  'recurrence',
  'held',
  'released',
  'snoozed',
  'triggered-again',
  'asked-if-quiet',
  'confirmed',
  'policy-reattached',
  'waiting',
  'focus',
  'watchdog',
  'responder-added',
  'key-moment',
  'play-started',
  'play-step',
  'play-asks',
  'play-ended',
  'postmortem-opened',
  'postmortem-published',
  'postmortem-waived',
] as const;
/** @public */
export type TimelineKind = (typeof timelineKinds)[number];

/** @public */
export const timelineEntrySchema = z.object({
  /** 1 is the first entry of the incident; no gaps. */
  seq: z.number().int(),
  at: instantSchema,
  kind: z.string(),
  actor: actorSchema,
  /** A whole sentence for people; plain text. */
  text: z.string(),
  data: z.record(z.string(), z.unknown()),
});
/** @public */
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** `done`: this call changed it. `unchanged`: it was so already, or cannot be any more; `message` says what is true. @public */
export const commandResultSchema = z.object({
  outcome: z.enum(['done', 'unchanged']),
  message: z.string(),
  incident: incidentDetailSchema,
});
/** @public */
export type CommandResult = z.infer<typeof commandResultSchema>;

/** The name of an incident, as its number. @public */
export const incidentIdSchema = z
  .string()
  .regex(incidentNamePattern, 'must be an incident such as INC-128')
  .transform(text => Number(text.slice(text.lastIndexOf('-') + 1)));

const byId = z.object({ id: incidentIdSchema });

/** @public */
export const incidentListQuerySchema = z.object({
  ...pageQueryShape,
  status: csvOf(incidentStatusSchema).optional(),
  severity: csvOf(severitySchema).optional(),
  entityRef: entityRefSchema.optional(),
  ownerRef: entityRefSchema.optional(),
  systemRef: entityRefSchema.optional(),
  /** Incidents in which this person is assigned. */
  assignedTo: entityRefSchema.optional(),
  /** Words of the title. */
  q: z.string().max(200).optional(),
  openedFrom: instantSchema.optional(),
  openedTo: instantSchema.optional(),
});
/** @public */
export type IncidentListQuery = z.infer<typeof incidentListQuerySchema>;

/** The state of one entity, for its card. @public */
export const entityIncidentsSchema = z.object({
  entity: namedRefSchema,
  /** Open incidents, worst and oldest first; at most 20. */
  open: z.array(incidentSchema),
  openCount: z.number().int(),
  /** When the last incident was resolved; null when there never was one. */
  quietSince: instantSchema.nullable(),
  /** How many were opened in the last 30 days. */
  last30Days: z.number().int(),
});
/** @public */
export type EntityIncidents = z.infer<typeof entityIncidentsSchema>;

/** @public */
export const incidentsApi = {
  list: endpoint({
    ...plain,
    id: 'incidents.list',
    method: 'get',
    path: '/v1/incidents',
    summary: 'Incidents, newest first, filtered in the database',
    access: 'signed-in',
    permission: incidentReadPermission,
    query: incidentListQuerySchema,
    response: pageOf(incidentSchema),
  }),
  get: endpoint({
    ...plain,
    id: 'incidents.get',
    method: 'get',
    path: '/v1/incidents/:id',
    summary: 'One incident, with its trace and what the caller may do',
    access: 'signed-in',
    permission: incidentReadPermission,
    params: byId,
    response: incidentDetailSchema,
  }),
  timeline: endpoint({
    ...plain,
    id: 'incidents.timeline',
    method: 'get',
    path: '/v1/incidents/:id/timeline',
    summary: 'The timeline, oldest first, after a sequence number',
    access: 'signed-in',
    permission: incidentReadPermission,
    params: byId,
    query: z.object({
      afterSeq: z.coerce.number().pipe(z.int32().min(0)).default(0),
      limit: z.coerce.number().int().min(1).max(1000).default(500),
    }),
    response: z.object({ items: z.array(timelineEntrySchema) }),
  }),
  entity: endpoint({
    ...plain,
    id: 'incidents.entity',
    method: 'get',
    path: '/v1/entity-incidents',
    summary: 'The state of one entity now, for its card',
    access: 'signed-in',
    permission: incidentReadPermission,
    query: z.object({ entityRef: entityRefSchema }),
    response: entityIncidentsSchema,
  }),
  create: endpoint({
    ...plain,
    id: 'incidents.create',
    method: 'post',
    path: '/v1/incidents',
    summary: 'Page the owner of an entity: opens an incident and pages at once',
    access: 'signed-in',
    permission: incidentCreatePermission,
    body: z.object({
      entityRef: entityRefSchema,
      title: textSchema(300),
      description: z.string().max(10_000).default(''),
      severity: severitySchema.default('SEV3'),
      customerImpact: customerImpactSchema.default('unknown'),
      /** Repeating a call with the same key returns the incident that the first one opened. */
      idempotencyKey: z.string().min(8).max(100).optional(),
    }),
    response: incidentDetailSchema,
    status: 201,
  }),
  acknowledge: endpoint({
    ...plain,
    id: 'incidents.acknowledge',
    method: 'post',
    path: '/v1/incidents/:id/acknowledge',
    summary: 'Take the incident; stops its escalation',
    access: 'signed-in',
    permission: incidentRespondPermission,
    params: byId,
    response: commandResultSchema,
  }),
  join: endpoint({
    ...plain,
    id: 'incidents.join',
    method: 'post',
    path: '/v1/incidents/:id/join',
    summary: 'Take part as a responder',
    access: 'signed-in',
    permission: incidentRespondPermission,
    params: byId,
    response: commandResultSchema,
  }),
  note: endpoint({
    ...plain,
    id: 'incidents.note',
    method: 'post',
    path: '/v1/incidents/:id/notes',
    summary: 'Write a note on the timeline',
    access: 'signed-in',
    permission: incidentRespondPermission,
    params: byId,
    body: z.object({ text: textSchema(10_000) }),
    response: commandResultSchema,
  }),
  resolve: endpoint({
    ...plain,
    id: 'incidents.resolve',
    method: 'post',
    path: '/v1/incidents/:id/resolve',
    summary: 'Resolve the incident and its open alerts',
    access: 'responder',
    permission: incidentManagePermission,
    params: byId,
    body: z.object({ note: z.string().max(10_000).optional() }),
    response: commandResultSchema,
  }),
  reassign: endpoint({
    ...plain,
    id: 'incidents.reassign',
    method: 'post',
    path: '/v1/incidents/:id/reassign',
    summary: 'Give the incident to other people and page them',
    access: 'responder',
    permission: incidentManagePermission,
    params: byId,
    body: z.object({ people: z.array(entityRefSchema).min(1).max(20) }),
    response: commandResultSchema,
  }),
  escalate: endpoint({
    ...plain,
    id: 'incidents.escalate',
    method: 'post',
    path: '/v1/incidents/:id/escalate',
    summary: 'Escalate now: page the next step at once',
    access: 'responder',
    permission: incidentManagePermission,
    params: byId,
    response: commandResultSchema,
  }),
  snooze: endpoint({
    ...plain,
    id: 'incidents.snooze',
    method: 'post',
    path: '/v1/incidents/:id/snooze',
    summary:
      'Acknowledge until an instant; then it is triggered again at step 1',
    access: 'responder',
    permission: incidentManagePermission,
    params: byId,
    body: z.object({ until: instantSchema }),
    response: commandResultSchema,
  }),
  confirm: endpoint({
    ...plain,
    id: 'incidents.confirm',
    method: 'post',
    path: '/v1/incidents/:id/confirm',
    summary:
      'Still at it: answers the question of a policy that asks when an incident is quiet',
    access: 'signed-in',
    permission: incidentRespondPermission,
    params: byId,
    response: commandResultSchema,
  }),
  page: endpoint({
    ...plain,
    id: 'incidents.page',
    method: 'post',
    path: '/v1/incidents/:id/page',
    summary: 'Page more people; who has the incident stays as it is',
    access: 'responder',
    permission: incidentManagePermission,
    params: byId,
    body: z.object({
      people: z.array(entityRefSchema).min(1).max(20),
      /** By which of their rules; the incident's urgency when left out. */
      urgency: urgencySchema.optional(),
    }),
    response: commandResultSchema,
  }),
  reattachPolicy: endpoint({
    ...plain,
    id: 'incidents.reattach-policy',
    method: 'post',
    path: '/v1/incidents/:id/policy',
    summary: 'Go on by the policy as it is now, instead of the one at trigger',
    access: 'responder',
    permission: incidentManagePermission,
    params: byId,
    response: commandResultSchema,
  }),
  edit: endpoint({
    ...plain,
    id: 'incidents.edit',
    method: 'patch',
    path: '/v1/incidents/:id',
    summary: 'Change edited fields; the version that was seen must still hold',
    access: 'responder',
    permission: incidentManagePermission,
    params: byId,
    body: z
      .object({
        version: z.int32(),
        title: textSchema(300).optional(),
        severity: severitySchema.optional(),
        customerImpact: customerImpactSchema.optional(),
        phase: phaseSchema.exclude(['resolved']).optional(),
      })
      .refine(
        edit =>
          [edit.title, edit.severity, edit.customerImpact, edit.phase].some(
            value => value !== undefined,
          ),
        'must change title, severity, customerImpact or phase',
      ),
    response: incidentDetailSchema,
  }),
};
