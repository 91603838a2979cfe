import { z } from 'zod';
import { textSchema } from '../primitives';
import { playEvents } from './events';

/** A condition in CEL over the context of a play (docs/plays.md): `incident.severity == "SEV1"`. @public */
export const expressionSchema = textSchema(2000);

/** A text in which `{{ … }}` is filled in by Liquid over the same context. @public */
export const templateSchema = (max: number) =>
  z.string().min(1, 'must not be empty').max(max);

/** Names a step, and its outputs for later steps: `steps.executives.output`. @public */
export const stepIdSchema = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,39}$/,
    'must be a short name of small letters, digits and _, such as page_executives',
  );

/** `page.people@1`, or `page.people` for its newest version; `backstage:…` is one of the portal's actions registry. @public */
export const actionIdSchema = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]*([.:][a-z][a-z0-9-]*)+(@[1-9]\d{0,2})?$/,
    'must be the id of an action, such as page.people',
  );

const name = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9_]{0,39}$/, 'must be a name such as dependant');

/** What a step does when it has failed, or nobody has answered: these words, or steps of its own. @public */
export type Otherwise = 'stop' | 'continue' | readonly PlayStep[];

/** What every step has. @public */
export interface EveryStep {
  readonly id: string;
  /** For people; the id when empty. */
  readonly title: string;
  /** CEL: the step is passed over unless it holds when its turn comes. Null: always. */
  readonly when: string | null;
  /** Runs also when the incident has been resolved meanwhile; other steps are passed over then. */
  readonly evenIfResolved: boolean;
}

/** Does something. @public */
export interface ActionStep extends EveryStep {
  readonly action: string;
  /** Its input: texts are Liquid templates, `{ cel: … }` is the value of an expression. */
  readonly with: Readonly<Record<string, unknown>>;
  /** Further attempts after the first, each after a longer pause; `Retry-After` is honoured. */
  readonly retry: { readonly times: number; readonly everySeconds: number };
  /** An attempt that takes longer has failed. */
  readonly timeoutSeconds: number;
  readonly onFailure: Otherwise;
}

/** Lets time pass. @public */
export interface WaitStep extends EveryStep {
  readonly wait: {
    readonly minutes: number;
    /** CEL, looked at when the time has passed: unless it holds, what follows in its list is passed over. */
    readonly onlyIf: string | null;
  };
}

/** Waits for something to happen or to be true. @public */
export interface WaitForStep extends EveryStep {
  readonly waitFor: {
    /** CEL; null: the event alone. */
    readonly until: string | null;
    /** Something that happens to the incident; null: the condition alone. */
    readonly event: (typeof playEvents)[number] | null;
    readonly withinMinutes: number;
    readonly otherwise: Otherwise;
  };
}

/** Asks people for leave. @public */
export interface ApproveStep extends EveryStep {
  readonly approve: {
    /** People and groups, one of whom decides; templates. */
    readonly by: readonly string[];
    readonly question: string;
    readonly withinMinutes: number;
    /** When it is refused, or nobody answers in time. */
    readonly otherwise: Otherwise;
  };
}

/** Something that people do by hand and tick off. @public */
export interface TickOffStep extends EveryStep {
  readonly tickOff: {
    readonly by: readonly string[];
    readonly text: string;
    readonly withinMinutes: number;
    readonly otherwise: Otherwise;
  };
}

/** Several lists of steps side by side. @public */
export interface ParallelStep extends EveryStep {
  readonly parallel: {
    /** `all`: goes on when all have ended; `any`: when one has succeeded, the others go on; `first`: the others are cancelled. */
    readonly join: 'all' | 'any' | 'first';
    readonly branches: readonly (readonly PlayStep[])[];
  };
}

/** The first branch whose condition holds. @public */
export interface ChooseStep extends EveryStep {
  readonly choose: readonly {
    readonly when: string;
    readonly steps: readonly PlayStep[];
  }[];
  /** When none holds. */
  readonly otherwise: readonly PlayStep[];
}

/** The same steps for each value of a list. @public */
export interface ForEachStep extends EveryStep {
  readonly forEach: {
    /** CEL: a list, of at most 100 values. */
    readonly in: string;
    /** The name by which its steps know the value. */
    readonly as: string;
    /** How many at a time. */
    readonly atOnce: number;
    readonly steps: readonly PlayStep[];
  };
}

/** The same steps again and again. @public */
export interface RepeatStep extends EveryStep {
  readonly repeat: {
    /** Minutes from the end of one round to the next. */
    readonly everyMinutes: number;
    /** CEL, looked at before each further round; null: until the count or the time is used up. */
    readonly until: string | null;
    readonly times: number;
    readonly withinMinutes: number;
    readonly steps: readonly PlayStep[];
  };
}

/** Runs another play, and waits for its end. @public */
export interface CallStep extends EveryStep {
  /** Its name, and its inputs. */
  readonly call: {
    readonly play: string;
    readonly with: Readonly<Record<string, unknown>>;
  };
}

/** Ends the run. @public */
export interface StopStep extends EveryStep {
  readonly stop: {
    readonly outcome: 'succeeded' | 'failed';
    readonly because: string;
  };
}

