import { z } from 'zod';

/** Minutes from `t0`. */
const minutes = z.number().int().min(0);
const name = z.string().min(1);

const ruleSchema = z.looseObject({ delay: minutes, channel: name });
const userSchema = z.looseObject({
  id: name,
  rules: z.array(ruleSchema),
  importantRules: z.array(ruleSchema).optional(),
  disabledChannels: z.array(name).default([]),
  statusUpdates: z.unknown().optional(),
  notAllowed: z.boolean().default(false),
});
/** A person of a case. */
export type VectorUser = z.output<typeof userSchema>;

const stepSchema = z.looseObject({
  delay: minutes.default(5),
  targets: z.array(z.string().regex(/^(user|schedule):/)).default([]),
  multiAck: z.boolean().default(false),
  important: z.boolean().optional(),
  pick: z.literal('next').optional(),
  onlyBetween: z
    .looseObject({ from: name, to: name, timezone: name })
    .optional(),
  whenAlertsExceed: z
    .looseObject({ count: z.number().int(), withinMinutes: minutes })
    .optional(),
  invalid: z.unknown().optional(),
});
/** A step of a case's policy. */
export type VectorStep = z.output<typeof stepSchema>;

const policySchema = z.looseObject({
  id: name,
  repeat: z.number().int().min(0).default(0),
  steps: z.array(stepSchema),
  ackTimeout: z
    .looseObject({ remind: minutes, unackAfter: minutes.nullable() })
    .optional(),
  onExhausted: z.literal('close').optional(),
});

const at = { at: minutes };
const eventSchema = z.discriminatedUnion('type', [
  z.looseObject({
    ...at,
    type: z.literal('trigger'),
    alert: name,
    service: name,
    dedup: name.optional(),
    summary: name.optional(),
  }),
  z.looseObject({ ...at, type: z.literal('ack'), alert: name, user: name }),
  z.looseObject({
    ...at,
    type: z.literal('close'),
    alert: name.optional(),
    service: name.optional(),
    dedup: name.optional(),
    summary: name.optional(),
    user: name.optional(),
  }),
  z.looseObject({ ...at, type: z.literal('escalate'), alert: name }),
  z.looseObject({
    ...at,
    type: z.literal('set-maintenance'),
    service: name,
    until: minutes.nullable(),
  }),
  z.looseObject({
    ...at,
    type: z.literal('set-policy'),
    service: name,
    policy: name,
  }),
  z.looseObject({
    ...at,
    type: z.literal('add-rule'),
    user: name,
    delay: minutes,
    channel: name,
  }),
  z.looseObject({
    ...at,
    type: z.literal('silence'),
    alert: name,
    until: minutes.nullable(),
  }),
  z.looseObject({
    ...at,
    type: z.literal('confirm-ack'),
    alert: name,
    user: name,
  }),
  z.looseObject({
    ...at,
    type: z.literal('page-user'),
    alert: name,
    user: name,
    important: z.boolean().optional(),
  }),
  z.looseObject({ ...at, type: z.literal('heartbeat'), monitor: name }),
]);
/** Something that happens in a case. */
export type VectorEvent = z.output<typeof eventSchema>;

const pageSchema = z.looseObject({
  ...at,
  user: name,
  channel: name,
  alert: name.optional(),
  step: z.number().int().nullable().optional(),
  loop: z.number().int().default(0),
  bundle: z.array(name).optional(),
});
/** A page as a case writes it. */
export type VectorPage = z.output<typeof pageSchema>;

const logSchema = z.looseObject({ ...at, alert: name, type: name });
/** A line of the log as a case writes it. */
export type VectorLog = z.output<typeof logSchema>;

const statusSchema = z.enum(['triggered', 'acknowledged', 'closed']);
/** A status as a case writes it. */
export type VectorStatus = z.output<typeof statusSchema>;

const scenarioSchema = z.looseObject({
  id: name,
  kind: z.literal('scenario'),
  category: name,
  t0: z.iso.datetime({ offset: true }),
  horizon: minutes,
  users: z.array(userSchema).default([]),
  schedules: z
    .array(
      z.looseObject({
        id: name,
        onCall: z.array(
          z.looseObject({
            from: minutes,
            to: minutes.nullable(),
            users: z.array(name),
          }),
        ),
      }),
    )
    .default([]),
  policies: z.array(policySchema),
  services: z.array(
    z.looseObject({
      id: name,
      policy: name,
      maintenanceUntil: minutes.optional(),
    }),
  ),
  monitors: z
    .array(
      z.looseObject({
        id: name,
        service: name,
        interval: minutes,
        muted: z.unknown().optional(),
      }),
    )
    .default([]),
  settings: z
    .looseObject({
      outages: z
        .array(z.looseObject({ from: minutes, to: minutes }))
        .default([]),
      autoCloseMinutes: minutes.optional(),
    })
    .default({ outages: [] }),
  events: z.array(eventSchema),
  expect: z.looseObject({
    pages: z.array(pageSchema),
    log: z.array(logSchema).default([]),
    updates: z.array(z.unknown()).default([]),
    status: z.record(name, statusSchema).default({}),
  }),
});
/** A scenario: what happens, and who is then paged when. */
export type Scenario = z.output<typeof scenarioSchema>;

const throttleSchema = z.looseObject({
  id: name,
  kind: z.literal('throttle'),
  category: name,
  rules: z.array(
    z.looseObject({
      count: z.number().int().min(1),
      perMinutes: z.number().min(0),
      smooth: z.boolean().optional(),
    }),
  ),
  /** Minutes from now; what has been sent. */
  sent: z.array(z.number()),
  expect: z.looseObject({ nextAllowed: z.array(z.number()) }),
});
/** A case of the limiter. */
export type ThrottleCase = z.output<typeof throttleSchema>;

/** A file of escalation vectors. */
export const escalationFileSchema = z.looseObject({
  cases: z
    .array(z.discriminatedUnion('kind', [scenarioSchema, throttleSchema]))
    .min(1),
});
