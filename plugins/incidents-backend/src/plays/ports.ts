import {
  Actor,
  NamedRef,
  PlayActionInfo,
  PlayDocument,
  PlayFault,
  TimelineEntry,
  Trigger,
} from '@muster/backstage-plugin-incidents-common';
import { Permission } from '@backstage/plugin-permission-common';
import { ActionContext, ActionPlan } from '../platform/roomAction';
import { Tx } from '../platform/database';
import { Looks } from './context/looks';

// What the parts of this room ask of each other. Each part has a folder: language, actions, book, triggers, run, trials.

/** Under whose authority a run acts (domain.md, Plays). */
export type Authority =
  | { readonly kind: 'person'; readonly person: NamedRef }
  | {
      readonly kind: 'play';
      readonly approvedBy: NamedRef;
      /** An admin approved it: also for incidents of other teams. */
      readonly everywhere: boolean;
    };

/** A version of a play as runs use it. */
export interface PlayVersionRecord {
  readonly playId: string;
  readonly version: number;
  readonly document: PlayDocument;
  /** Ids, with versions, of the actions that it may use: those that were approved. */
  readonly actions: readonly string[];
  readonly hash: string;
  readonly approvedBy: NamedRef | null;
  readonly everywhere: boolean;
}

/** A play that may start by itself: enabled, with the version that was approved. */
export interface EnabledPlay extends PlayVersionRecord {
  readonly enabledAt: Date;
}

// —— language ——————————————————————————————————————————————————————————————

/** The values that expressions and templates see: plain data, as docs/plays.md lists it. */
export type PlayContext = Readonly<Record<string, unknown>>;

/** Reads, checks and evaluates what is written in plays. Pure: no clock, no I/O. */
export interface PlayLanguage {
  /** A text as a play; every fault at once, with line and column. Actions get the version that is newest now. */
  read(
    source: string,
    actions: readonly PlayActionInfo[],
  ): {
    readonly faults: readonly PlayFault[];
    /** Null when there are faults. */
    readonly document: PlayDocument | null;
    /** Ids with versions of the actions that it uses. */
    readonly actions: readonly string[];
  };
  /** Whether a CEL condition holds. @throws Error in words for people when it cannot be evaluated, or is no yes or no */
  holds(expression: string, context: PlayContext): boolean;
  /** The value of a CEL expression, as plain data. @throws Error in words for people */
  value(expression: string, context: PlayContext): unknown;
  /** Fills in a template. @throws Error in words, also for one that is too long (1 MB) or takes too long */
  fill(template: string, context: PlayContext): string;
  /** An input with all its templates filled in and its `{ cel: … }` evaluated. @throws Error naming the field */
  resolve(input: unknown, context: PlayContext): unknown;
}

