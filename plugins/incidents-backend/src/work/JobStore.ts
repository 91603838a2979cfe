import { Tx } from '../platform/database';
import { ClaimedJob } from './model';
import { Job } from './service';

/** Where jobs are kept: what differs between the two databases. */
export interface JobStore {
  /** Makes what jobs of these kinds are kept in; outside of any transaction. */
  prepare(kinds: readonly string[]): Promise<void>;
  /**
   * Makes ready for these kinds.
   *
   * @param wake - to be called when work of a kind may have become due, as a hint; or of any kind
   */
  start(kinds: readonly string[], wake: (kind?: string) => void): Promise<void>;
  stop(): Promise<void>;

  /** Adds the job, or moves the waiting job of its key, with `tx`. */
  put(tx: Tx, job: Job): Promise<void>;
  /** Takes back the waiting job of `key`, with `tx`. */
  remove(tx: Tx, key: string): Promise<void>;
  /** Whether a job of this kind and key is due, runs, or waits for its next try. */
  isPending(tx: Tx, kind: string, key: string): Promise<boolean>;

  /** Which of the kinds given to `start` have due work. Called often. */
  dueKinds(): Promise<readonly string[]>;
  /** Seconds since the oldest due job of these kinds could have started; 0 when none waits. */
  lagSeconds(): Promise<number>;
  /** Claims up to `limit` due jobs, oldest first; nobody else gets them until `release`. */
  claim(kind: string, limit: number): Promise<readonly ClaimedJob[]>;
  /** The job is done: forgets it. */
  finish(job: ClaimedJob, tx?: Tx): Promise<void>;
  /** Puts the job back, to start at `runAt`. */
  postpone(job: ClaimedJob, runAt: Date, attempts: number): Promise<void>;
  /** This process no longer works on the job, whatever became of it. */
  release(job: ClaimedJob): void;
}
