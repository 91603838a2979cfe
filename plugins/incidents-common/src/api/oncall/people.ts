import { z } from 'zod';
import { onCallReadPermission } from '../../permissions';
import {
  instantSchema,
  namedRefSchema,
  pageOf,
  pageQueryShape,
} from '../../primitives';
import { entityRefSchema } from '../../refSchema';
import { endpoint, plain } from '../endpoint';
import { shiftSchema } from './schedules';

const span = z.object({ start: instantSchema, end: instantSchema });

/**
 * Somebody on call asks a colleague to cover a part of their duty (`inReturn` null), or to swap it for a
 * part of the colleague's. Accepted, it becomes overrides.
 *
 * @public
 */
export const coverRequestSchema = z.object({
  id: z.string(),
  schedule: z.object({ id: z.string(), name: z.string() }),
  asker: namedRefSchema,
  asked: namedRefSchema,
  /** What is to be covered. */
  start: instantSchema,
  end: instantSchema,
  /** What the asker takes over from the asked; null for a cover. */
  inReturn: span.nullable(),
  reason: z.string(),
  /** `expired`: its time came, or what it spoke of changed, before an answer. */
  state: z.enum(['open', 'accepted', 'declined', 'withdrawn', 'expired']),
  createdAt: instantSchema,
  answeredAt: instantSchema.nullable(),
  /** What the caller may do with it. */
  may: z.array(z.enum(['accept', 'decline', 'withdraw'])),
});
/** @public */
export type CoverRequest = z.infer<typeof coverRequestSchema>;

/** When somebody is away. Others see that, and not the note. @public */
export const leaveSchema = z.object({
  id: z.string(),
  start: instantSchema,
  end: instantSchema,
  note: z.string(),
});
/** @public */
export type Leave = z.infer<typeof leaveSchema>;

/** A secret address under which a calendar program reads shifts. @public */
export const feedSchema = z.object({
  id: z.string(),
  /** The schedule that it shows; null for the person's own shifts everywhere. */
  schedule: z.object({ id: z.string(), name: z.string() }).nullable(),
  createdAt: instantSchema,
  lastReadAt: instantSchema.nullable(),
});
/** @public */
export type Feed = z.infer<typeof feedSchema>;

const myShiftSchema = shiftSchema.extend({
  schedule: z.object({ id: z.string(), name: z.string() }),
});

const byId = z.object({ id: z.string().min(1).max(64) });
const mine = { ...plain, access: 'signed-in' } as const;

