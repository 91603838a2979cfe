import { EventLoopUtilization, performance } from 'node:perf_hooks';

/** Shorter than that says more about one request than about the process. */
const windowMs = 100;
/** From this part of the time on, what comes waits for what is there. */
const highFrom = 0.7;

/** Whether this process is short of time. */
export interface Load {
  isHigh(): boolean;
}

/** Always has time. */
export const noLoad: Load = { isHigh: () => false };

/**
 * The load of this process, by the part of the last tenth of a second or longer in which its event loop had work. Whoever
 * waits for a processor that others have counts as at work, so that a busy machine shows too.
 */
export class ProcessLoad implements Load {
  readonly #read: (since?: EventLoopUtilization) => EventLoopUtilization;
  #since: EventLoopUtilization;
  #isHigh = false;

  /** @param read - as `performance.eventLoopUtilization` */
  constructor(
    read: (since?: EventLoopUtilization) => EventLoopUtilization = since =>
      performance.eventLoopUtilization(since),
  ) {
    this.#read = read;
    this.#since = read();
  }

  isHigh(): boolean {
    const { idle, active, utilization } = this.#read(this.#since);
    if (idle + active >= windowMs) {
      this.#isHigh = utilization >= highFrom;
      this.#since = this.#read();
    }
    return this.#isHigh;
  }
}
