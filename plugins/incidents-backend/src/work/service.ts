import { Tx } from '../platform/database';

/** What a job carries: ids only, since its handler reads the truth again. */
export type JobData = Readonly<Record<string, string | number>>;

/** A wake-up that must happen. */
export interface Job {
  /** Which handler takes it: `paging.deliver`. */
  readonly kind: string;
  readonly data: JobData;
  /**
   * At most one job of a key waits; enqueueing another one moves it to the new `runAt`. Without a
   * key each call is a job of its own. A key belongs to one kind: begin it with the kind's room.
   */
  readonly key?: string;
  /** The key names something that `tx` has made, so that nothing can wait under it yet: saves a look. */
  readonly isNewKey?: boolean;
  /** Not before this instant; at once when left out. */
  readonly runAt?: Date;
}

/** A wake-up that is not kept. */
export interface Hint extends Required<Pick<Job, 'kind' | 'data' | 'key'>> {
  /** While the process is short of time, others go before it, for twenty seconds at most. */
  readonly canWait?: boolean;
}

/**
 * Runs at least once; must be safe to run twice, and safe to be cut off anywhere. One that takes
 * longer than fifteen minutes is taken for hung, and may be started elsewhere.
 */
export type JobHandler = (data: JobData, freeHand: FreeHand) => Promise<void>;

/**
 * Called by a handler when all that is left is to write down what came of it: another of its kind may begin meanwhile. The job has
 * still ended only when its handler has.
 */
export type FreeHand = () => void;

export interface HandlerOptions {
  /** How many of the kind run side by side in one process; those that have freed their hand do not count. Default 4. */
  readonly concurrency?: number;
  /** Seconds before retry n (from 0); when they run out the job is a dead letter. Default 1, 5, 15, 60, 300. */
  readonly retrySeconds?: readonly number[];
}

/** Work that failed for good, until somebody retries it. */
export interface DeadLetterRow {
  readonly id: string;
  readonly kind: string;
  readonly data: JobData;
  readonly cause: string;
  readonly attempts: number;
  readonly failedAt: Date;
}

/**
 * Wakes as the queue does, but only what is missing: a job of the key that is due, that runs or that waits for its next try
 * is left alone, so that a sweep never undoes the spacing of retries; and one that is a dead letter is tried again five minutes
 * after it died, not before.
 */
export type Waking = Pick<WorkQueue, 'enqueue' | 'hint'>;

/**
 * The queue port. The truth is in the rooms' own tables (a `due_at`); a job is only the wake-up, and
 * losing every job loses nothing, because each room also registers a sweep (architecture.md, "Work
 * that must happen").
 */
export interface WorkQueue {
  /**
   * Adds a job, committed or rolled back with `tx`. It starts when the `Clock` says that `runAt` has
   * come, never before.
   */
  enqueue(tx: Tx, job: Job): Promise<void>;
  /**
   * Runs the handler right after `tx` has committed, in this process, without a job: what a sweep of the room finds
   * anyway costs nothing more to wake. Should the process die before, the sweep wakes it; should the handler fail, a
   * job does.
   */
  hint(tx: Tx, job: Hint): Promise<void>;
  /** Takes back the waiting job of `key`, with `tx`. One that has begun goes on. */
  cancel(tx: Tx, key: string): Promise<void>;
  /** Registers the handler of a kind; before `start`. */
  handle(kind: string, handler: JobHandler, options?: HandlerOptions): void;
  /**
   * Registers a sweep: looks in a room's tables for what is more than two seconds overdue, and
   * enqueues its wake-up, by key. Called every two seconds in each process, one after another.
   *
   * @param sweep - wakes by what it is given; returns for how much it did, of which the log counts what was missing
   */
  sweep(name: string, sweep: (waking: Waking) => Promise<number>): void;
  /**
   * Makes what jobs are kept in, after the last `handle` and before anybody enqueues in earnest: what
   * is made only then needs a connection beside that of its transaction, and a burst of events right
   * after the start would hold them all, each waiting for one more.
   */
  prepare(): Promise<void>;
  /** Begins to work. */
  start(): Promise<void>;
  /** Stops taking jobs and waits for those that run. */
  stop(): Promise<void>;
  /** Whether this process has begun to work, and could read its jobs the last time it looked. */
  isWorking(): boolean;
  /** Seconds since the oldest due job could have started; 0 when none waits. */
  lagSeconds(): Promise<number>;
  /** How many dead letters there are. */
  countDeadLetters(): Promise<number>;
  /** Newest first; `before` is the `id` of the last row of the page before. */
  deadLetters(page: {
    limit: number;
    before?: string;
  }): Promise<readonly DeadLetterRow[]>;
  /** Puts a dead letter back to work. @throws NotFoundError */
  retry(id: string): Promise<void>;
}
