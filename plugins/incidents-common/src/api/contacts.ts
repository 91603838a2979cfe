import { z } from 'zod';
import {
  instantSchema,
  namedRefSchema,
  textSchema,
  timeOfDaySchema,
  zoneSchema,
} from '../primitives';
import { entityRefSchema } from '../refSchema';
import { endpoint, plain } from './endpoint';

/** One way to reach the caller. Only the caller is shown the address. @public */
export const contactMethodSchema = z.object({
  id: z.string(),
  /** The channel's id: `email`, `sms`, `voice`, `webhook`. */
  channel: z.string(),
  /** The channel's name for people. */
  title: z.string(),
  /** The caller's own name for it; empty when it has none. */
  label: z.string(),
  /** In full; empty for a channel that needs none. */
  address: z.string(),
  /** `catalog`: given by the catalog or the portal, cannot be removed here. */
  source: z.enum(['own', 'catalog']),
  /** A code was sent to it and came back; what has not been verified is used by no rule. */
  verified: z.boolean(),
  /** Whether it counts as waking the caller up. */
  wakes: z.boolean(),
  /** What is wrong with it now, in words: a provider that refuses the number; null when nothing is known. */
  trouble: z.string().nullable(),
});
/** @public */
export type ContactMethod = z.infer<typeof contactMethodSchema>;

/** When and through what somebody is reached once they are paged. @public */
export const contactRuleSchema = z.object({
  /** Minutes after the page. */
  afterMinutes: z.number().int().min(0).max(1440),
  methodId: z.string().min(1).max(100),
});
/** @public */
export type ContactRule = z.infer<typeof contactRuleSchema>;

/** When low urgency waits, to be told in one digest at the end. High urgency never waits. @public */
export const quietHoursSchema = z.object({
  from: timeOfDaySchema,
  /** Not after `from`: it ends the next day. */
  to: timeOfDaySchema,
  timezone: zoneSchema,
});
/** @public */
export type QuietHours = z.infer<typeof quietHoursSchema>;

/** @public */
export const contactRulesSchema = z.object({
  high: z.array(contactRuleSchema).max(20),
  low: z.array(contactRuleSchema).max(20),
  quietHours: quietHoursSchema.nullable(),
});
/** @public */
export type ContactRules = z.infer<typeof contactRulesSchema>;

/** How the caller is reached. @public */
export const myContactsSchema = z.object({
  methods: z.array(contactMethodSchema),
  rules: contactRulesSchema,
  /** The caller has never set rules: every method, at once. */
  isDefault: z.boolean(),
  version: z.number().int(),
  /** Whether a page of high urgency would wake the caller. */
  reachable: z.boolean(),
  /** What the caller should mend: `Nothing here wakes you: mail and the portal are copies`. */
  warnings: z.array(z.string()),
  /** Channels through which a method can be added, and what their address looks like. */
  addable: z.array(
    z.object({
      channel: z.string(),
      title: z.string(),
      addressLabel: z.string(),
      addressExample: z.string(),
      wakes: z.boolean(),
    }),
  ),
});
/** @public */
export type MyContacts = z.infer<typeof myContactsSchema>;

const byId = z.object({ id: z.string().min(1).max(64) });
const mine = { ...plain, access: 'signed-in' } as const;

/** How one person is reached; nobody else sees or changes it. @public */
export const contactsApi = {
  myContacts: endpoint({
    ...mine,
    id: 'paging.my-contacts',
    method: 'get',
    path: '/v1/me/contacts',
    summary: 'The caller’s contact methods, rules and quiet hours',
    response: myContactsSchema,
  }),
  eraseContacts: endpoint({
    ...mine,
    id: 'paging.erase-contacts',
    method: 'delete',
    path: '/v1/me/contacts',
    summary:
      'Erase the caller’s own methods, rules and quiet hours, and what waits to be sent to them',
    response: myContactsSchema,
  }),
  addMethod: endpoint({
    ...mine,
    id: 'paging.add-method',
    secrets: ['address', 'label'],
    method: 'post',
    path: '/v1/me/contact-methods',
    summary: 'Add a way to be reached, and send a code to it',
    body: z.object({
      channel: z.string().min(1).max(64),
      address: textSchema(2000),
      label: z.string().max(100).default(''),
    }),
    response: contactMethodSchema,
    status: 201,
  }),
  sendCode: endpoint({
    ...mine,
    id: 'paging.send-code',
    method: 'post',
    path: '/v1/me/contact-methods/:id/send-code',
    summary: 'Send a new code to a method; the one before is void',
    params: byId,
    response: z.object({ expiresAt: instantSchema }),
  }),
  verifyMethod: endpoint({
    ...mine,
    id: 'paging.verify-method',
    secrets: ['code'],
    method: 'post',
    path: '/v1/me/contact-methods/:id/verify',
    summary: 'Verify a method with the code that was sent to it',
    params: byId,
    body: z.object({ code: textSchema(20) }),
    response: contactMethodSchema,
  }),
  removeMethod: endpoint({
    ...mine,
    id: 'paging.remove-method',
    method: 'delete',
    path: '/v1/me/contact-methods/:id',
    summary: 'Remove a method and the rules that use it',
    params: byId,
    response: z.object({}),
  }),
  setRules: endpoint({
    ...mine,
    id: 'paging.set-rules',
    method: 'put',
    path: '/v1/me/contact-rules',
    summary: 'Replace the caller’s rules and quiet hours',
    body: contactRulesSchema.extend({ version: z.int32() }),
    response: myContactsSchema,
  }),
  reachability: endpoint({
    ...plain,
    id: 'paging.reachability',
    method: 'get',
    path: '/v1/reachability',
    summary: 'Who of a group would be woken by a page; no addresses',
    access: 'owner',
    query: z.object({ groupRef: entityRefSchema }),
    response: z.object({
      items: z.array(
        namedRefSchema.extend({ reachable: z.boolean(), why: z.string() }),
      ),
    }),
  }),
};
