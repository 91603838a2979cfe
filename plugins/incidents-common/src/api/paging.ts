import { z } from 'zod';
import { incidentReadPermission } from '../permissions';
import { instantSchema, namedRefSchema } from '../primitives';
import { urgencySchema } from '../severitySchemas';
import { endpoint, plain } from './endpoint';
import { incidentIdSchema } from './incidents';

/** `queued → sending → sent → delivered | failed | cancelled` (domain.md). @public */
export const deliveryStateSchema = z.enum([
  'queued',
  'sending',
  'sent',
  'delivered',
  'failed',
  'cancelled',
]);
/** @public */
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

/** @public */
export const deliverySchema = z.object({
  id: z.string(),
  /** The channel's id: `portal`, `email` … */
  channel: z.string(),
  /** Masked: `a••@example.test`. Null where the channel needs no address. */
  address: z.string().nullable(),
  state: deliveryStateSchema,
  dueAt: instantSchema,
  sentAt: instantSchema.nullable(),
  /** Why it failed or was cancelled, in words. */
  reason: z.string().nullable(),
  attempts: z.array(
    z.object({
      at: instantSchema,
      outcome: z.enum(['sent', 'retry', 'failed']),
      detail: z.string(),
    }),
  ),
});
/** @public */
export type Delivery = z.infer<typeof deliverySchema>;

/** One person, reached (or to be reached) once, for one reason. @public */
export const pageSchema = z.object({
  id: z.string(),
  incidentId: z.number().int(),
  person: namedRefSchema,
  urgency: urgencySchema,
  createdAt: instantSchema,
  /** The policy's step, 1 the first; null for a direct page. */
  step: z.number().int().nullable(),
  /** Why this person was paged, in words: the ledger's answer. */
  why: z.string(),
  /**
   * Whose page this repeats for a learner, who is not to acknowledge: `Ana Ruiz and Ben Okafor`. Null
   * for a page in earnest.
   */
  copyOf: z.string().nullable(),
  deliveries: z.array(deliverySchema),
});
/** @public */
export type Page = z.infer<typeof pageSchema>;

/** A mail of the demo that would have gone out. @public */
export const mailSchema = z.object({
  id: z.string(),
  at: instantSchema,
  to: namedRefSchema,
  address: z.string(),
  subject: z.string(),
  text: z.string(),
});
/** @public */
export type Mail = z.infer<typeof mailSchema>;

/** @public */
export const pagingApi = {
  ledger: endpoint({
    ...plain,
    id: 'paging.ledger',
    method: 'get',
    path: '/v1/incidents/:id/pages',
    summary: 'Every page of an incident, with its deliveries and the reason',
    access: 'signed-in',
    permission: incidentReadPermission,
    params: z.object({ id: incidentIdSchema }),
    response: z.object({ items: z.array(pageSchema) }),
  }),
  testPage: endpoint({
    ...plain,
    id: 'paging.test-page',
    method: 'post',
    path: '/v1/me/test-page',
    summary: 'Send yourself a test page through each of your channels',
    access: 'signed-in',
    response: z.object({
      results: z.array(
        z.object({
          channel: z.string(),
          ok: z.boolean(),
          detail: z.string(),
        }),
      ),
    }),
  }),
  mailbox: endpoint({
    ...plain,
    id: 'paging.mailbox',
    method: 'get',
    path: '/v1/mailbox',
    summary: 'Mails that the demo would have sent, newest first (demo only)',
    access: 'signed-in',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({ items: z.array(mailSchema) }),
  }),
};
