import { Actor } from '@muster/backstage-plugin-incidents-common';

/** What is replayed: an entry of a timeline, whichever it is of. */
export interface ReplayEntry {
  readonly at: string;
  /** A sentence; plain text. */
  readonly text: string;
  readonly actor: Actor;
}

/** How many times faster than it was. */
export const speeds = [1, 10, 60] as const;
export type Speed = (typeof speeds)[number];

/** A stretch in which nothing happens takes so long at most, when it is shortened. */
const quietMillis = 3_000;

/** A replay, ready to be asked about any of its moments; these are milliseconds since its first entry. */
export class Story {
  readonly entries: readonly ReplayEntry[];
  readonly startsAt: number;
  /** Of each entry, in order. */
  readonly moments: readonly number[];

  /** @param entries - in any order, at least one */
  constructor(entries: readonly ReplayEntry[]) {
    this.entries = [...entries].sort(
      (a, b) => Date.parse(a.at) - Date.parse(b.at),
    );
    this.startsAt = Date.parse(this.entries[0].at);
    this.moments = this.entries.map(({ at }) => Date.parse(at) - this.startsAt);
  }

  /** When the last entry happens. */
  get end(): number {
    return this.moments[this.moments.length - 1];
  }

  /** How many entries have happened at a moment. */
  happened(moment: number): number {
    const next = this.moments.findIndex(at => at > moment);
    return next === -1 ? this.moments.length : next;
  }

  /** The moment at which the next entry happens; the end when there is none. */
  after(moment: number): number {
    return this.moments.find(at => at > moment) ?? this.end;
  }

  /** The moment of the entry before the one that is shown; the beginning when there is none. */
  before(moment: number): number {
    return this.moments.filter(at => at < moment).at(-1) ?? 0;
  }

  /** Where a replay is after some time of watching. */
  advanced(
    moment: number,
    watchedMillis: number,
    speed: Speed,
    skipQuiet: boolean,
  ): number {
    const next = this.after(moment);
    const from = skipQuiet
      ? Math.max(moment, next - quietMillis * speed)
      : moment;
    return Math.min(this.end, from + watchedMillis * speed);
  }
}

/** What somebody had done until a moment. */
export interface Deed {
  readonly actor: Actor;
  /** The last of it. */
  readonly text: string;
  readonly at: string;
  readonly count: number;
}

/** Who did what, who acted last first; people only, machines have the list of what happened. */
export function deedsOf(entries: readonly ReplayEntry[]): readonly Deed[] {
  const deeds = new Map<string, Deed>();
  for (const { actor, text, at } of entries) {
    if (actor.kind !== 'person') continue;
    const key = actor.ref ?? actor.name;
    const count = (deeds.get(key)?.count ?? 0) + 1;
    // Anew at the end: the map's order is that of the last deeds.
    deeds.delete(key);
    deeds.set(key, { actor, text, at, count });
  }
  return [...deeds.values()].reverse();
}
