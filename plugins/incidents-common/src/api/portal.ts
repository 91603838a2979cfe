import { z } from 'zod';
import { settingsManagePermission } from '../permissions';
import {
  actorSchema,
  instantSchema,
  namedRefSchema,
  pageOf,
  pageQueryShape,
} from '../primitives';
import { contactMethodSchema, contactRulesSchema } from './contacts';
import { endpoint, plain } from './endpoint';
import { incidentSchema } from './incidents';
import { coverRequestSchema, leaveSchema } from './oncall/people';
import { pageSchema } from './paging';

/** The caller, as the server sees them. @public */
export const meSchema = z.object({
  person: namedRefSchema,
  groups: z.array(namedRefSchema),
  isAdmin: z.boolean(),
  /** Open incidents in which the caller is assigned. */
  assigned: z.array(incidentSchema),
  channels: z.array(
    z.object({
      channel: z.string(),
      title: z.string(),
      /** The caller's own address; nobody else is shown it. */
      address: z.string().nullable(),
      /** Whether it counts as waking them up. */
      wakes: z.boolean(),
    }),
  ),
  reachable: z.boolean(),
});
/** @public */
export type Me = z.infer<typeof meSchema>;

/** @public */
export const portalStatusSchema = z.object({
  demo: z.boolean(),
  /** What an admin should mend, worst first. */
  problems: z.array(
    z.object({
      id: z.string(),
      severity: z.enum(['error', 'warning']),
      text: z.string(),
      remedy: z.string(),
    }),
  ),
  channels: z.array(
    z.object({ id: z.string(), title: z.string(), detail: z.string() }),
  ),
  /** The first run's three steps; true when it has worked once. */
  firstRun: z.object({
    monitorConnected: z.boolean(),
    onCallSet: z.boolean(),
    testPageSent: z.boolean(),
  }),
  /** Where monitors send events. */
  eventsUrl: z.string(),
  catalogAsOf: instantSchema.nullable(),
});
/** @public */
export type PortalStatus = z.infer<typeof portalStatusSchema>;

/** Work that failed for good until somebody retries it. @public */
export const deadLetterSchema = z.object({
  id: z.string(),
  kind: z.string(),
  data: z.record(z.string(), z.unknown()),
  cause: z.string(),
  attempts: z.number().int(),
  failedAt: instantSchema,
});
/** @public */
export type DeadLetter = z.infer<typeof deadLetterSchema>;

/** Who changed what, besides incidents, which have their timeline. @public */
export const auditEntrySchema = z.object({
  id: z.string(),
  at: instantSchema,
  actor: actorSchema,
  /** The endpoint: `escalation.update-policy`. */
  action: z.string(),
  /** What it does, in words. */
  summary: z.string(),
  /** What was asked, as JSON, without secrets and cut when it is long. */
  request: z.string(),
  /** `begun`: whoever did it died before it was known what became of it. */
  outcome: z.enum(['begun', 'done', 'refused']),
  reason: z.string().nullable(),
});
/** @public */
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** All that is kept about the caller as a person who is on call; what they did in incidents stays with those. @public */
export const meExportSchema = z.object({
  person: namedRefSchema,
  at: instantSchema,
  /** How they are reached, addresses in full. */
  contacts: z.object({
    methods: z.array(
      contactMethodSchema.omit({ trouble: true, wakes: true, title: true }),
    ),
    rules: contactRulesSchema,
  }),
  /** Every page that is still kept, newest first. */
  pages: z.array(
    pageSchema.extend({ incidentName: z.string(), title: z.string() }),
  ),
  onCall: z.object({
    /** From and to them, of all time, newest first. */
    requests: z.array(coverRequestSchema.omit({ may: true })),
    /** Past and ahead. */
    leave: z.array(leaveSchema),
  }),
  /** What they changed: schedules, overrides, policies, rules, newest first. */
  changes: z.array(auditEntrySchema.omit({ actor: true })),
});
/** @public */
export type MeExport = z.infer<typeof meExportSchema>;

/** @public */
export const readinessSchema = z.object({
  ready: z.boolean(),
  parts: z.array(
    z.object({
      part: z.enum(['database', 'queue', 'catalog']),
      /** `degraded` works, on what was known last; `not-ready` makes the whole not ready. */
      state: z.enum(['ready', 'degraded', 'not-ready']),
      detail: z.string(),
    }),
  ),
});
/** Which parts of one backend process can do their work. @public */
export type Readiness = z.infer<typeof readinessSchema>;

/** @public */
export const portalApi = {
  ready: endpoint({
    ...plain,
    id: 'portal.ready',
    method: 'get',
    path: '/public/ready',
    summary:
      'Whether this backend process can take events and send pages; 503 with the same body when not',
    access: 'public',
    response: readinessSchema,
  }),
  me: endpoint({
    ...plain,
    id: 'portal.me',
    method: 'get',
    path: '/v1/me',
    summary: 'The caller, their incidents and channels',
    access: 'signed-in',
    response: meSchema,
  }),
  exportMe: endpoint({
    ...plain,
    id: 'portal.export-me',
    method: 'get',
    path: '/v1/me/export',
    summary:
      'All that is kept about the caller: contacts, rules, pages, requests, leave, changes',
    access: 'signed-in',
    response: meExportSchema,
  }),
  status: endpoint({
    ...plain,
    id: 'portal.status',
    method: 'get',
    path: '/v1/status',
    summary: 'What is set up, what is missing, what is wrong',
    access: 'signed-in',
    response: portalStatusSchema,
  }),
  audit: endpoint({
    ...plain,
    id: 'portal.audit',
    method: 'get',
    path: '/v1/audit',
    summary: 'Who changed what, newest first',
    access: 'admin',
    permission: settingsManagePermission,
    query: z.object({ ...pageQueryShape }),
    response: pageOf(auditEntrySchema),
  }),
  deadLetters: endpoint({
    ...plain,
    id: 'portal.dead-letters',
    method: 'get',
    path: '/v1/dead-letters',
    summary: 'Work that failed for good, newest first',
    access: 'admin',
    permission: settingsManagePermission,
    query: z.object({ ...pageQueryShape }),
    response: pageOf(deadLetterSchema),
  }),
  retryDeadLetter: endpoint({
    ...plain,
    id: 'portal.retry-dead-letter',
    method: 'post',
    path: '/v1/dead-letters/:id/retry',
    summary: 'Try a dead letter again',
    access: 'admin',
    permission: settingsManagePermission,
    params: z.object({ id: z.string().min(1).max(64) }),
    response: z.object({}),
  }),
};
