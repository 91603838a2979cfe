import {
  NamedRef,
  RunAnswer,
  StepKind,
  StepState,
} from '@muster/backstage-plugin-incidents-common';
import { PlayContext, PlayLanguage } from '../../ports';

/** What a step keeps besides its state; instants are ISO texts, since it is stored as JSON. */
export interface StepData {
  /** Whom it asks what: refs of people and groups. */
  readonly asks?: { readonly of: readonly string[]; readonly text: string };
  readonly answer?: {
    readonly answer: RunAnswer;
    readonly by: NamedRef;
    readonly note: string;
  };
  /** Of `forEach`: the values, as they were when it began. */
  readonly values?: readonly unknown[];
  /** Of `repeat`: the round that runs or ran last, 0 the first. */
  readonly round?: number;
  /** Of `choose`: the branch that was chosen, 0 the first; `otherwise`. */
  readonly branch?: number | 'otherwise';
  /** Of `call`: the play, and the run that was started. */
  readonly called?: { readonly play: string; readonly runId?: string };
  /** Of `stop`. */
  readonly stops?: 'succeeded' | 'failed';
  /** Of `wait`: its condition no longer held, so the rest of its list is passed over. */
  readonly endsList?: boolean;
  /** Of `waitFor`: what has happened, in words. */
  readonly happened?: string;
  /** Of an action: its effect lies outside of our database. */
  readonly isOutside?: true;
  /** Of an action: how often its process has died over it. */
  readonly deaths?: number;
  /** When a condition is looked at again although nothing has happened. */
  readonly lookAt?: string;
}

/** A step that has had its turn. All that is known of a run is in these: what has no record has not begun. */
export interface StepRecord {
  /** Unique within the run, and the same in each run: `executives`, `each[2].page`, `ask[otherwise].page`, `onFailure.tell`. */
  readonly path: string;
  /** In which order they have begun, from 1. */
  readonly position: number;
  readonly kind: StepKind;
  readonly state: StepState;
  /** Attempts so far. */
  readonly attempt: number;
  /** Grows only when a person has it run again: part of its idempotency key. */
  readonly generation: number;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** When it goes on, or gives up waiting. */
  readonly dueAt: Date | null;
  /** While an attempt runs: its process is taken for dead afterwards. */
  readonly leaseUntil: Date | null;
  /** What it waits for, how it ended, why it was passed over; a sentence without full stop. */
  readonly text: string;
  readonly input: unknown;
  readonly output: unknown;
  readonly data: StepData;
}

/** The steps of a run by path. */
export type StepRecords = ReadonlyMap<string, StepRecord>;

/** What decisions need to know of a run besides its steps. */
export interface RunFacts {
  readonly deadlineAt: Date;
  /** Grows when a person has steps run again. */
  readonly generation: number;
  /** It has failed, and its `onFailure` steps run. */
  readonly failing: Failing | null;
}

/** Since when a run is failing, and why. */
export interface Failing {
  readonly at: Date;
  readonly because: string;
}

/** The world as a decision sees it. */
export interface World {
  readonly now: Date;
  /** Its incident is over. */
  readonly incidentResolved: boolean;
  readonly language: Pick<PlayLanguage, 'holds' | 'value' | 'fill' | 'resolve'>;
  /** Everything of the context but `steps` and loop values, which decisions add themselves. */
  readonly context: PlayContext;
}

const endedStates: readonly StepState[] = [
  'succeeded',
  'failed',
  'passed-over',
  'cancelled',
];

/** Whether a step has come to its end. */
export const hasEnded = ({ state }: Pick<StepRecord, 'state'>): boolean =>
  endedStates.includes(state);

/** Kinds whose steps are in them. */
const containers: readonly StepKind[] = [
  'parallel',
  'choose',
  'forEach',
  'repeat',
];

/** Whether a step has others in it. */
export const isContainer = ({ kind }: Pick<StepRecord, 'kind'>): boolean =>
  containers.includes(kind);

/** A step with its end. */
export const ended = (
  record: StepRecord,
  state: 'succeeded' | 'failed' | 'passed-over' | 'cancelled',
  text: string,
  now: Date,
): StepRecord => ({
  ...record,
  state,
  text,
  endedAt: now,
  dueAt: null,
  leaseUntil: null,
});
