import { Queryable, Tx } from './database';

/** What members of a convoy wait at. */
interface Halt {
  /** Of those at which somebody waits, the lowest is served first. */
  readonly rank: number;
  /** Serves all members of the convoy that wait here. @returns how many there were */
  serve(convoy: Convoy): Promise<number>;
}

const convoys = new WeakMap<Queryable, Convoy>();

/** Members of one transaction, each of which waits at a halt until none can go on without being served. */
class Convoy {
  readonly tx: Tx;
  readonly #halts = new Set<Halt>();
  /** Members that neither wait nor have come to their end. */
  #moving: number;
  #isServing = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(tx: Tx, members: number) {
    this.tx = tx;
    this.#moving = members;
  }

  waitAt(halt: Halt): void {
    this.#halts.add(halt);
    this.#moving--;
    this.#serve();
  }

  leave(): void {
    this.#moving--;
    this.#serve();
  }

  /** The transaction cannot be kept any more: whoever waits, or comes to a halt, fails as well. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** @throws what failed first */
  check(): void {
    if (this.#failure) throw this.#failure.error;
  }

  async #serve(): Promise<void> {
    if (this.#isServing) return;
    this.#isServing = true;
    while (this.#halts.size > 0 && (this.#moving <= 0 || this.#failure)) {
      const [halt] = [...this.#halts].sort((a, b) => a.rank - b.rank);
      this.#halts.delete(halt);
      this.#moving += await halt.serve(this);
    }
    this.#isServing = false;
  }
}

/** Something that waits for a statement. */
interface Waiting<In, Out> {
  readonly item: In;
  readonly done: (result: Out) => void;
  readonly failed: (error: unknown) => void;
}

/** A statement that the members of a convoy make together; whoever is in none makes it at once. */
export class SharedStatement<In, Out> implements Halt {
  readonly rank: number;
  readonly #perform: (
    db: Queryable,
    items: readonly In[],
  ) => Promise<readonly Out[]>;
  readonly #waiting = new WeakMap<Convoy, Waiting<In, Out>[]>();

  /**
   * @param perform - answers in the order of its items
   * @param rank - above 0 for what locks a row that other transactions want: it is made after all else that members wait
   *   for, and the higher the later, so that two transactions come to such rows in the same order
   */
  constructor(
    perform: (db: Queryable, items: readonly In[]) => Promise<readonly Out[]>,
    rank = 0,
  ) {
    this.#perform = perform;
    this.rank = rank;
  }

  /** Makes the statement for `item`, with those for which others of the convoy of `db` make it. */
  async run(db: Queryable, item: In): Promise<Out> {
    const convoy = convoys.get(db);
    if (!convoy) return (await this.#perform(db, [item]))[0];
    return new Promise((done, failed) => {
      const others = this.#waiting.get(convoy) ?? [];
      this.#waiting.set(convoy, [...others, { item, done, failed }]);
      convoy.waitAt(this);
    });
  }

  async serve(convoy: Convoy): Promise<number> {
    const all = this.#waiting.get(convoy) ?? [];
    this.#waiting.delete(convoy);
    try {
      convoy.check();
      const items = all.map(({ item }) => item);
      const results = await this.#perform(convoy.tx, items);
      all.forEach(({ done }, index) => done(results[index]));
    } catch (error) {
      convoy.fail(error);
      for (const { failed } of all) failed(error);
    }
    return all.length;
  }
}

/**
 * Does the same work for several items with one transaction. It is written as if each were alone; what it reads and writes
 * by shared statements costs many hardly more than one, since all wait at each until the last has come to it.
 *
 * All succeed or fail together: when one fails so do the others, and the transaction has to be given up. The work on one
 * item must not wait for that on another.
 *
 * @returns what came of each, in the order of the items
 */
export async function inConvoy<In, Out>(
  tx: Tx,
  items: readonly In[],
  work: (item: In) => Promise<Out>,
): Promise<readonly Out[]> {
  if (items.length === 1) return [await work(items[0])];
  const convoy = new Convoy(tx, items.length);
  convoys.set(tx, convoy);
  const member = async (item: In): Promise<Out> => {
    try {
      return await work(item);
    } catch (error) {
      convoy.fail(error);
      throw error;
    } finally {
      convoy.leave();
    }
  };
  // To the end of each, so that nothing is asked of a transaction that is over.
  const ended = await Promise.allSettled(items.map(member));
  convoys.delete(tx);
  convoy.check();
  return ended.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
}
