import { performance } from 'node:perf_hooks';

/** Looks at the event loop are at least so far apart, in milliseconds. */
const lookMs = 250;
/** Busy for this share of the time between two looks, the process has more to do than it can. */
const fullShare = 0.6;
/** Whoever has been busy for longer than that is not in a storm: what waits for calmer times would wait for ever. */
const longestMs = 60_000;

/** The measure of `performance.eventLoopUtilization`; both in milliseconds. */
export interface LoopTime {
  readonly idle: number;
  readonly active: number;
}

/**
 * Whether this process has its hands full: its event loop has hardly been idle lately. Work that can wait is then
 * taken in sips, so that what pages people is not behind it.
 */
export class Crowding {
  readonly #readLoop: () => LoopTime;
  readonly #now: () => number;
  #seen: LoopTime;
  #at: number;
  #fullSince: number | undefined;

  /** @param options - where the time comes from; only tests choose */
  constructor(options: { readLoop?: () => LoopTime; now?: () => number } = {}) {
    this.#readLoop =
      options.readLoop ?? (() => performance.eventLoopUtilization());
    this.#now = options.now ?? (() => performance.now());
    this.#seen = this.#readLoop();
    this.#at = this.#now();
  }

  isFull(): boolean {
    const now = this.#now();
    if (now - this.#at >= lookMs) this.#look(now);
    return this.#fullSince !== undefined && now - this.#fullSince <= longestMs;
  }

  #look(now: number): void {
    const loop = this.#readLoop();
    const active = loop.active - this.#seen.active;
    const idle = loop.idle - this.#seen.idle;
    const isFull = active >= fullShare * (active + idle);
    this.#fullSince = isFull ? (this.#fullSince ?? now) : undefined;
    this.#seen = loop;
    this.#at = now;
  }
}
