import { z } from 'zod';
import {
  escalationManagePermission,
  onCallReadPermission,
  integrationManagePermission,
} from '../permissions';
import {
  actorSchema,
  instantSchema,
  namedRefSchema,
  pageOf,
  pageQueryShape,
  textSchema,
} from '../primitives';
import { entityRefSchema } from '../refSchema';
import { severitySchema } from '../severitySchemas';
import { endpoint, plain } from './endpoint';

/** A span in which new incidents of some entities are held and page nobody. @public */
export const maintenanceSchema = z.object({
  id: z.string(),
  /** Components, or systems and domains with everything in them. */
  entities: z.array(namedRefSchema),
  start: instantSchema,
  end: instantSchema,
  reason: z.string(),
  state: z.enum(['ahead', 'running', 'over']),
  createdBy: actorSchema,
  /** Incidents that it holds now. */
  holding: z.number().int(),
  may: z.array(z.enum(['edit'])),
});
/** @public */
export type Maintenance = z.infer<typeof maintenanceSchema>;

/** Something that must call regularly; silence opens an incident. @public */
export const heartbeatSchema = z.object({
  id: z.string(),
  name: z.string(),
  entity: namedRefSchema,
  /** Silence of this many minutes opens an alert. */
  everyMinutes: z.number().int(),
  severity: severitySchema,
  /** `new` has never beaten, and opens nothing. */
  state: z.enum(['new', 'beating', 'silent', 'paused']),
  lastBeatAt: instantSchema.nullable(),
  /** The incident that its silence has opened; null while it beats. */
  incidentId: z.number().int().nullable(),
  /** The last four characters of its secret. */
  keyHint: z.string(),
  may: z.array(z.enum(['edit'])),
});
/** @public */
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** What owners set for an entity besides its policy. @public */
export const entitySettingsSchema = z.object({
  entity: namedRefSchema,
  /** An open incident without activity for so long resolves by itself; null: never. */
  autoResolveMinutes: z.number().int().min(5).max(129_600).nullable(),
  version: z.number().int(),
  may: z.array(z.enum(['edit'])),
});
/** @public */
export type EntitySettings = z.infer<typeof entitySettingsSchema>;

const byId = z.object({ id: z.string().min(1).max(64) });

const maintenanceInput = z.object({
  entityRefs: z
    .array(entityRefSchema)
    .min(1, 'must name at least one entity')
    .max(100),
  /** Now when left out. */
  start: instantSchema.optional(),
  end: instantSchema,
  reason: textSchema(300),
});

const heartbeatInput = z.object({
  name: textSchema(100),
  entityRef: entityRefSchema,
  everyMinutes: z.number().int().min(1).max(44_640),
  severity: severitySchema.default('SEV3'),
  paused: z.boolean().default(false),
});

const owners = {
  ...plain,
  access: 'owner',
  permission: escalationManagePermission,
} as const;
const keepers = {
  ...plain,
  access: 'owner',
  permission: integrationManagePermission,
} as const;
const readers = {
  ...plain,
  method: 'get',
  access: 'signed-in',
  permission: onCallReadPermission,
} as const;

/** @public */
export const upkeepApi = {
  listMaintenance: endpoint({
    ...readers,
    id: 'alerts.list-maintenance',
    path: '/v1/maintenance',
    summary: 'Maintenance windows: running, ahead, then over, newest first',
    query: z.object({
      ...pageQueryShape,
      entityRef: entityRefSchema.optional(),
    }),
    response: pageOf(maintenanceSchema),
  }),
  createMaintenance: endpoint({
    ...owners,
    id: 'alerts.create-maintenance',
    method: 'post',
    path: '/v1/maintenance',
    summary:
      'Plan or begin maintenance: new incidents are held, running pages stop',
    body: maintenanceInput,
    response: maintenanceSchema,
    status: 201,
  }),
  updateMaintenance: endpoint({
    ...owners,
    id: 'alerts.update-maintenance',
    method: 'put',
    path: '/v1/maintenance/:id',
    summary: 'Change a window that is not over; an end of now ends it',
    params: byId,
    body: maintenanceInput.pick({ end: true, reason: true }).extend({
      /** Only of a window that has not begun. */
      start: instantSchema.optional(),
    }),
    response: maintenanceSchema,
  }),
  endMaintenance: endpoint({
    ...owners,
    id: 'alerts.end-maintenance',
    method: 'post',
    path: '/v1/maintenance/:id/end',
    summary: 'End a running window now, or call off one that is ahead',
    params: byId,
    response: maintenanceSchema,
  }),
  beat: endpoint({
    ...plain,
    id: 'alerts.beat',
    method: 'post',
    path: '/public/heartbeat/:token',
    summary: 'One beat of a heartbeat; GET and HEAD count as well',
    access: 'public',
    params: z.object({ token: z.string() }),
    response: z.object({ status: z.literal('ok') }),
  }),
  listHeartbeats: endpoint({
    ...readers,
    id: 'alerts.list-heartbeats',
    path: '/v1/heartbeats',
    summary: 'Heartbeats, silent ones first',
    query: z.object({
      ...pageQueryShape,
      entityRef: entityRefSchema.optional(),
    }),
    response: pageOf(heartbeatSchema),
  }),
  createHeartbeat: endpoint({
    ...keepers,
    id: 'alerts.create-heartbeat',
    method: 'post',
    path: '/v1/heartbeats',
    summary: 'Make a heartbeat; its address is shown once',
    body: heartbeatInput,
    response: z.object({ heartbeat: heartbeatSchema, url: z.string() }),
    status: 201,
  }),
  updateHeartbeat: endpoint({
    ...keepers,
    id: 'alerts.update-heartbeat',
    method: 'put',
    path: '/v1/heartbeats/:id',
    summary: 'Change or pause a heartbeat',
    params: byId,
    body: heartbeatInput.omit({ entityRef: true }),
    response: heartbeatSchema,
  }),
  removeHeartbeat: endpoint({
    ...keepers,
    id: 'alerts.remove-heartbeat',
    method: 'delete',
    path: '/v1/heartbeats/:id',
    summary: 'Remove a heartbeat; its incident, if any, stays',
    params: byId,
    response: z.object({}),
  }),
  entitySettings: endpoint({
    ...readers,
    id: 'alerts.entity-settings',
    path: '/v1/entity-settings',
    summary: 'What owners have set for an entity',
    query: z.object({ entityRef: entityRefSchema }),
    response: entitySettingsSchema,
  }),
  setEntitySettings: endpoint({
    ...owners,
    id: 'alerts.set-entity-settings',
    method: 'put',
    path: '/v1/entity-settings',
    summary: 'Change what is set for an entity',
    body: entitySettingsSchema
      .pick({ autoResolveMinutes: true })
      .extend({ entityRef: entityRefSchema, version: z.int32() }),
    response: entitySettingsSchema,
  }),
};
