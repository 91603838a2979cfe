import {
  PolicySnapshot,
  Step,
} from '@muster/backstage-plugin-incidents-common';
import { Circumstances, Standing, standingOf, WaitingFor } from './conditions';
import { isCatchAll, nextPosition, Position } from './model';

/** A step that is passed over, and why, as part of a sentence. */
export interface Passed extends Position {
  readonly because: string;
}

/** What happens next. `passed` are the steps passed over on the way, in their order. */
export type Move<P> =
  | {
      readonly kind: 'page';
      readonly at: Position;
      /** Empty only for a step that waits out its delay although it reaches nobody. */
      readonly people: readonly P[];
      readonly passed: readonly Passed[];
    }
  | {
      readonly kind: 'wait';
      readonly at: Position;
      readonly waitsFor: WaitingFor;
      /** Null: until alerts come. */
      readonly until: Date | null;
      readonly passed: readonly Passed[];
    }
  | {
      readonly kind: 'catch-all';
      readonly at: Position;
      readonly passed: readonly Passed[];
    };

/** Before the first step. */
export const beginning: Position = { step: -1, loop: 0 };

/** What becomes of one step, as its conditions stand, when it reaches so many people. */
export function decideStep(
  { whenNobody }: Step,
  standing: Standing,
  reached: number,
): 'page' | 'wait' | 'pass' {
  if (standing.kind === 'waits') return 'wait';
  if (standing.kind === 'passed') return 'pass';
  return reached > 0 || whenNobody === 'wait' ? 'page' : 'pass';
}

/**
 * What happens next from the position that was dealt with last. A step that does not apply or reaches nobody
 * is passed over at once (domain.md, `whenNobody: next`); a whole pass of such steps ends in the catch-all,
 * since what reaches nobody now does so in the next pass too.
 *
 * @param reach - whom a step reaches now; asked only of steps that may run
 * @param forced - somebody escalated now: the next step does not wait for hours or alerts
 */
export async function nextMove<P>(
  policy: PolicySnapshot,
  last: Position,
  now: Circumstances,
  reach: (step: Step, index: number) => Promise<readonly P[]>,
  forced = false,
): Promise<Move<P>> {
  const passed: Passed[] = [];
  let at = nextPosition(policy, last);
  while (!isCatchAll(policy, at) && passed.length < policy.steps.length) {
    const step = policy.steps[at.step];
    const standing = standingOf(step, now);
    if (standing.kind === 'waits' && !forced) {
      const { waitsFor, until } = standing;
      return {
        kind: 'wait',
        at,
        waitsFor,
        until: until === Infinity ? null : new Date(until),
        passed,
      };
    }
    const people = standing.kind === 'passed' ? [] : await reach(step, at.step);
    const runs: Standing =
      standing.kind === 'waits' ? { kind: 'runs', until: Infinity } : standing;
    if (decideStep(step, runs, people.length) === 'page') {
      return { kind: 'page', at, people, passed };
    }
    passed.push({
      ...at,
      because:
        standing.kind === 'passed' ? standing.because : 'reaches nobody now',
    });
    at = nextPosition(policy, at);
  }
  return {
    kind: 'catch-all',
    at: { step: policy.steps.length, loop: (passed.at(-1) ?? last).loop },
    passed,
  };
}

/** One of several people in turn: ordered by ref, so that everybody who looks agrees. */
export function inTurn<P extends { readonly ref: string }>(
  people: readonly P[],
  turnsTaken: number,
): readonly P[] {
  const ordered = [...people].sort((a, b) => (a.ref < b.ref ? -1 : 1));
  return ordered.length === 0 ? [] : [ordered[turnsTaken % ordered.length]];
}
