import { Clock } from '../../platform/clock';
import { Tx } from '../../platform/database';
import { RecordingQueue } from '../../testing/RecordingQueue';
import { Job, JobHandler } from '../../work/service';

/** A queue that keeps to a clock which is moved by hand: jobs run when they are due, in the order of their times. */
export class ClockedQueue extends RecordingQueue {
  readonly #clock: Clock;
  readonly #run = new Map<string, JobHandler>();

  constructor(clock: Clock) {
    super();
    this.#clock = clock;
  }

  override async enqueue(tx: Tx, job: Job): Promise<void> {
    const { runAt = this.#clock.now() } = job;
    await super.enqueue(tx, { ...job, runAt });
  }

  override handle(kind: string, handler: JobHandler): void {
    this.#run.set(kind, handler);
    super.handle(kind, handler);
  }

  /** When the next job is due; undefined when none waits. */
  nextAt(): Date | undefined {
    return this.#next()?.runAt;
  }

  /** Runs everything that is due now, and what that makes due. */
  override async runDue(now: Date = this.#clock.now()): Promise<void> {
    for (
      let job = this.#next();
      job?.runAt && job.runAt <= now;
      job = this.#next()
    ) {
      this.jobs.splice(this.jobs.indexOf(job), 1);
      await this.#run.get(job.kind)?.(job.data, () => {});
    }
  }

  #next(): Job | undefined {
    return this.jobs.reduce<Job | undefined>(
      (first, job) =>
        !first || (job.runAt ?? 0) < (first.runAt ?? 0) ? job : first,
      undefined,
    );
  }
}
