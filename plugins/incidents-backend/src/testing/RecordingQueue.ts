import { Tx } from '../platform/database';
import {
  DeadLetterRow,
  Hint,
  Job,
  JobHandler,
  Waking,
  WorkQueue,
} from '../work/service';

/** A queue for tests of other rooms: keeps what was enqueued, and runs it when it is told to. */
export class RecordingQueue implements WorkQueue {
  readonly jobs: Job[] = [];
  readonly #handlers = new Map<string, JobHandler>();
  readonly #sweeps: ((waking: Waking) => Promise<number>)[] = [];

  async enqueue(_tx: Tx, job: Job): Promise<void> {
    if (job.key) await this.cancel(_tx, job.key);
    this.jobs.push(job);
  }

  async hint(tx: Tx, hint: Hint): Promise<void> {
    await this.enqueue(tx, hint);
  }

  async cancel(_tx: Tx, key: string): Promise<void> {
    const index = this.jobs.findIndex(job => job.key === key);
    if (index >= 0) this.jobs.splice(index, 1);
  }

  handle(kind: string, handler: JobHandler): void {
    this.#handlers.set(kind, handler);
  }

  sweep(_name: string, sweep: (waking: Waking) => Promise<number>): void {
    this.#sweeps.push(sweep);
  }

  async prepare(): Promise<void> {}

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  isWorking(): boolean {
    return true;
  }

  async lagSeconds(): Promise<number> {
    return 0;
  }

  async countDeadLetters(): Promise<number> {
    return 0;
  }

  async deadLetters(): Promise<readonly DeadLetterRow[]> {
    return [];
  }

  async retry(): Promise<void> {}

  /** Runs every sweep once; the sum of what they repaired. */
  async sweepAll(): Promise<number> {
    let repaired = 0;
    for (const sweep of this.#sweeps) repaired += await sweep(this);
    return repaired;
  }

  /** Runs what is due at `now`, and what that enqueues for then. */
  async runDue(now: Date): Promise<void> {
    const due = () =>
      this.jobs.findIndex(({ runAt }) => runAt === undefined || runAt <= now);
    for (let index = due(); index >= 0; index = due()) {
      const [job] = this.jobs.splice(index, 1);
      await this.#handlers.get(job.kind)?.(job.data, () => {});
    }
  }

  /** Runs everything that waits, whenever it is due, and what that enqueues. */
  async runAll(): Promise<void> {
    for (let job = this.jobs.shift(); job; job = this.jobs.shift()) {
      await this.#handlers.get(job.kind)?.(job.data, () => {});
    }
  }
}