/** What concerns one person: their shifts, requests, leave, calendars. @public */
export const onCallPeopleApi = {
  myOnCall: endpoint({
    ...mine,
    id: 'oncall.my-on-call',
    method: 'get',
    path: '/v1/me/on-call',
    summary: 'The caller’s shifts of the next 90 days, requests and leave',
    response: z.object({
      /** Ordered by start; one that has begun starts in the past. */
      shifts: z.array(
        myShiftSchema.extend({
          /**
           * The first part of it that lies ahead and a colleague could take over. Null when it came by an
           * override or a temporary schedule: only an owner of the schedule changes those.
           */
          passable: span.nullable(),
        }),
      ),
      /** Hours, nights and weekends of the last 30 days and the next 30, over all schedules. */
      load: z.object({
        past: z.object({
          hours: z.number(),
          nightHours: z.number(),
          weekendHours: z.number(),
        }),
        ahead: z.object({
          hours: z.number(),
          nightHours: z.number(),
          weekendHours: z.number(),
        }),
      }),
      /** Open ones for and from the caller, and those answered in the last 14 days. */
      requests: z.array(coverRequestSchema),
      leave: z.array(leaveSchema),
      /** On call while away, and who could cover. */
      conflicts: z.array(
        myShiftSchema.extend({ suggestion: namedRefSchema.nullable() }),
      ),
      /** Shadow shifts of the caller. */
      shadowing: z.array(myShiftSchema),
    }),
  }),
  requestCover: endpoint({
    ...mine,
    id: 'oncall.request-cover',
    method: 'post',
    path: '/v1/schedules/:id/requests',
    summary: 'Ask a colleague to cover or swap a part of one’s own duty',
    params: byId,
    body: z.object({
      askedRef: entityRefSchema,
      start: instantSchema,
      end: instantSchema,
      inReturn: span.nullable().default(null),
      reason: z.string().max(300).default(''),
    }),
    response: coverRequestSchema,
    status: 201,
  }),
  answerRequest: endpoint({
    ...mine,
    id: 'oncall.answer-request',
    method: 'post',
    path: '/v1/cover-requests/:id/answer',
    summary: 'Accept or decline (the asked), or withdraw (the asker)',
    params: byId,
    body: z.object({ answer: z.enum(['accept', 'decline', 'withdraw']) }),
    response: coverRequestSchema,
  }),
  suggestCover: endpoint({
    ...mine,
    permission: onCallReadPermission,
    id: 'oncall.suggest-cover',
    method: 'get',
    path: '/v1/schedules/:id/suggestions',
    summary:
      'Who could cover a span: not away, not on call then, fewest hours first',
    params: byId,
    query: span,
    response: z.object({
      items: z.array(
        z.object({
          person: namedRefSchema,
          /** In the 90 days around the span. */
          hours: z.number(),
          weekendHours: z.number(),
          /** Why not, where somebody is away or on call then; null when free. */
          obstacle: z.string().nullable(),
        }),
      ),
    }),
  }),
  addLeave: endpoint({
    ...mine,
    id: 'oncall.add-leave',
    secrets: ['note'],
    method: 'post',
    path: '/v1/me/leave',
    summary: 'Say when one is away',
    body: z.object({
      start: instantSchema,
      end: instantSchema,
      note: z.string().max(300).default(''),
    }),
    response: leaveSchema,
    status: 201,
  }),
  removeLeave: endpoint({
    ...mine,
    id: 'oncall.remove-leave',
    method: 'delete',
    path: '/v1/me/leave/:id',
    summary: 'Take back a leave of one’s own',
    params: byId,
    response: z.object({}),
  }),
  listFeeds: endpoint({
    ...mine,
    id: 'oncall.list-feeds',
    method: 'get',
    path: '/v1/me/feeds',
    summary: 'The caller’s calendar addresses, without their secrets',
    response: z.object({ items: z.array(feedSchema) }),
  }),
  addFeed: endpoint({
    ...mine,
    id: 'oncall.add-feed',
    method: 'post',
    path: '/v1/me/feeds',
    summary:
      'Make a calendar address, for one schedule or for one’s own shifts; it is shown once',
    body: z.object({ scheduleId: z.string().min(1).max(64).nullable() }),
    response: feedSchema.extend({ url: z.string() }),
    status: 201,
  }),
  removeFeed: endpoint({
    ...mine,
    id: 'oncall.remove-feed',
    method: 'delete',
    path: '/v1/me/feeds/:id',
    summary: 'Revoke a calendar address of one’s own',
    params: byId,
    response: z.object({}),
  }),
  readFeed: endpoint({
    ...plain,
    id: 'oncall.read-feed',
    method: 'get',
    path: '/public/calendar/:token',
    summary: 'An iCalendar (RFC 5545) of shifts, for calendar programs',
    access: 'public',
    params: z.object({ token: z.string().min(1).max(100) }),
    response: z.string(),
    mediaType: 'text/calendar',
  }),
};

/** Who is on call for a service, in the list for the whole company. @public */
export const serviceOnCallSchema = z.object({
  entity: namedRefSchema,
  owner: namedRefSchema.nullable(),
  policy: z.string(),
  people: z.array(namedRefSchema),
  until: instantSchema.nullable(),
  /** Whether a page would wake one of them. */
  reachable: z.boolean(),
});
/** @public */
export type ServiceOnCall = z.infer<typeof serviceOnCallSchema>;

/** Served by escalation, which knows policies. @public */
export const companyOnCallApi = {
  servicesOnCall: endpoint({
    ...plain,
    id: 'escalation.services-on-call',
    method: 'get',
    path: '/v1/on-call/services',
    summary: 'Who is on call for every service, by name',
    access: 'signed-in',
    permission: onCallReadPermission,
    query: z.object({
      ...pageQueryShape,
      /** The whole company may be asked for at once. */
      limit: z.coerce.number().int().min(1).max(10_000).default(50),
      /** Part of a service’s, owner’s or person’s name. */
      search: z.string().max(200).default(''),
    }),
    response: pageOf(serviceOnCallSchema),
  }),
};
