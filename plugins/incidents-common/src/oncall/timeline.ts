/** A span of one participant's duty, `[start, end)` in milliseconds; `end` is Infinity when it never ends. */
export interface Turn {
  /** A person's or a group's ref. */
  readonly participant: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Who is on call from an instant on: turns in order, disjoint, none empty, the first cut off at the
 * instant; gaps between them have nobody. They come one by one, perhaps without end, so that asking
 * about now costs the same whenever a rotation began.
 */
export type Timeline = (from: number) => Iterable<Turn>;

/** At each instant the first of the timelines that has somebody. */
export function firstOf(timelines: readonly Timeline[]): Timeline {
  const nobody: Timeline = () => [];
  return timelines.reduceRight((below, above) => over(above, below), nobody);
}

/** `above`, and in its gaps `below`. */
function over(above: Timeline, below: Timeline): Timeline {
  return function* merged(from) {
    let at = from;
    for (const turn of above(from)) {
      yield* between(below, at, turn.start);
      yield turn;
      at = turn.end;
    }
    yield* between(below, at, Infinity);
  };
}

/** The turns of a range, cut off at its ends. */
export function* between(
  timeline: Timeline,
  from: number,
  to: number,
): Iterable<Turn> {
  if (from >= to) return;
  for (const turn of timeline(from)) {
    if (turn.start >= to) return;
    yield turn.end > to ? { ...turn, end: to } : turn;
    if (turn.end >= to) return;
  }
}

/** Joins turns of the same participant that touch, so that each ends with a real change. */
export function unbroken(timeline: Timeline): Timeline {
  return function* joined(from) {
    let current: Turn | undefined;
    for (const turn of timeline(from)) {
      if (
        current?.participant === turn.participant &&
        current.end === turn.start
      ) {
        current = { ...current, end: turn.end };
      } else {
        if (current) yield current;
        current = turn;
      }
    }
    if (current) yield current;
  };
}
