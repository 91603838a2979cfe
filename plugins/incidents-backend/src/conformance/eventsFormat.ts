import { z } from 'zod';

const status = z.union([z.number().int(), z.array(z.number().int()).min(1)]);

const requestSchema = z.looseObject({
  method: z.string().default('POST'),
  path: z.string().startsWith('/'),
  headers: z.record(z.string(), z.string()).default({}),
  /** Any JSON. */
  body: z.unknown().optional(),
  bodyRaw: z.string().optional(),
  bodyGen: z
    .object({ padTo: z.number().int().min(1), field: z.string().min(1) })
    .optional(),
  concurrency: z.number().int().min(1).optional(),
});
/** One request of a case. */
export type VectorRequest = z.output<typeof requestSchema>;

const configSchema = z.strictObject({
  config: z.strictObject({ eventsPerMinutePerKey: z.number().int().min(1) }),
});

const givenSchema = z.union([
  configSchema,
  requestSchema.extend({ givenStatus: status.optional() }),
]);

/** Names of effects, as the format documents them. */
export const effectNames = [
  'alert.created',
  'alert.appended',
  'alert.acknowledged',
  'alert.resolved',
  'none.dropped',
  'change.recorded',
  'rejected',
  'throttled',
] as const;
const effectSchema = z.enum(effectNames);
/** What a request does. */
export type Effect = z.output<typeof effectSchema>;

/** Checks on what the server stored, as the format documents them. */
export const stateSchema = z.looseObject({
  openAlerts: z.number().int().optional(),
  totalAlerts: z.number().int().optional(),
  occurredAt: z.string().optional(),
  summaryLength: z.number().int().optional(),
  fullSummaryKept: z.boolean().optional(),
  ingestWarning: z.union([z.boolean(), z.string()]).optional(),
  detailsRoundTrip: z.boolean().optional(),
  links: z.union([z.number().int(), z.array(z.unknown())]).optional(),
  embeddedImages: z.union([z.number().int(), z.array(z.unknown())]).optional(),
  incidentStatus: z.string().optional(),
  newPages: z.number().int().optional(),
  pagesPerResponder: z.number().int().optional(),
  detailsRenderedAsText: z.boolean().optional(),
  prototypeUntouched: z.boolean().optional(),
});
/** What a case expects to be stored. */
export type ExpectedState = z.output<typeof stateSchema>;

/** Fields for readers, wherever they stand. */
const remarks = ['about', 'note'];

const caseSchema = z.object({
  id: z.string().min(1),
  given: z.array(givenSchema).default([]),
  givenStatus: status.default(202),
  request: requestSchema,
  concurrency: z.number().int().min(1).optional(),
  bodyGen: requestSchema.shape.bodyGen,
  expect: z.looseObject({
    status,
    bodyIncludes: z.record(z.string(), z.unknown()).optional(),
    bodyHas: z.record(z.string(), z.string()).optional(),
    bodyIsJson: z.boolean().optional(),
    headersPresent: z.array(z.string()).optional(),
    effect: effectSchema.optional(),
    effectByStatus: z.record(z.string(), effectSchema).optional(),
    state: stateSchema.optional(),
  }),
  basis: z.string().optional(),
  note: z.string().optional(),
});
/** One case of the Events API's vectors. */
export type EventsCase = z.output<typeof caseSchema>;

/** A file of Events API vectors. `conventions` documents it. */
export const eventsFileSchema = z.object({
  /** Key by service: `unknown` was never issued, `disabled` was switched off. */
  keys: z.record(z.string(), z.string()),
  cases: z
    .array(caseSchema)
    .min(1)
    .refine(
      cases => new Set(cases.map(({ id }) => id)).size === cases.length,
      'must have ids that are unique',
    ),
});
/** Names of expectations that the format does not document: what cannot be checked must not pass. */
export function undocumented({ expect }: EventsCase): string[] {
  const names = (value: object, known: object, prefix: string) =>
    Object.keys(value)
      .filter(name => !(name in known) && !remarks.includes(name))
      .map(name => prefix + name);
  return [
    ...names(expect, caseSchema.shape.expect.shape, 'expect.'),
    ...names(expect.state ?? {}, stateSchema.shape, 'expect.state.'),
  ];
}

/** A parsed file. */
export type EventsFile = z.output<typeof eventsFileSchema>;
