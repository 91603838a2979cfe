/** One thing that waits for its batch. */
interface Waiting<In, Out> {
  readonly item: In;
  readonly done: (result: Out) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Does things together when they come at the same time, or faster than one at a time can be done: what comes in one turn of the
 * event loop, or while all hands are full, goes into one batch. Alone, each is done at once.
 */
export class Batcher<In, Out> {
  readonly #perform: (items: readonly In[]) => Promise<readonly Out[]>;
  readonly #width: number;
  readonly #most: number;
  #waiting: Waiting<In, Out>[] = [];
  #running = 0;
  #isStarting = false;

  /**
   * @param perform - answers in the order of its items; when it fails, all of them have failed
   * @param limits - `width` batches side by side, so that a slow one does not hold up everybody;
   *   `most` items in one batch
   */
  constructor(
    perform: (items: readonly In[]) => Promise<readonly Out[]>,
    { width, most }: { readonly width: number; readonly most: number },
  ) {
    this.#perform = perform;
    this.#width = width;
    this.#most = most;
  }

  /** Resolves or rejects as the batch did that `item` went into. */
  run(item: In): Promise<Out> {
    return new Promise((done, failed) => {
      this.#waiting.push({ item, done, failed });
      if (this.#isStarting || this.#running >= this.#width) return;
      this.#isStarting = true;
      setImmediate(() => {
        this.#isStarting = false;
        this.#next();
      });
    });
  }

  async #next(): Promise<void> {
    this.#running++;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, this.#most);
      this.#waiting = this.#waiting.slice(this.#most);
      try {
        const results = await this.#perform(batch.map(({ item }) => item));
        batch.forEach(({ done }, index) => done(results[index]));
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.#running--;
  }
}