/** What a run or a trial is about. */
export interface PlaySubject {
  readonly incidentId: number | null;
  readonly entityRef: string | null;
  /** `trigger` of the context: `{ event, at, … }`. */
  readonly trigger: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Reads incident, entity with its relations, who is on call, alerts: everything of the context but `steps` and loop values. */
export interface ContextReader {
  /**
   * @param run - left out where none has been started yet
   * @param looks - what of it is looked at; what is not may be left as if there were none
   */
  read(
    subject: PlaySubject,
    at: Date,
    run?: { readonly id: string; readonly startedBy: string },
    looks?: Looks,
  ): Promise<PlayContext>;
}

// —— actions ———————————————————————————————————————————————————————————————

/** For whom a run does something. */
export interface PlayActionContext extends Omit<ActionContext, 'who' | 'data'> {
  readonly authority: Authority;
  readonly runId: string;
  /** Of the step: `executives`. */
  readonly path: string;
  readonly playName: string;
  readonly version: number;
  /** What this version may use (`PlayVersionRecord.actions`); in a trial, what its text uses. */
  readonly actions: readonly string[];
  /** The group that owns the play. */
  readonly ownerRef: string;
}

/** An action that is done within a transaction of ours: exactly once. */
export interface InsideAction {
  readonly kind: 'inside';
  readonly info: PlayActionInfo;
  /** What the portal's policy is asked for when a person starts a run that uses it; undefined for a look-up. */
  readonly permission?: Permission;
  /** @throws InputError for an input that does not fit, naming fields */
  plan(
    input: unknown,
    context: PlayActionContext,
  ): Promise<ActionPlan<unknown>>;
}

/** What became of an action outside. */
export type OutsideResult =
  | { readonly outcome: 'succeeded'; readonly output: unknown }
  | {
      readonly outcome: 'failed';
      readonly detail: string;
      /** Trying again may help. */
      readonly retry: boolean;
      /** Seconds that the other side asks to be left alone. */
      readonly retryAfterSeconds?: number;
    };

/** An action whose effect lies outside of our database: an HTTP request, an action of another plugin. */
export interface OutsideAction {
  readonly kind: 'outside';
  readonly info: PlayActionInfo;
  /** Whether doing it twice with this very input is doing it once. Left out: `info.idempotent`. */
  isIdempotent?(input: unknown): boolean;
  /** What it would do, in sentences; undefined when that cannot be told. */
  simulate(
    input: unknown,
    context: PlayActionContext,
  ): Promise<readonly string[] | undefined>;
  /** Does it; ends when `signal` is aborted. Its faults are results, not throws. */
  run(
    input: unknown,
    context: PlayActionContext & { readonly signal: AbortSignal },
  ): Promise<OutsideResult>;
}

export type PlayAction = InsideAction | OutsideAction;

/** Everything that plays may do here and now. */
export interface ActionCatalog {
  list(): Promise<readonly PlayActionInfo[]>;
  /** By id with version; undefined for one that is not installed. */
  find(id: string): Promise<PlayAction | undefined>;
  /** An input as a log may show it: secrets left out, long texts cut. */
  redact(id: string, input: unknown): unknown;
}

// —— book ——————————————————————————————————————————————————————————————————

/** What runs and triggers ask of the plays that there are. */
export interface PlayShelf {
  /** @throws NotFoundError */
  version(playId: string, version: number): Promise<PlayVersionRecord>;
  /** All that may start by themselves, from a short memory: a storm asks for each incident. */
  enabled(): Promise<readonly EnabledPlay[]>;
  /** The approved version of a play by its id or name; undefined when it has none, is paused or was removed. */
  startable(idOrName: string): Promise<EnabledPlay | undefined>;
  /** An enabled play by its id, past the memory: for what can be asked once only. */
  enabledNow(playId: string): Promise<EnabledPlay | undefined>;
  /** Why all automation is paused; null when it is not. */
  paused(): Promise<string | null>;
}

// —— run ———————————————————————————————————————————————————————————————————

/** A run to be started. */
export interface RunRequest {
  readonly play: PlayVersionRecord;
  readonly subject: PlaySubject;
  /** What started it, in words: `INC-7 was triggered`. */
  readonly because: string;
  readonly startedBy: Actor;
  readonly authority: Authority;
  /** It starts once per key and play; null: whenever asked. */
  readonly onceKey: string | null;
  /** Ids of the plays whose doing led to it, the first first. */
  readonly chain: readonly string[];
  readonly caller?: { readonly runId: string; readonly path: string };
}

/** Starts runs. */
export interface RunStarter {
  /**
   * Writes the run with its timeline entry, and wakes the runner; all with `tx`. Beyond the play's limits, or when plays have
   * led to plays too often, it is refused instead, which `RunRefusals` keeps.
   *
   * @returns its id; or that of the run which has this once-key already, and that nothing was started; or why it was refused
   */
  start(tx: Tx, request: RunRequest): Promise<StartedRun>;
}

/** What became of a run that was to be started. */
export interface StartedRun {
  /** Null when it was refused. */
  readonly runId: string | null;
  readonly started: boolean;
  /** Why, a sentence. */
  readonly refused?: string;
}

/** What happened, as triggers and waiting steps look at it. */
export interface PlayHappening {
  readonly event: Trigger['event'];
  readonly at: Date;
  /** In words: `Ana Ruiz acknowledged`. */
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What happens to incidents goes on to the runs that wait for it. */
export interface RunFollower {
  /** May be told of the same twice. */
  happened(
    incidentId: number,
    happenings: readonly PlayHappening[],
  ): Promise<void>;
}

/** What the book tells triggers of its plays. */
export interface PlayWatcher {
  /** A play is enabled from now on, or in another version, with `tx`. */
  enabled(tx: Tx, playId: string, document: PlayDocument): Promise<void>;
  /** It starts by itself no more, with `tx`. */
  stopped(tx: Tx, playId: string): Promise<void>;
}

/** What is kept of a run when it has ended. */
export interface EndedRun {
  readonly runId: string;
  readonly playId: string;
  readonly playName: string;
  readonly ownerRef: string;
  readonly state: 'succeeded' | 'failed' | 'cancelled';
  /** How it ended, a sentence. */
  readonly text: string;
  readonly incidentId: number | null;
}

/** What follows from the end of a run: how its play is doing, and that its owner is told of a failure. The book implements it. */
export interface RunEndings {
  /** Called with the `tx` that ends the run; again when it was run again and ended again. */
  ended(tx: Tx, run: EndedRun): Promise<void>;
}

/** Keeps what was to be run and could not: too deep a chain, too many in an hour, a condition that throws. The book implements it. */
export interface RunRefusals {
  /** Writes a run that has failed at once, with why; its owner is told, at most once in an hour per play. */
  refuse(tx: Tx, request: RunRequest, because: string): Promise<void>;
}

/** Cancels runs before their play is removed. The runner implements it. */
export interface RunCanceller {
  /** All that have not ended, each in a transaction of its own. */
  cancelAll(playId: string, by: Actor): Promise<void>;
}

// —— triggers ——————————————————————————————————————————————————————————————

/** What timeline entries and entities mean to plays; for triggers, and for those who foresee or replay them. */
export interface TriggerRules {
  /** What happened to an incident, of entries in their order. */
  happeningsOf(entries: readonly TimelineEntry[]): readonly PlayHappening[];
  /** Whether a trigger looks at a happening. */
  answers(trigger: Trigger, happening: PlayHappening): boolean;
  /** Whether a play looks at incidents of an entity; in words when not: `Checkout is not Search's`. */
  reaches(
    play: Pick<PlayVersionRecord, 'document' | 'everywhere'>,
    entityRef: string,
  ): Promise<{ readonly reaches: boolean; readonly because: string }>;
}

/** Plays that wait for something to start in an incident. */
export interface PlaysAhead {
  of(incidentId: number): Promise<
    readonly {
      readonly play: { readonly id: string; readonly name: string };
      /** `when nobody has acknowledged for 10 minutes` */
      readonly text: string;
      readonly at: Date | null;
    }[]
  >;
}
