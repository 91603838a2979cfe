import { z } from 'zod';
import {
  playManagePermission,
  playReadPermission,
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
import { playSourceSchema, shownPlaySchema } from './playTrials';

/** `draft`: starts by nobody; `enabled`: its approved version starts; `paused`: does not start for now. @public */
export const playStateSchema = z.enum(['draft', 'enabled', 'paused']);
/** @public */
export type PlayState = z.infer<typeof playStateSchema>;

/** How a play has done in the last 90 days. @public */
export const playHealthSchema = z.object({
  runs: z.number().int(),
  succeeded: z.number().int(),
  failed: z.number().int(),
  lastRunAt: instantSchema.nullable(),
  lastFailure: z
    .object({ runId: z.string(), at: instantSchema, because: z.string() })
    .nullable(),
  /** The last three runs that ended have failed. */
  failing: z.boolean(),
  /** Of runs that succeeded; null without any. */
  medianSeconds: z.number().nullable(),
});
/** @public */
export type PlayHealth = z.infer<typeof playHealthSchema>;

/** @public */
export const playAbilitySchema = z.enum(['edit', 'run']);

/** A play in a list. @public */
export const playSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  owner: namedRefSchema,
  state: playStateSchema,
  /** The newest version. */
  version: z.number().int(),
  /** The version that starts; null for a draft that never was enabled. */
  approved: z
    .object({
      version: z.number().int(),
      by: namedRefSchema,
      at: instantSchema,
      /** An admin approved it, so it may act on every team's incidents. */
      everywhere: z.boolean(),
    })
    .nullable(),
  /** What starts it, in words; empty when it only starts by hand. */
  startsWhen: z.string(),
  updatedAt: instantSchema,
  updatedBy: namedRefSchema,
  health: playHealthSchema,
  may: z.array(playAbilitySchema),
});
/** @public */
export type Play = z.infer<typeof playSchema>;

/** @public */
export const playDetailSchema = playSchema.extend({
  /** Of the newest version. */
  source: playSourceSchema,
  document: shownPlaySchema,
  /** Ids of the actions that the newest version uses. */
  actions: z.array(z.string()),
  /** When the schedule next starts it; null without one. */
  nextTickAt: instantSchema.nullable(),
  /** Whether its webhook has an address; the address itself is shown once, when it is made. */
  hasWebhook: z.boolean(),
});
/** @public */
export type PlayDetail = z.infer<typeof playDetailSchema>;

/** One saved text of a play; never changed. @public */
export const playVersionSchema = z.object({
  version: z.number().int(),
  madeAt: instantSchema,
  madeBy: namedRefSchema,
  approvedAt: instantSchema.nullable(),
  approvedBy: namedRefSchema.nullable(),
  source: playSourceSchema,
  /** Lines against the version before: `+`, `-` or a space first. */
  diff: z.array(z.string()),
});
/** @public */
export type PlayVersion = z.infer<typeof playVersionSchema>;

/** The one switch that stops all automation. @public */
export const automationSchema = z.object({
  paused: z.boolean(),
  reason: z.string(),
  since: instantSchema.nullable(),
  by: namedRefSchema.nullable(),
  may: z.array(z.enum(['switch'])),
});
/** @public */
export type Automation = z.infer<typeof automationSchema>;

const byId = z.object({ id: z.string().min(1).max(64) });
const seen = { version: z.int32() };

/** @public */
export const playsApi = {
  automation: endpoint({
    ...plain,
    id: 'plays.automation',
    method: 'get',
    path: '/v1/automation',
    summary: 'Whether all automation is paused',
    access: 'signed-in',
    permission: playReadPermission,
    response: automationSchema,
  }),
  switchAutomation: endpoint({
    ...plain,
    id: 'plays.switch-automation',
    method: 'put',
    path: '/v1/automation',
    summary: 'Pause all automation, or let it go on; every incident says so',
    access: 'admin',
    permission: settingsManagePermission,
    body: z.object({
      paused: z.boolean(),
      reason: z.string().trim().max(500).default(''),
    }),
    response: automationSchema,
  }),
  list: endpoint({
    ...plain,
    id: 'plays.list',
    method: 'get',
    path: '/v1/plays',
    summary: 'Plays by name, with how they have done',
    access: 'signed-in',
    permission: playReadPermission,
    query: z.object({
      ...pageQueryShape,
      /** Words of the name. */
      q: z.string().max(200).optional(),
      ownerRef: entityRefSchema.optional(),
      state: playStateSchema.optional(),
    }),
    response: pageOf(playSchema),
  }),
  get: endpoint({
    ...plain,
    id: 'plays.get',
    method: 'get',
    path: '/v1/plays/:id',
    summary: 'One play with its newest text',
    access: 'signed-in',
    permission: playReadPermission,
    params: byId,
    response: playDetailSchema,
  }),
  create: endpoint({
    ...plain,
    id: 'plays.create',
    method: 'post',
    path: '/v1/plays',
    summary: 'Save a new play as a draft; nothing starts before it is enabled',
    access: 'owner',
    permission: playManagePermission,
    body: z.object({ source: playSourceSchema }),
    response: playDetailSchema,
    status: 201,
  }),
  update: endpoint({
    ...plain,
    id: 'plays.update',
    method: 'put',
    path: '/v1/plays/:id',
    summary:
      'Save a new version; the approved one stays in force until this one is enabled',
    access: 'owner',
    permission: playManagePermission,
    params: byId,
    body: z.object({ ...seen, source: playSourceSchema }),
    response: playDetailSchema,
  }),
  remove: endpoint({
    ...plain,
    id: 'plays.remove',
    method: 'delete',
    path: '/v1/plays/:id',
    summary:
      'Remove a play; its runs stay readable. Refused while it has runs in flight, unless they are cancelled',
    access: 'owner',
    permission: playManagePermission,
    params: byId,
    query: z.object({ runs: z.enum(['refuse', 'cancel']).default('refuse') }),
    response: z.object({}),
  }),
  setState: endpoint({
    ...plain,
    id: 'plays.set-state',
    method: 'put',
    path: '/v1/plays/:id/state',
    summary:
      'Enable the version that was seen, which approves it; or pause the play',
    access: 'owner',
    permission: playManagePermission,
    params: byId,
    body: z.object({ ...seen, state: z.enum(['enabled', 'paused']) }),
    response: playDetailSchema,
  }),
  versions: endpoint({
    ...plain,
    id: 'plays.versions',
    method: 'get',
    path: '/v1/plays/:id/versions',
    summary: 'All versions, newest first; to roll back, save an old text again',
    access: 'signed-in',
    permission: playReadPermission,
    params: byId,
    response: z.object({ items: z.array(playVersionSchema) }),
  }),
  makeWebhook: endpoint({
    ...plain,
    id: 'plays.make-webhook',
    method: 'post',
    path: '/v1/plays/:id/webhook',
    summary:
      'Make a new address and secret for its webhook, shown once; the one before ends',
    access: 'owner',
    permission: playManagePermission,
    params: byId,
    response: z.object({ url: z.string(), secret: z.string() }),
    status: 201,
  }),
};
