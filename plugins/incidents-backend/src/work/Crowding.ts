import { performance } from 'node:perf_hooks';

/** How long one look at the event loop counts, in milliseconds. */
const lookMs = 250;
/** Busy for this share of a look, the process has more to do than it can. */
const fullShare = 0.6;

/**
 * Whether this process has its hands full: its event loop has hardly been idle lately. Work that can wait is then
 * taken in sips, so that what pages people is not behind it.
 */
export class Crowding {
  #seen = performance.eventLoopUtilization();
  #at = performance.now();
  #isFull = false;

  isFull(): boolean {
    const now = performance.now();
    if (now - this.#at >= lookMs) {
      const { utilization } = performance.eventLoopUtilization(this.#seen);
      this.#isFull = utilization >= fullShare;
      this.#seen = performance.eventLoopUtilization();
      this.#at = now;
    }
    return this.#isFull;
  }
}
