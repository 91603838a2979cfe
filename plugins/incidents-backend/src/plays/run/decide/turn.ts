import { PlayStep } from '@muster/backstage-plugin-incidents-common';
import { PlayContext } from '../../ports';
import { StepRecord } from './records';

/** How a list of steps stands. `stopped`: a step in it has ended the run. */
export type ListState = 'going' | 'succeeded' | 'failed' | 'stopped';

/** What a kind of step is given when it is looked at. Its expressions throw `ExpressionFault`. */
export interface Turn {
  readonly now: Date;
  /** The incident is over, and the step is not for that: nothing new begins in it. */
  readonly isOver: boolean;
  /** The incident is over. */
  readonly incidentResolved: boolean;
  holds(expression: string): boolean;
  value(expression: string): unknown;
  fill(template: string): string;
  resolve(input: unknown): unknown;
  /** Goes on with steps in this one. `loop`: names that they see besides. */
  list(
    at: number | 'otherwise',
    steps: readonly PlayStep[],
    loop?: PlayContext,
  ): ListState;
  /** Whether a step of the list at this number has had its turn. */
  hasBegun(at: number | 'otherwise'): boolean;
  /** Cancels what has not ended of the steps at these numbers. */
  cancel(at: number | 'otherwise', because: string): void;
}

/** An expression or a template that could not be evaluated, in words. The step has failed. */
export class ExpressionFault extends Error {}

/** What a step begins with. */
export type Beginning = Pick<StepRecord, 'state' | 'text'> &
  Partial<Pick<StepRecord, 'dueAt' | 'input' | 'output' | 'data'>>;

/** What a kind of step does. */
export interface StepRules<Step> {
  /** Its turn has come. */
  begin(step: Step, turn: Turn): Beginning;
  /** Looks whether it goes on; right after it has begun too. Left out: only facts move it. */
  goOn?(step: Step, record: StepRecord, turn: Turn): StepRecord;
}
