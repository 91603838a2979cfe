import { IANAZone } from 'luxon';

/**
 * A date and time on a wall clock, as the milliseconds since the epoch at which a clock in UTC shows
 * it. Adding days to it is plain arithmetic, because a wall clock's days all have 24 hours.
 */
export type LocalTime = number;

/** A span of time in which a zone keeps one offset: `[start, end)`, all in milliseconds. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  /** What is added to an instant to get its local time; positive east of Greenwich. */
  readonly offset: number;
}

const second = 1000;
/** No wall clock is further than this from UTC. */
const farthestOffset = 24 * 3600 * second;
/** No zone changes its offset twice within two days; the closest pair on record is four days apart. */
const sampleStep = 2 * 24 * 3600 * second;
/** Offset changes are looked up and remembered for this much time at once: 64 days. */
const blockLength = 32 * sampleStep;
/** So much of one zone, 175 years, is remembered; then it begins anew. */
const mostBlocks = 1000;

/** The last that a JavaScript date can hold. */
const lastInstant = 8.64e15;
/** As in `1/1/1960, GMT-00:44:30`. */
const shownOffset = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/;

const blockOf = (instant: number): number => Math.floor(instant / blockLength);

/**
 * The wall clock of a time zone: what it shows when, and when it shows something for the first time
 * (rules 2 and 3 of conformance/README.md).
 *
 * The zone data is this runtime's own. Looking up an offset there is slow, so that changes of offset
 * are found once and remembered.
 */
export class WallClock {
  static readonly #clocks = new Map<string, WallClock>();

  readonly #format: Intl.DateTimeFormat;
  readonly #blocks = new Map<number, readonly Stretch[]>();

  private constructor(zone: string) {
    if (!IANAZone.isValidZone(zone)) {
      throw new RangeError(
        `'${zone}' is not an IANA time zone known to this runtime`,
      );
    }
    // Ten times as quick as asking for the fields of the date, which is how luxon finds an offset.
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      timeZoneName: 'longOffset',
    });
  }

  /** The wall clock of a zone. @throws RangeError for a zone that this runtime does not know */
  static in(zone: string): WallClock {
    let clock = WallClock.#clocks.get(zone);
    if (!clock) {
      clock = new WallClock(zone);
      WallClock.#clocks.set(zone, clock);
    }
    return clock;
  }

  /**
   * The first instant at which the clock shows `local`; when a change skips `local`, the first instant
   * after the gap. A later local time never has an earlier instant.
   */
  firstInstant(local: LocalTime): number {
    for (let block = blockOf(local - farthestOffset); ; block++) {
      for (const { start, end, offset } of this.#stretches(block)) {
        const instant = Math.max(start, local - offset);
        if (instant < end) return instant;
      }
    }
  }

  /**
   * The last instant at which the clock shows `local`; when a change skips `local`, the first instant
   * after the gap. A later local time never has an earlier instant.
   */
  lastInstant(local: LocalTime): number {
    const first = blockOf(local - farthestOffset);
    for (let block = blockOf(local + farthestOffset); block >= first; block--) {
      const stretches = this.#stretches(block);
      for (let index = stretches.length - 1; index >= 0; index--) {
        const { start, end, offset } = stretches[index];
        const instant = local - offset;
        if (instant >= start && instant < end) return instant;
      }
    }
    return this.firstInstant(local);
  }

  /**
   * The furthest local time that the clock has shown up to an instant. Where an hour repeats, the clock
   * falls behind it; so `firstInstant(local) <= instant` exactly when `local <= furthestLocal(instant)`.
   */
  furthestLocal(instant: number): LocalTime {
    let furthest = -Infinity;
    const last = blockOf(instant);
    for (
      let block = blockOf(instant - 2 * farthestOffset);
      block <= last;
      block++
    ) {
      for (const { start, end, offset } of this.#stretches(block)) {
        if (start > instant) break;
        furthest = Math.max(furthest, Math.min(instant, end - 1) + offset);
      }
    }
    return furthest;
  }

  #stretches(block: number): readonly Stretch[] {
    let stretches = this.#blocks.get(block);
    if (!stretches) {
      if (this.#blocks.size >= mostBlocks) this.#blocks.clear();
      stretches = this.#findStretches(block * blockLength);
      this.#blocks.set(block, stretches);
    }
    return stretches;
  }

  #findStretches(blockStart: number): Stretch[] {
    const blockEnd = blockStart + blockLength;
    const stretches: Stretch[] = [];
    let start = blockStart;
    let offset = this.#offsetAt(start);
    for (let at = blockStart; at < blockEnd; at += sampleStep) {
      const next = this.#offsetAt(at + sampleStep);
      if (next === offset) continue;
      const end = this.#findChange(at, at + sampleStep);
      if (end === blockEnd) break;
      stretches.push({ start, end, offset });
      start = end;
      offset = next;
    }
    return [...stretches, { start, end: blockEnd, offset }];
  }

  /** The change of offset between two instants, to the second. */
  #findChange(before: number, after: number): number {
    const offset = this.#offsetAt(before);
    let [low, high] = [before / second, after / second];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#offsetAt(middle * second) === offset) low = middle;
      else high = middle;
    }
    return high * second;
  }

  #offsetAt(instant: number): number {
    if (Math.abs(instant) > lastInstant) {
      throw new RangeError('The instant lies outside what a calendar can show');
    }
    const [, sign, hours, minutes, seconds = '0'] =
      shownOffset.exec(this.#format.format(instant)) ?? [];
    // UTC itself is shown as plain GMT.
    if (sign === undefined) return 0;
    const length =
      Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    return (sign === '-' ? -length : length) * second;
  }
}
