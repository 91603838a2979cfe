/** Makes one call of the many that are made in one turn of the event loop, as jobs that end together do. */
export class Gatherer<T> {
  readonly #perform: (items: readonly T[]) => Promise<unknown>;
  #items: T[] = [];
  #performing: Promise<unknown> | undefined;

  constructor(perform: (items: readonly T[]) => Promise<unknown>) {
    this.#perform = perform;
  }

  /** Resolves when the call that `item` went into has succeeded. */
  async add(item: T): Promise<void> {
    this.#items.push(item);
    this.#performing ??= new Promise(resolve => {
      setImmediate(() => {
        const items = this.#items;
        this.#items = [];
        this.#performing = undefined;
        resolve(this.#perform(items));
      });
    });
    await this.#performing;
  }
}
