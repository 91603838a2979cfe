import { z } from 'zod';
import {
  incidentReadPermission,
  integrationManagePermission,
  settingsManagePermission,
} from '../permissions';
import {
  instantSchema,
  namedRefSchema,
  pageOf,
  pageQueryShape,
  textSchema,
} from '../primitives';
import { entityRefSchema } from '../refSchema';
import { alertSeveritySchema } from '../severitySchemas';
import { endpoint, plain } from './endpoint';
import { incidentIdSchema } from './incidents';

/** @public */
export const linkSchema = z.object({ href: z.string(), text: z.string() });

/** What a monitor said, as it stands now. @public */
export const alertSchema = z.object({
  id: z.string(),
  incidentId: z.number().int(),
  integration: z.object({ id: z.string(), name: z.string() }),
  entity: namedRefSchema,
  dedupKey: z.string(),
  status: z.enum(['open', 'resolved']),
  severity: alertSeveritySchema,
  summary: z.string(),
  source: z.string(),
  component: z.string().nullable(),
  group: z.string().nullable(),
  class: z.string().nullable(),
  client: z.string().nullable(),
  clientUrl: z.string().nullable(),
  links: z.array(linkSchema),
  images: z.array(
    z.object({
      src: z.string(),
      href: z.string().nullable(),
      alt: z.string().nullable(),
    }),
  ),
  /** Whatever the monitor sent in `custom_details`. */
  details: z.unknown(),
  occurredAt: instantSchema,
  firstAt: instantSchema,
  lastAt: instantSchema,
  /** How often it was sent, the first time included. */
  count: z.number().int(),
  resolvedAt: instantSchema.nullable(),
});
/** @public */
export type Alert = z.infer<typeof alertSchema>;

/** A deploy or another change of a service. @public */
export const changeEventSchema = z.object({
  id: z.string(),
  entity: namedRefSchema,
  at: instantSchema,
  summary: z.string(),
  source: z.string().nullable(),
  links: z.array(linkSchema),
  details: z.unknown(),
});
/** @public */
export type ChangeEvent = z.infer<typeof changeEventSchema>;

/** A way in for one monitor, with a key of its own. @public */
export const integrationSchema = z.object({
  id: z.string(),
  name: z.string(),
  entity: namedRefSchema,
  /** The last four characters of the key. */
  keyHint: z.string(),
  status: z.enum(['active', 'revoked']),
  createdAt: instantSchema,
  createdBy: namedRefSchema,
  revokedAt: instantSchema.nullable(),
  lastEventAt: instantSchema.nullable(),
  may: z.array(z.enum(['revoke', 'read-log'])),
});
/** @public */
export type Integration = z.infer<typeof integrationSchema>;

/** What became of one request of a monitor. @public */
export const ingestEntrySchema = z.object({
  id: z.string(),
  at: instantSchema,
  type: z.enum(['alert', 'change']),
  /** `trigger`, `acknowledge`, `resolve`, or null when it was not readable. */
  action: z.string().nullable(),
  outcome: z.enum([
    'created',
    'appended',
    'acknowledged',
    'resolved',
    'dropped',
    'rejected',
    'throttled',
    'change',
  ]),
  dedupKey: z.string().nullable(),
  summary: z.string().nullable(),
  /** Why it was dropped, rejected or throttled. */
  reason: z.string().nullable(),
  errors: z.array(z.string()),
  warnings: z.array(z.string()),
  incidentId: z.number().int().nullable(),
  /** The request as it came, keys taken out. */
  payload: z.string(),
});
/** @public */
export type IngestEntry = z.infer<typeof ingestEntrySchema>;

const byId = z.object({ id: z.string().min(1).max(64) });

/** The answer of the Events API v2; `dedup_key` only for alerts. @public */
export const eventAcceptedSchema = z.object({
  status: z.literal('success'),
  message: z.string(),
  dedup_key: z.string().optional(),
});

/** @public */
export const alertsApi = {
  ofIncident: endpoint({
    ...plain,
    id: 'alerts.of-incident',
    method: 'get',
    path: '/v1/incidents/:id/alerts',
    summary: 'The alerts of an incident',
    access: 'signed-in',
    permission: incidentReadPermission,
    params: z.object({ id: incidentIdSchema }),
    response: z.object({ items: z.array(alertSchema) }),
  }),
  changes: endpoint({
    ...plain,
    id: 'alerts.changes',
    method: 'get',
    path: '/v1/changes',
    summary: 'Changes of an entity, newest first',
    access: 'signed-in',
    permission: incidentReadPermission,
    query: z.object({
      entityRef: entityRefSchema,
      from: instantSchema.optional(),
      to: instantSchema.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(20),
    }),
    response: z.object({ items: z.array(changeEventSchema) }),
  }),
  listIntegrations: endpoint({
    ...plain,
    id: 'alerts.list-integrations',
    method: 'get',
    path: '/v1/integrations',
    summary: 'Integrations, newest first',
    access: 'signed-in',
    permission: incidentReadPermission,
    query: z.object({ entityRef: entityRefSchema.optional() }),
    response: z.object({ items: z.array(integrationSchema) }),
  }),
  createIntegration: endpoint({
    ...plain,
    id: 'alerts.create-integration',
    secrets: ['key'],
    method: 'post',
    path: '/v1/integrations',
    summary: 'Make an integration; its key is in this answer and never again',
    access: 'owner',
    permission: integrationManagePermission,
    body: z.object({
      name: textSchema(100),
      entityRef: entityRefSchema,
      /** A key of your own, as when you move from another product. */
      key: z
        .string()
        .regex(
          /^[A-Za-z0-9]{32}$/,
          'must be 32 letters or digits; leave it out to have one made',
        )
        .optional(),
    }),
    response: integrationSchema.extend({
      key: z.string(),
      /** Where the monitor sends alerts. */
      url: z.string(),
      changeUrl: z.string(),
    }),
    status: 201,
  }),
  revokeIntegration: endpoint({
    ...plain,
    id: 'alerts.revoke-integration',
    method: 'post',
    path: '/v1/integrations/:id/revoke',
    summary: 'Switch a key off for good',
    access: 'owner',
    permission: integrationManagePermission,
    params: byId,
    response: integrationSchema,
  }),
  ingestLog: endpoint({
    ...plain,
    id: 'alerts.ingest-log',
    method: 'get',
    path: '/v1/integrations/:id/log',
    summary: 'What came through an integration and what became of it',
    access: 'owner',
    permission: integrationManagePermission,
    params: byId,
    query: z.object({ ...pageQueryShape }),
    response: pageOf(ingestEntrySchema),
  }),
  unknownKeys: endpoint({
    ...plain,
    id: 'alerts.unknown-keys',
    method: 'get',
    path: '/v1/unknown-keys',
    summary: 'The newest requests that came with no key we know',
    access: 'admin',
    permission: settingsManagePermission,
    query: z.object({ ...pageQueryShape }),
    response: pageOf(ingestEntrySchema),
  }),
  enqueue: endpoint({
    ...plain,
    id: 'alerts.enqueue',
    method: 'post',
    path: '/public/v2/enqueue',
    summary: 'Take an alert event (Events API v2)',
    access: 'public',
    body: z.looseObject({}),
    response: eventAcceptedSchema,
    status: 202,
  }),
  enqueueChange: endpoint({
    ...plain,
    id: 'alerts.enqueue-change',
    method: 'post',
    path: '/public/v2/change/enqueue',
    summary: 'Take a change event (Events API v2)',
    access: 'public',
    body: z.looseObject({}),
    response: eventAcceptedSchema,
    status: 202,
  }),
};
