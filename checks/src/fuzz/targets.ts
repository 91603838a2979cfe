import fc from 'fast-check';
import { z } from 'zod';
import {
  alertSeveritySchema,
  contract,
  Endpoint,
  incidentStatusSchema,
  severitySchema,
} from '@muster/backstage-plugin-incidents-common';
import { Kind, mention } from './Known';
import { Meaning, Schema, schemaOf } from './schemaValues';

/** Something that can be called. */
export interface Target {
  /** The contract's id, or a name for what is not in the contract. */
  readonly id: string;
  readonly method: string;
  /** Below `/api/incidents`, with `:name` for parameters. */
  readonly path: string;
  readonly params: Schema;
  readonly query: Schema;
  readonly body: Schema;
  readonly meaning: Meaning;
  /** In what form it answers and refuses: as Backstage, as the Events API v2, as a page for a browser. */
  readonly speaks: 'backstage' | 'events' | 'page';
  /** Open to whoever has a key or a link. */
  readonly isPublic: boolean;
  /** Status and schema of success. */
  readonly status: number;
  readonly response?: z.ZodType;
}

const refs = [
  'component:default/checkout',
  'component:default/search',
  'component:default/orphan',
  'component:default/hostile',
  'Component:Checkout',
  'system:default/shop',
  'user:default/ana',
  'user:default/ben',
  'user:default/night',
  'user:default/carla',
  'group:default/payments',
  'group:default/search',
];
const someOf = (kind: Kind) =>
  fc.nat({ max: 19 }).map(nth => mention(kind, nth));
const ref = fc.constantFrom(...refs);
const listOf = (words: readonly string[]) =>
  fc.subarray([...words], { minLength: 1 }).map(chosen => chosen.join(','));

/** What the fields of the contract mean by their names, where the schema says only that it is text. */
const fields: Readonly<Record<string, fc.Arbitrary<string>>> = {
  entityRef: ref,
  ownerRef: ref,
  systemRef: ref,
  assignedTo: ref,
  participants: ref,
  people: ref,
  ref,
  askedRef: ref,
  personRef: ref,
  replacesRef: ref,
  learnerRef: ref,
  followsRef: ref,
  itemId: someOf('override'),
  scheduleId: someOf('schedule'),
  policyId: someOf('policy'),
  incidentId: someOf('incident'),
  key: fc.constantFrom('summary', 'impact', 'factors', 'elsewhere'),
  section: fc.constantFrom('summary', 'elsewhere'),
  entryId: someOf('entry'),
  entries: someOf('entry'),
  commentId: someOf('comment'),
  imageId: someOf('image'),
  templateId: someOf('template'),
  nodeId: someOf('answer'),
  parentId: someOf('answer'),
  token: someOf('token'),
  routing_key: someOf('key'),
  timezone: fc.constantFrom('Europe/Zurich', 'UTC', 'Asia/Kathmandu'),
  cursor: fc.nat({ max: 500 }).map(String),
  from: fc.constantFrom('2026-01-01T00:00:00Z', '2026-03-01T00:00:00.000Z'),
  to: fc.constantFrom('2026-03-29T03:00:00+02:00', '2027-01-01T00:00:00.000Z'),
  dedup_key: fc.nat({ max: 30 }).map(nth => `dedup ${nth}`),
};

const idsBelow: readonly [path: string, kind: Kind][] = [
  ['/v1/incidents', 'incident'],
  ['/v1/integrations', 'integration'],
  ['/v1/schedules', 'schedule'],
  ['/v1/postmortems', 'postmortem'],
  ['/v1/follow-ups', 'follow-up'],
  ['/v1/cover-requests', 'request'],
  ['/v1/me/leave', 'leave'],
  ['/v1/me/feeds', 'feed'],
  ['/v1/policies/:id', 'policy'],
  // The only id in the body of a policy is a schedule's.
  ['/v1/policies', 'schedule'],
];

const meaningAt =
  (path: string): Meaning =>
  field => {
    if (field === 'id') {
      const kind = idsBelow.find(([start]) => path.startsWith(start))?.[1];
      return kind && someOf(kind);
    }
    if (field === 'token' && path === contract.oncall.readFeed.path) {
      return someOf('calendar');
    }
    if (path === contract.incidents.list.path) {
      if (field === 'status') return listOf(incidentStatusSchema.options);
      if (field === 'severity') return listOf(severitySchema.options);
    }
    return Object.hasOwn(fields, field) ? fields[field] : undefined;
  };

const text = z.string();
const change = z.object({
  routing_key: text.optional(),
  payload: z.object({
    summary: text,
    source: text.optional(),
    timestamp: z.iso.datetime().optional(),
    custom_details: z
      .object({ build: text.optional(), ratio: z.number().optional() })
      .optional(),
  }),
  links: z.array(z.object({ href: text, text: text.optional() })).optional(),
});
/** What senders put into the two public endpoints; the contract takes any object there, to lose none. */
const events: Readonly<Record<string, z.ZodType>> = {
  [contract.alerts.enqueueChange.id]: change,
  [contract.alerts.enqueue.id]: change.extend({
    event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
    dedup_key: text,
    client: text.optional(),
    client_url: text.optional(),
    images: z
      .array(
        z.object({
          src: text,
          href: text.optional(),
          alt: text.optional(),
        }),
      )
      .optional(),
    payload: change.shape.payload.extend({
      source: text,
      severity: alertSeveritySchema,
      component: text.optional(),
      group: text.optional(),
      class: text.optional(),
    }),
  }),
};

function targetOf(endpoint: Endpoint): Target {
  const { id, method, path, status, mediaType } = endpoint;
  const isPublic = endpoint.access === 'public';
  return {
    id,
    method,
    path,
    status,
    response: mediaType ? undefined : endpoint.response,
    isPublic,
    params: schemaOf(endpoint.params),
    query: schemaOf(endpoint.query),
    body: schemaOf(events[id] ?? endpoint.body),
    meaning: meaningAt(path),
    speaks: id in events ? 'events' : 'backstage',
  };
}

const nothing = schemaOf(z.object({}));
const besides = {
  query: nothing,
  body: nothing,
  params: nothing,
  meaning: meaningAt(''),
  status: 200,
};
const acknowledgePage = (method: string): Target => ({
  ...besides,
  id: `acknowledge page, ${method}`,
  method,
  path: '/public/acknowledge/:token',
  params: schemaOf(z.object({ token: text })),
  speaks: 'page',
  isPublic: true,
});

/** Everything that answers below `/api/incidents`: the contract, and the little that is not in it. */
export const targets: readonly Target[] = [
  ...Object.values(contract)
    .flatMap(room => Object.values<Endpoint>(room))
    .map(targetOf),
  acknowledgePage('get'),
  acknowledgePage('post'),
  {
    ...besides,
    id: 'OpenAPI document',
    method: 'get',
    path: '/v1/openapi.json',
    speaks: 'backstage',
    isPublic: false,
    response: z.looseObject({ openapi: z.literal('3.1.0') }),
  },
];
