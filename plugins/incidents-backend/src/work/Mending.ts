import { Clock } from '../platform/clock';
import { Tx } from '../platform/database';
import { mayReplaceDeadLetters } from './deadLetters';
import { JobStore } from './JobStore';
import { Lane } from './Lane';
import { Hint, Job, Waking } from './service';

interface MendingOptions {
  readonly queue: Waking;
  readonly store: Pick<JobStore, 'isPending'>;
  readonly lanes: ReadonlyMap<string, Lane>;
  readonly clock: Clock;
}

/** With what one sweep wakes: only what is missing. */
export class Mending implements Waking {
  readonly #options: MendingOptions;
  #needless = 0;

  constructor(options: MendingOptions) {
    this.#options = options;
  }

  /** How much was asked for that was not missing. */
  get needless(): number {
    return this.#needless;
  }

  async enqueue(tx: Tx, job: Job): Promise<void> {
    const { queue, store, clock } = this.#options;
    const { kind, key } = job;
    const isThere =
      key !== undefined &&
      (this.#isHinted(kind, key) ||
        (await store.isPending(tx, kind, key)) ||
        !(await mayReplaceDeadLetters(tx, key, clock.now())));
    if (isThere) this.#needless++;
    else await queue.enqueue(tx, job);
  }

  async hint(tx: Tx, hint: Hint): Promise<void> {
    if (this.#isHinted(hint.kind, hint.key)) this.#needless++;
    else await this.#options.queue.hint(tx, hint);
  }

  #isHinted(kind: string, key: string): boolean {
    return this.#options.lanes.get(kind)?.has(key) ?? false;
  }
}
