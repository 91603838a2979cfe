/**
 * The one clock. Everything that asks what time it is asks this, so that tests move time by hand
 * and replicas agree with each other.
 */
export interface Clock {
  /** The present instant, in the database's time. */
  now(): Date;
}

const minute = 60_000;

/** `minutes` after `at` (before, when negative). */
export const addMinutes = (at: Date, minutes: number): Date =>
  new Date(at.getTime() + minutes * minute);

/** `seconds` after `at` (before, when negative). */
export const addSeconds = (at: Date, seconds: number): Date =>
  new Date(at.getTime() + seconds * 1000);

/** Whole and broken seconds from `from` to `to`. */
export const secondsBetween = (from: Date, to: Date): number =>
  (to.getTime() - from.getTime()) / 1000;

/** Whole and broken minutes from `from` to `to`. */
export const minutesBetween = (from: Date, to: Date): number =>
  (to.getTime() - from.getTime()) / minute;

/**
 * Follows the database's clock: the offset is measured now and then, and between two measurements
 * the process's monotonic clock counts, so that stepping this machine's wall clock changes nothing.
 */
export class DatabaseClock implements Clock {
  #atStart: number = Date.now();
  #monotonicAtStart: number = performance.now();

  now(): Date {
    return new Date(
      Math.round(this.#atStart + (performance.now() - this.#monotonicAtStart)),
    );
  }

  /**
   * Sets this clock by the database's.
   *
   * @param readDatabaseTime - asks the database for its time in milliseconds since the epoch
   * @returns how far this clock was off, in milliseconds
   */
  async synchronize(readDatabaseTime: () => Promise<number>): Promise<number> {
    const before = performance.now();
    const databaseTime = await readDatabaseTime();
    const after = performance.now();
    const off = databaseTime - this.now().getTime() + (after - before) / 2;
    this.#atStart = databaseTime;
    this.#monotonicAtStart = (before + after) / 2;
    return Math.round(off);
  }
}
