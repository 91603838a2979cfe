/** One thing that waits for its batch. */
interface Waiting<In, Out> {
  readonly item: In;
  /** Of `performance.now()`. */
  readonly since: number;
  readonly done: (result: Out) => void;
  readonly failed: (error: unknown) => void;
}

/** What a batcher keeps to. */
export interface BatcherLimits {
  /** Batches side by side, so that a slow one does not hold up everybody. */
  readonly width: number;
  /** Items in one batch. */
  readonly most: number;
  /** Has items wait for company. Asked each time, since it is worth its delay only while the process is short of time. */
  readonly gather?: {
    /** Milliseconds that the first of a batch waits for others; 0 for none. */
    readonly forMs: () => number;
    /** So many wait no longer. */
    readonly enough: number;
  };
}

/**
 * Does things together when they come at the same time, or faster than one at a time can be done: what comes in one turn of the
 * event loop, or while all hands are full, goes into one batch. Alone, each is done at once, unless there is a time to gather.
 */
export class Batcher<In, Out> {
  readonly #perform: (items: readonly In[]) => Promise<readonly Out[]>;
  readonly #limits: BatcherLimits;
  #waiting: Waiting<In, Out>[] = [];
  #running = 0;
  #isStarting = false;
  #gathering: NodeJS.Timeout | undefined;

  /** @param perform - answers in the order of its items; when it fails, all of them have failed */
  constructor(
    perform: (items: readonly In[]) => Promise<readonly Out[]>,
    limits: BatcherLimits,
  ) {
    this.#perform = perform;
    this.#limits = limits;
  }

  /** Resolves or rejects as the batch did that `item` went into. */
  run(item: In): Promise<Out> {
    return new Promise((done, failed) => {
      const since = performance.now();
      this.#waiting.push({ item, since, done, failed });
      this.#begin();
    });
  }

  #begin(): void {
    if (this.#isStarting || this.#running >= this.#limits.width) return;
    const wait = this.#wait();
    if (wait > 0) {
      this.#gathering ??= setTimeout(() => this.#next(), wait);
      return;
    }
    this.#isStarting = true;
    clearTimeout(this.#gathering);
    setImmediate(() => {
      this.#isStarting = false;
      this.#next();
    });
  }

  /** Milliseconds that those who wait should still wait for others. */
  #wait(): number {
    const { gather } = this.#limits;
    const [first] = this.#waiting;
    if (!gather || !first || this.#waiting.length >= gather.enough) return 0;
    return Math.max(0, first.since + gather.forMs() - performance.now());
  }

  async #next(): Promise<void> {
    this.#gathering = undefined;
    this.#running++;
    // Another one may have taken them all between its begin and now; then there is nothing to do.
    let isDue = true;
    while (isDue && this.#waiting.length > 0) {
      const { most } = this.#limits;
      const batch = this.#waiting.slice(0, most);
      this.#waiting = this.#waiting.slice(most);
      // Another hand takes what is left over.
      if (this.#waiting.length > 0) this.#begin();
      try {
        const results = await this.#perform(batch.map(({ item }) => item));
        batch.forEach(({ done }, index) => done(results[index]));
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
      isDue = this.#wait() === 0;
    }
    this.#running--;
    if (this.#waiting.length > 0) this.#begin();
  }
}
