import { Clock } from './clock';

/**
 * Remembers what was read lately, for reads that a storm repeats hundreds of times a second. All of
 * it is forgotten together, so that it holds no more than was asked for within its time.
 */
export class Recent<T> {
  readonly #clock: Clock;
  readonly #ms: number;
  #known = new Map<string, T>();
  #until = 0;

  /** @param seconds - what another process changes is seen this much later at most */
  constructor(clock: Clock, seconds: number) {
    this.#clock = clock;
    this.#ms = seconds * 1000;
  }

  /** Values by key; `read` is asked once, for those that are not known. */
  async get(
    keys: readonly string[],
    read: (missing: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  ): Promise<ReadonlyMap<string, T>> {
    const now = this.#clock.now().getTime();
    // A clock that was set back must not make it remember for longer.
    if (now >= this.#until || now < this.#until - this.#ms) {
      this.forget();
      this.#until = now + this.#ms;
    }
    const known = this.#known;
    const missing = [...new Set(keys)].filter(key => !known.has(key));
    if (missing.length > 0) {
      // What was forgotten meanwhile goes into the map that nobody looks at any more.
      for (const [key, value] of await read(missing)) known.set(key, value);
    }
    return new Map(
      keys.flatMap(key => {
        const value = known.get(key);
        return value === undefined ? [] : [[key, value] as const];
      }),
    );
  }

  /** To be called after this process has changed what is remembered. */
  forget(): void {
    this.#known = new Map();
  }
}
