/** What holds at an instant that was asked about, and on until `until`. */
export interface Lasting {
  /**
   * After the instant asked about, in milliseconds; Infinity when it holds for good. A lower bound: the
   * same may hold beyond it.
   */
  readonly until: number;
}

/** Answers for any one instant at a cost that does not depend on how far away it is. */
export type Ask<T extends Lasting> = (at: number) => T;

/** Who is on call: sorted, nobody twice; empty for nobody. */
export interface Standing extends Lasting {
  readonly people: readonly string[];
}

/** Who is on call at each instant. Layers, overrides and schedules are built by combining them. */
export type Timeline = Ask<Standing>;

/** A span in which the same people are on call, `[start, end)` in milliseconds. */
export interface Stretch {
  readonly people: readonly string[];
  readonly start: number;
  readonly end: number;
}

const noPeople: readonly string[] = [];

/** Nobody until an instant; ever, without one. */
export const nobody = (until = Infinity): Standing => ({
  people: noPeople,
  until,
});

/** Sorted by code unit, and each once. */
export const sortedPeople = (people: Iterable<string>): readonly string[] =>
  [...new Set(people)].sort();

export const samePeople = (
  a: readonly string[],
  b: readonly string[],
): boolean =>
  a === b ||
  (a.length === b.length && a.every((person, index) => person === b[index]));

/** The same answers; those of the last stretch are kept, so that walking along computes each only once. */
export function remembering<T extends Lasting>(ask: Ask<T>): Ask<T> {
  let last: T | undefined;
  let from = Infinity;
  return at => {
    if (last === undefined || at < from || at >= last.until) {
      last = ask(at);
      from = at;
    }
    return last;
  };
}

/** At each instant the first of the timelines that has somebody. */
export function firstOf(timelines: readonly Timeline[]): Timeline {
  return at => {
    let until = Infinity;
    for (const timeline of timelines) {
      const standing = timeline(at);
      until = Math.min(until, standing.until);
      if (standing.people.length > 0) return { people: standing.people, until };
    }
    return nobody(until);
  };
}

/** Everybody of all the timelines. */
export function together(timelines: readonly Timeline[]): Timeline {
  const [only] = timelines;
  if (only && timelines.length === 1) return only;
  return at => {
    const standings = timelines.map(timeline => timeline(at));
    return {
      people: sortedPeople(standings.flatMap(({ people }) => people)),
      until: Math.min(...standings.map(({ until }) => until)),
    };
  };
}

/** The timeline within `[from, to)`, and nobody outside. */
export function cut(timeline: Timeline, from: number, to: number): Timeline {
  if (from === -Infinity && to === Infinity) return timeline;
  return at => {
    if (at >= to || from >= to) return nobody();
    if (at < from) return nobody(from);
    const { people, until } = timeline(at);
    return { people, until: Math.min(until, to) };
  };
}

/**
 * The stretches of `[from, to)` in order, without holes: each as long as it can be, so that it ends
 * with a real change. Those with nobody are among them.
 */
export function* stretches(
  timeline: Timeline,
  from: number,
  to: number,
): Iterable<Stretch> {
  let current: Stretch | undefined;
  for (let at = from; at < to;) {
    const { people, until } = timeline(at);
    if (until <= at)
      throw new Error(`The calculator does not advance at ${at}`);
    const end = Math.min(until, to);
    if (current && samePeople(current.people, people)) {
      current = { ...current, end };
    } else {
      if (current) yield current;
      current = { people, start: at, end };
    }
    at = until;
  }
  if (current) yield current;
}
