import { z } from 'zod';
import { playReadPermission } from '../permissions';
import { PlayDocument } from '../plays';
import { instantSchema, namedRefSchema } from '../primitives';
import { entityRefSchema } from '../refSchema';
import { severitySchema } from '../severitySchemas';
import { endpoint, plain } from './endpoint';
import { incidentIdSchema } from './incidents';

/** The YAML (or JSON) of a play. @public */
export const playSourceSchema = z
  .string()
  .min(1, 'must not be empty')
  .max(200_000, 'must have at most 200,000 characters');

/** A fault in the text of a play. Lines and columns count from 1. @public */
export const playFaultSchema = z.object({
  line: z.number().int(),
  column: z.number().int(),
  /** Where in the document: `steps[2].with.people`; empty for the text as a whole. */
  path: z.string(),
  message: z.string(),
});
/** @public */
export type PlayFault = z.infer<typeof playFaultSchema>;

/** A play that has been read; its language has a JSON schema of its own (`plays.schema`). @public */
export const shownPlaySchema = z.custom<PlayDocument>(
  value => typeof value === 'object' && value !== null,
);

/** What a play may do, as a person chooses from it. @public */
export const playActionSchema = z.object({
  /** With its version: `page.people@1`. */
  id: z.string(),
  title: z.string(),
  description: z.string(),
  /** Where it comes from: `Muster`, or the plugin of the actions registry. */
  source: z.string(),
  /** JSON schemas. */
  input: z.record(z.string(), z.unknown()),
  output: z.record(z.string(), z.unknown()),
  /** Doing it twice is doing it once. */
  idempotent: z.boolean(),
  /** A dry run can tell what it would do. */
  simulatable: z.boolean(),
  reversible: z.boolean(),
});
/** @public */
export type PlayActionInfo = z.infer<typeof playActionSchema>;

/** How sure a line of a dry run is. @public */
export const certaintySchema = z.enum(['sure', 'assumed', 'unknown']);

/** A step as a dry run foresees it. @public */
export const plannedStepSchema = z.object({
  path: z.string(),
  id: z.string(),
  title: z.string(),
  kind: z.string(),
  action: z.string().nullable(),
  /** Minutes after the start. */
  afterMinutes: z.number(),
  outcome: z.enum(['runs', 'passed-over', 'fails']),
  certainty: certaintySchema,
  /** Who, what text, why it is passed over or assumed; sentences. */
  lines: z.array(z.string()),
});
/** @public */
export type PlannedStep = z.infer<typeof plannedStepSchema>;

/**
 * How a step ends, for the sake of trying: an action or a called play `fails`; an approval is `refused`; what is asked or
 * waited for is `unanswered` until its time is over. Without one they go well.
 *
 * @public
 */
export const suppositionSchema = z.enum(['fails', 'refused', 'unanswered']);
/** @public */
export type Supposition = z.infer<typeof suppositionSchema>;

/** What a run would do. @public */
export const dryRunSchema = z.object({
  faults: z.array(playFaultSchema),
  /** Of the play, its inputs and everything below: what was shown is what runs. Null when there are faults or suppositions. */
  planHash: z.string().nullable(),
  /** Whether it would start by itself, and why, or why not. */
  starts: z.object({ would: z.boolean(), because: z.string() }),
  steps: z.array(plannedStepSchema),
  /** For which incident; `name` is null for a sample. */
  incident: z.object({
    name: z.string().nullable(),
    title: z.string(),
    severity: severitySchema,
    entity: namedRefSchema,
  }),
});
/** @public */
export type DryRun = z.infer<typeof dryRunSchema>;

/** An incident of the past in which a play would have run. @public */
export const backtestHitSchema = z.object({
  incident: z.object({
    id: z.number().int(),
    name: z.string(),
    title: z.string(),
  }),
  /** When it would have started. */
  at: instantSchema,
  /** The event that would have started it. */
  because: z.string(),
  /** How many of its steps would have run. */
  steps: z.number().int(),
});

/** @public */
export const backtestSchema = z.object({
  /** Events of its triggers that are not gone through: what starts by them is not in it. */
  leftOut: z.array(z.string()),
  faults: z.array(playFaultSchema),
  /** How many incidents were looked at; newest first, at most 500. */
  looked: z.number().int(),
  /** Whether there are more in the range than were looked at. */
  more: z.boolean(),
  hits: z.array(backtestHitSchema),
  /** What it cannot know about the past, in sentences. */
  caveats: z.array(z.string()),
});
/** @public */
export type Backtest = z.infer<typeof backtestSchema>;

const inputs = z.record(z.string(), z.unknown()).default({});

/** @public */
export const playTrialsApi = {
  actions: endpoint({
    ...plain,
    id: 'plays.actions',
    method: 'get',
    path: '/v1/plays/actions',
    summary: 'Everything that a step may do',
    access: 'signed-in',
    permission: playReadPermission,
    response: z.object({ items: z.array(playActionSchema) }),
  }),
  schema: endpoint({
    ...plain,
    id: 'plays.schema',
    method: 'get',
    path: '/v1/plays/schema',
    summary: 'The JSON schema of a play, and the context of its expressions',
    access: 'signed-in',
    permission: playReadPermission,
    response: z.object({
      schema: z.record(z.string(), z.unknown()),
      context: z.array(
        z.object({
          /** `incident.severity` */
          name: z.string(),
          /** CEL's: `string`, `list<string>`. */
          type: z.string(),
          description: z.string(),
        }),
      ),
    }),
  }),
  check: endpoint({
    ...plain,
    id: 'plays.check',
    method: 'post',
    path: '/v1/plays/check',
    summary:
      'Check the text of a play, with line and column of every fault; saves nothing',
    access: 'signed-in',
    permission: playReadPermission,
    reads: true,
    body: z.object({ source: playSourceSchema }),
    response: z.object({
      faults: z.array(playFaultSchema),
      /** Null when there are faults. */
      document: shownPlaySchema.nullable(),
      /** Ids of the actions that it would be allowed to use. */
      actions: z.array(z.string()),
    }),
  }),
  dryRun: endpoint({
    ...plain,
    id: 'plays.dry-run',
    method: 'post',
    path: '/v1/plays/dry-run',
    summary: 'What a play would do: who, what text, when; nothing is done',
    access: 'signed-in',
    permission: playReadPermission,
    reads: true,
    body: z.object({
      source: playSourceSchema,
      /** For this incident, as it is now; else for a sample of the two fields below. */
      incidentId: incidentIdSchema.optional(),
      entityRef: entityRefSchema.optional(),
      severity: severitySchema.default('SEV1'),
      inputs,
      /** How steps end that are not to go well, by their ids. */
      suppose: z.record(z.string().max(100), suppositionSchema).default({}),
    }),
    response: dryRunSchema,
  }),
  backtest: endpoint({
    ...plain,
    id: 'plays.backtest',
    method: 'post',
    path: '/v1/plays/backtest',
    summary: 'In which incidents of the past a play would have run',
    access: 'signed-in',
    permission: playReadPermission,
    reads: true,
    body: z.object({
      source: playSourceSchema,
      from: instantSchema,
      to: instantSchema,
    }),
    response: backtestSchema,
  }),
  library: endpoint({
    ...plain,
    id: 'plays.library',
    method: 'get',
    path: '/v1/plays/library',
    summary: 'Ready plays to begin with',
    access: 'signed-in',
    permission: playReadPermission,
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          description: z.string(),
          source: playSourceSchema,
        }),
      ),
    }),
  }),
};
