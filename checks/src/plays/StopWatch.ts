/** Adds up time. */
export class StopWatch {
  #before = 0;
  #since: number | undefined;

  /** Goes on, when it does not run. */
  start(): void {
    this.#since ??= performance.now();
  }

  stop(): void {
    this.#before = this.ms();
    this.#since = undefined;
  }

  /** Milliseconds in all. */
  ms(): number {
    return (
      this.#before +
      (this.#since === undefined ? 0 : performance.now() - this.#since)
    );
  }
}