/** One step of a play: exactly one of the keys `action`, `wait` and so on says what it does. @public */
export type PlayStep =
  | ActionStep
  | WaitStep
  | WaitForStep
  | ApproveStep
  | TickOffStep
  | ParallelStep
  | ChooseStep
  | ForEachStep
  | RepeatStep
  | CallStep
  | StopStep;

const everyStep = {
  id: stepIdSchema,
  title: z.string().max(200).default(''),
  when: expressionSchema.nullable().default(null),
  evenIfResolved: z.boolean().default(false),
};
const stepsSchema = z.lazy(() => z.array(playStepSchema).max(50));
const otherwiseSchema: z.ZodType<Otherwise> = z.lazy(() =>
  z.union([
    z.enum(['stop', 'continue']),
    z.array(playStepSchema).min(1).max(50),
  ]),
);
const thirtyDays = 43_200;
const minutes = z.number().positive('must be more than 0').max(thirtyDays);
const people = z
  .array(templateSchema(600))
  .min(1, 'must name somebody: a person or a group')
  .max(20);
const input = z.record(z.string(), z.unknown()).default({});

/** A step by the key that says what it does. @public */
export const playStepSchemas = {
  action: z.strictObject({
    ...everyStep,
    action: actionIdSchema,
    with: input,
    retry: z
      .strictObject({
        times: z.number().int().min(0).max(20),
        everySeconds: z.number().int().min(1).max(3600).default(5),
      })
      .default({ times: 3, everySeconds: 5 }),
    timeoutSeconds: z.number().int().min(1).max(600).default(30),
    onFailure: otherwiseSchema.default('stop'),
  }),
  wait: z.strictObject({
    ...everyStep,
    wait: z.strictObject({
      minutes,
      onlyIf: expressionSchema.nullable().default(null),
    }),
  }),
  waitFor: z.strictObject({
    ...everyStep,
    waitFor: z
      .strictObject({
        until: expressionSchema.nullable().default(null),
        event: z.enum(playEvents).nullable().default(null),
        withinMinutes: minutes,
        otherwise: otherwiseSchema.default('continue'),
      })
      .refine(
        ({ until, event }) => until !== null || event !== null,
        'must say what it waits for: until or event',
      ),
  }),
  approve: z.strictObject({
    ...everyStep,
    approve: z.strictObject({
      by: people,
      question: templateSchema(1000),
      withinMinutes: minutes.default(60),
      otherwise: otherwiseSchema.default('stop'),
    }),
  }),
  tickOff: z.strictObject({
    ...everyStep,
    tickOff: z.strictObject({
      by: people,
      text: templateSchema(1000),
      withinMinutes: minutes.default(1440),
      otherwise: otherwiseSchema.default('continue'),
    }),
  }),
  parallel: z.strictObject({
    ...everyStep,
    parallel: z.strictObject({
      join: z.enum(['all', 'any', 'first']).default('all'),
      branches: z.array(stepsSchema).min(2).max(10),
    }),
  }),
  choose: z.strictObject({
    ...everyStep,
    choose: z
      .array(z.strictObject({ when: expressionSchema, steps: stepsSchema }))
      .min(1)
      .max(10),
    otherwise: stepsSchema.default([]),
  }),
  forEach: z.strictObject({
    ...everyStep,
    forEach: z.strictObject({
      in: expressionSchema,
      as: name,
      atOnce: z.number().int().min(1).max(20).default(1),
      steps: stepsSchema,
    }),
  }),
  repeat: z.strictObject({
    ...everyStep,
    repeat: z.strictObject({
      everyMinutes: z.number().min(0).max(thirtyDays),
      until: expressionSchema.nullable().default(null),
      times: z.number().int().min(1).max(100),
      withinMinutes: minutes.default(1440),
      steps: stepsSchema,
    }),
  }),
  call: z.strictObject({
    ...everyStep,
    call: z.strictObject({ play: textSchema(100), with: input }),
  }),
  stop: z.strictObject({
    ...everyStep,
    stop: z.strictObject({
      outcome: z.enum(['succeeded', 'failed']).default('succeeded'),
      because: templateSchema(500),
    }),
  }),
};

/** What a step does. @public */
export type StepKind = keyof typeof playStepSchemas;
/** @public */
export const stepKinds: readonly StepKind[] = [
  'action',
  'wait',
  'waitFor',
  'approve',
  'tickOff',
  'parallel',
  'choose',
  'forEach',
  'repeat',
  'call',
  'stop',
];

/** @public */
export const playStepSchema: z.ZodType<PlayStep> = z.lazy(() =>
  z.union([
    playStepSchemas.action,
    playStepSchemas.wait,
    playStepSchemas.waitFor,
    playStepSchemas.approve,
    playStepSchemas.tickOff,
    playStepSchemas.parallel,
    playStepSchemas.choose,
    playStepSchemas.forEach,
    playStepSchemas.repeat,
    playStepSchemas.call,
    playStepSchemas.stop,
  ]),
);

/** The key that says what a step does; undefined for what is none. @public */
export const stepKindOf = (step: object): StepKind | undefined =>
  stepKinds.find(kind => Object.hasOwn(step, kind));
