import { ClaimedJob } from './model';

/** What a lane takes its jobs from, and what is done with each. */
export interface LaneOptions {
  readonly concurrency: number;
  /** Claims up to `limit` due jobs. */
  claim(limit: number): Promise<readonly ClaimedJob[]>;
  /** Does one job to its end. Must not throw. */
  work(job: ClaimedJob): Promise<void>;
  /** Claiming failed; the lane waits for the next `wake`. */
  onError(error: unknown): void;
}

/** The jobs of one kind in this process: claims as many as it may run, and again when one has ended. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #running = new Set<Promise<void>>();
  #claiming: Promise<void> | undefined;
  #wokenMeanwhile = false;
  #closed = false;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** There may be work. Cheap when there is none, or no room for it. */
  wake(): void {
    this.#wokenMeanwhile = true;
    if (this.#closed) return;
    this.#claiming ??= this.#claimAll().finally(() => {
      this.#claiming = undefined;
      // Woken after the last look, before this line.
      if (this.#wokenMeanwhile && this.#room > 0) this.wake();
    });
  }

  /** Takes no more jobs and waits for those that it has. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#claiming;
    await Promise.all(this.#running);
  }

  get #room(): number {
    return this.#options.concurrency - this.#running.size;
  }

  async #claimAll(): Promise<void> {
    try {
      while (this.#wokenMeanwhile && this.#room > 0 && !this.#closed) {
        // Jobs that end together make room together.
        await new Promise(setImmediate);
        this.#wokenMeanwhile = false;
        const asked = this.#room;
        const jobs = await this.#options.claim(asked);
        for (const job of jobs) this.#begin(job);
        // As many as asked for: there are likely more.
        if (jobs.length === asked) this.#wokenMeanwhile = true;
      }
    } catch (error) {
      this.#wokenMeanwhile = false;
      this.#options.onError(error);
    }
  }

  #begin(job: ClaimedJob): void {
    const run = this.#options.work(job).finally(() => {
      this.#running.delete(run);
      if (this.#wokenMeanwhile) this.wake();
    });
    this.#running.add(run);
  }
}
