import { z } from 'zod';
import {
  incidentReadPermission,
  settingsManagePermission,
} from '../permissions';
import {
  instantSchema,
  namedRefSchema,
  pageOf,
  pageQueryShape,
} from '../primitives';
import { entityRefSchema } from '../refSchema';
import { endpoint, plain } from './endpoint';
import { incidentIdSchema } from './incidents';
import { pageSchema } from './paging';

/** One line of the page ledger's answer. @public */
export const ledgerAnswerSchema = z.object({
  at: instantSchema,
  paged: z.boolean(),
  /** By which rule: `step`, `direct`, `catch-all`, `copy`, `not-on-call`, `acknowledged`, `quiet-hours`, `unverified`, `maintenance`, `bundled`, … */
  rule: z.string(),
  /** A sentence: `Not paged: Ana Ruiz acknowledged before step 2 was due`. */
  text: z.string(),
});
/** @public */
export type LedgerAnswer = z.infer<typeof ledgerAnswerSchema>;

/** Why somebody was paged for an incident, or why not. @public */
export const pageReasonSchema = z.object({
  person: namedRefSchema,
  paged: z.boolean(),
  answers: z.array(ledgerAnswerSchema),
});
/** @public */
export type PageReason = z.infer<typeof pageReasonSchema>;

/** @public */
export const providerHealthSchema = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['working', 'failing', 'unused']),
  sentLastHour: z.number().int(),
  failedLastHour: z.number().int(),
  lastSuccessAt: instantSchema.nullable(),
  lastFailure: z.object({ at: instantSchema, detail: z.string() }).nullable(),
});

/** A channel, as an admin looks after it. @public */
export const channelHealthSchema = z.object({
  id: z.string(),
  title: z.string(),
  wakes: z.boolean(),
  /** In the order in which they are tried. */
  providers: z.array(providerHealthSchema),
  /** Due and not sent. */
  waiting: z.number().int(),
  oldestWaitingAt: instantSchema.nullable(),
  /** `at most 60 a minute`; null when nothing limits it. */
  limit: z.string().nullable(),
});
/** @public */
export type ChannelHealth = z.infer<typeof channelHealthSchema>;

/** Whether pages are held because this database seems to be a copy of another environment's. @public */
export const environmentSchema = z.object({
  /** What the configuration names; null when it names none. */
  configured: z.string().nullable(),
  /** What the database was claimed by. */
  claimed: z.string().nullable(),
  holding: z.boolean(),
  reason: z.string().nullable(),
  /** What is to be done about it. */
  remedy: z.string().nullable(),
  heldDeliveries: z.number().int(),
});
/** @public */
export type Environment = z.infer<typeof environmentSchema>;

const admin = {
  ...plain,
  access: 'admin',
  permission: settingsManagePermission,
} as const;

/** @public */
export const ledgerApi = {
  why: endpoint({
    ...plain,
    id: 'paging.why',
    method: 'get',
    path: '/v1/incidents/:id/why',
    summary: 'Why a person was paged for an incident, or why not',
    access: 'signed-in',
    permission: incidentReadPermission,
    params: z.object({ id: incidentIdSchema }),
    query: z.object({ personRef: entityRefSchema }),
    response: pageReasonSchema,
  }),
  myPages: endpoint({
    ...plain,
    id: 'paging.my-pages',
    method: 'get',
    path: '/v1/me/pages',
    summary: 'The pages that the caller was sent, newest first',
    access: 'signed-in',
    query: z.object({ ...pageQueryShape }),
    response: pageOf(
      pageSchema.extend({ incidentName: z.string(), title: z.string() }),
    ),
  }),
  channels: endpoint({
    ...admin,
    id: 'paging.channels',
    method: 'get',
    path: '/v1/channels',
    summary: 'Channels and providers: what they sent, what fails, what waits',
    response: z.object({ items: z.array(channelHealthSchema) }),
  }),
  environment: endpoint({
    ...admin,
    id: 'paging.environment',
    method: 'get',
    path: '/v1/environment',
    summary: 'Whether pages are held, and why',
    response: environmentSchema,
  }),
  decideEnvironment: endpoint({
    ...admin,
    id: 'paging.decide-environment',
    method: 'post',
    path: '/v1/environment',
    summary:
      'Release held pages and claim the database for this environment, or discard them',
    body: z.object({ decision: z.enum(['release', 'discard']) }),
    response: environmentSchema,
  }),
};
