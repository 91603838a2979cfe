import { Move, sequenceFrom, World } from './sequence';

/**
 * Somebody who can be woken must be paged within so many minutes of the trigger; what comes later does not
 * count as reached.
 */
export const reachedWithinMinutes = 60;

/** A span of triggers, `[start, end)` in milliseconds, and why it is as it is. */
export interface Hole {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

/** Spans after whose triggers nobody is woken (`holes`), or nobody but the catch-all (`thin`). */
export interface Proof {
  readonly holes: readonly Hole[];
  readonly thin: readonly Hole[];
}

/**
 * Proves whether a policy wakes somebody whenever an incident is triggered in a range. Exact to the
 * millisecond: it goes from change to change, not in steps.
 *
 * @param wakes - whether a page of this move would wake this person
 * @param inWords - why a move wakes nobody, as part of a sentence
 */
export function proofOf(
  world: World,
  range: { readonly from: number; readonly to: number },
  wakes: (move: Move, person: string) => boolean,
  inWords: (move: Move) => string,
): Proof {
  const holes: Hole[] = [];
  const thin: Hole[] = [];
  const isReaching = (move: Move): boolean => {
    const isAwake = (person: string) => wakes(move, person);
    // Whose turn it will be is not known: whoever it is must be woken.
    return world.policy.steps.at(move.position.step)?.pick === 'next'
      ? move.people.length > 0 && move.people.every(isAwake)
      : move.people.some(isAwake);
  };
  for (let trigger = range.from; trigger < range.to;) {
    const limit = trigger + reachedWithinMinutes * 60_000;
    const { moves, alikeUntil } = sequenceFrom(world, trigger, limit);
    const end = Math.min(range.to, alikeUntil);
    const reaching = moves.find(isReaching);
    if (!reaching || reaching.kind === 'catch-all') {
      const idle = moves.filter(move => move !== reaching);
      add(reaching ? thin : holes, {
        start: trigger,
        end,
        reason: sentenceOf(idle.map(inWords)),
      });
    }
    trigger = end;
  }
  return { holes, thin };
}

function sentenceOf(parts: readonly string[]): string {
  const all = [...new Set(parts)].join('; ');
  return all.charAt(0).toUpperCase() + all.slice(1);
}

/** Adds a span, joined with the one before where they touch and have the same reason. */
function add(spans: Hole[], span: Hole): void {
  const last = spans.at(-1);
  if (last && last.end === span.start && last.reason === span.reason) {
    spans[spans.length - 1] = { ...last, end: span.end };
  } else spans.push(span);
}
