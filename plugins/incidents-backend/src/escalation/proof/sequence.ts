import {
  PolicySnapshot,
  Severity,
} from '@muster/backstage-plugin-incidents-common';
import { standingOf, WaitingFor } from '../conditions';
import { delayAfter, isCatchAll, nextPosition, Position } from '../model';
import { decideStep } from '../moves';
import { Reach } from './PeopleAhead';

const minute = 60_000;

/** What a sequence asks of the world. */
export interface World {
  readonly policy: PolicySnapshot;
  /** Of the incident; it stays as it is. */
  readonly severity: Severity;
  /** Whom the step at a position reaches at an instant (milliseconds); the catch-all's position included. */
  reach(position: Position, at: number): Reach;
}

/** One move of an escalation that nobody answers. */
export interface Move {
  readonly kind: 'page' | 'pass' | 'wait' | 'catch-all';
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly position: Position;
  readonly people: readonly string[];
  /** Of `wait`: what for, and until when; `Infinity`: nobody knows. */
  readonly waiting?: { readonly for: WaitingFor; readonly until: number };
  /** Of `pass`: why, as part of a sentence. */
  readonly because?: string;
}

/** What happens after a trigger that nobody answers. */
export interface Sequence {
  readonly moves: readonly Move[];
  /** For every trigger from this one until then the same people are paged by the same moves. */
  readonly alikeUntil: number;
}

/**
 * Runs a policy from a trigger on, as if nobody ever answered and its one alert stayed the only one.
 *
 * Every answer of the world holds for some time, and so do the moves made from it: as long as each of
 * them, moved along with the trigger, still falls into the span of its answer. Waiting for an opening is
 * what stops the moving along: whatever follows happens at the same instant for every trigger.
 *
 * @param trigger - milliseconds since the epoch
 * @param limit - moves later than this are left out
 */
export function sequenceFrom(
  { policy, severity, reach }: World,
  trigger: number,
  limit: number,
): Sequence {
  const moves: Move[] = [];
  let position: Position = { step: 0, loop: 0 };
  let at = trigger;
  let movesAlong = true;
  let alikeUntil = Infinity;
  const holdsUntil = (until: number) => {
    if (movesAlong) alikeUntil = Math.min(alikeUntil, trigger + until - at);
  };
  while (at <= limit) {
    if (isCatchAll(policy, position)) {
      const { people, until } = reach(position, at);
      holdsUntil(until);
      moves.push({ kind: 'catch-all', at, position, people });
      return { moves, alikeUntil };
    }
    const step = policy.steps[position.step];
    const standing = standingOf(step, {
      at: new Date(at),
      severity,
      alertsWithin: () => 1,
    });
    holdsUntil(standing.until);
    if (standing.kind === 'waits') {
      const { until, waitsFor } = standing;
      moves.push({
        kind: 'wait',
        at,
        position,
        people: [],
        waiting: { for: waitsFor, until },
      });
      at = until;
      movesAlong = false;
      continue;
    }
    const reached =
      standing.kind === 'runs'
        ? reach(position, at)
        : { people: [], until: Infinity };
    holdsUntil(reached.until);
    const { people } = reached;
    if (decideStep(step, standing, people.length) === 'page') {
      moves.push({ kind: 'page', at, position, people });
      at += delayAfter(policy, position) * minute;
    } else {
      const because =
        standing.kind === 'passed' ? standing.because : 'reaches nobody';
      moves.push({ kind: 'pass', at, position, people: [], because });
    }
    position = nextPosition(policy, position);
  }
  // A later trigger sees further, so that what happens at a fixed instant comes into its sight.
  if (!movesAlong && at !== Infinity) {
    alikeUntil = Math.min(alikeUntil, at - (limit - trigger));
  }
  return { moves, alikeUntil };
}
