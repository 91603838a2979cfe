/**
 * Lets at most `width` works of one key run side by side, the others wait in order. A flood through
 * one integration therefore leaves connections of the database's pool to all others.
 */
export class KeyedGate {
  readonly #width: number;
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(width: number) {
    this.#width = width;
  }

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    await this.#enter(key);
    try {
      return await work();
    } finally {
      this.#leave(key);
    }
  }

  async #enter(key: string): Promise<void> {
    const running = this.#running.get(key) ?? 0;
    if (running < this.#width) {
      this.#running.set(key, running + 1);
      return;
    }
    // Whoever leaves hands its place over, so the number of those running stays as it is.
    await new Promise<void>(proceed => {
      const queue = this.#waiting.get(key);
      if (queue) queue.push(proceed);
      else this.#waiting.set(key, [proceed]);
    });
  }

  #leave(key: string): void {
    const next = this.#waiting.get(key)?.shift();
    if (next) {
      next();
      return;
    }
    this.#waiting.delete(key);
    const running = (this.#running.get(key) ?? 1) - 1;
    if (running > 0) this.#running.set(key, running);
    else this.#running.delete(key);
  }
}
