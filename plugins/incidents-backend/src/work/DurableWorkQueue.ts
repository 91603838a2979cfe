import { LoggerService } from '@backstage/backend-plugin-api';
import { addSeconds, Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { Counter, Metrics } from '../platform/metrics';
import { Load } from '../platform/ProcessLoad';
import {
  addDeadLetter,
  countDeadLetters,
  listDeadLetters,
  takeDeadLetter,
} from './deadLetters';
import { JobStore } from './JobStore';
import { Lane } from './Lane';
import {
  causeOf,
  ClaimedJob,
  handlerOptions,
  neverEnds,
  nextTry,
  Pace,
} from './model';
import {
  DeadLetterRow,
  HandlerOptions,
  Hint,
  Job,
  JobData,
  JobHandler,
  Waking,
  WorkQueue,
} from './service';
import { Mending } from './Mending';
import { Sweeper } from './Sweeper';

/** What the queue needs. */
export interface QueueOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: LoggerService;
  readonly metrics: Metrics;
  readonly load: Load;
  readonly store: JobStore;
  readonly pace: Pace;
}

/** What failed without a job is tried again with one after so long. */
const hintRetrySeconds = 1;

/** A job in a log line: `paging.deliver {"delivery":"…"}`. */
const named = (job: ClaimedJob): string =>
  `${job.kind} ${JSON.stringify(job.data)}`;

/** The queue port over one of the two job stores; everything that does not depend on the database is here. */
export class DurableWorkQueue implements WorkQueue {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #store: JobStore;
  readonly #load: Load;
  readonly #pace: Pace;
  readonly #sweeper: Sweeper;
  readonly #jobs: Counter<{ kind: string; outcome: 'done' | 'retry' | 'dead' }>;
  readonly #lanes = new Map<string, Lane>();
  readonly #handlers = new Map<string, JobHandler>();
  #polling: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #isAway = false;

  constructor(options: QueueOptions) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#store = options.store;
    this.#load = options.load;
    this.#pace = options.pace;
    this.#jobs = options.metrics.createCounter('incidents.jobs', {
      description: 'Background jobs, by what came of the try',
    });
    this.#sweeper = new Sweeper({
      metrics: options.metrics,
      everyMs: options.pace.sweepMs,
      logger: options.logger,
    });
  }

  async enqueue(tx: Tx, job: Job): Promise<void> {
    await this.#store.put(tx, job);
  }

  async hint(tx: Tx, hint: Hint): Promise<void> {
    const { kind, key, data, canWait } = hint;
    const lane = this.#lanes.get(kind);
    const handler = this.#handlers.get(kind);
    // Before the start, or of a kind that only a newer replica knows.
    if (!this.#polling || !lane || !handler) {
      await this.#store.put(tx, { kind, key, data });
      return;
    }
    if (lane.has(key)) return;
    tx.executionPromise.then(
      () =>
        lane.hint(
          key,
          freeHand => this.#follow(hint, () => handler(data, freeHand)),
          canWait,
        ),
      () => {},
    );
  }

  async cancel(tx: Tx, key: string): Promise<void> {
    await this.#store.remove(tx, key);
  }

  handle(kind: string, handler: JobHandler, options?: HandlerOptions): void {
    if (this.#lanes.has(kind)) {
      throw new Error(`Jobs of kind '${kind}' have a handler already`);
    }
    const settings = handlerOptions(options);
    this.#handlers.set(kind, handler);
    this.#lanes.set(
      kind,
      new Lane({
        concurrency: settings.concurrency,
        load: this.#load,
        claim: limit => this.#store.claim(kind, limit),
        work: (job, freeHand) =>
          this.#work(job, data => handler(data, freeHand), settings),
        onError: error => this.#complain(error),
      }),
    );
  }

  sweep(name: string, sweep: (waking: Waking) => Promise<number>): void {
    this.#sweeper.add(name, async () => {
      const mending = new Mending({
        queue: this,
        store: this.#store,
        lanes: this.#lanes,
        clock: this.#clock,
      });
      return (await sweep(mending)) - mending.needless;
    });
  }

  prepare(): Promise<void> {
    return this.#store.prepare([...this.#lanes.keys()]);
  }

  async start(): Promise<void> {
    await this.#store.start([...this.#lanes.keys()], kind => this.#wake(kind));
    this.#polling = setInterval(() => {
      this.#looking ??= this.#look().finally(() => {
        this.#looking = undefined;
      });
    }, this.#pace.pollMs).unref();
    this.#wake();
    this.#sweeper.start();
  }

  async stop(): Promise<void> {
    clearInterval(this.#polling);
    this.#polling = undefined;
    await this.#sweeper.stop();
    await this.#looking;
    // A handler that takes longer is cut off, and its job runs again elsewhere or after the restart.
    await within(
      this.#pace.stopMs,
      Promise.all([...this.#lanes.values()].map(lane => lane.close())),
    );
    await this.#store.stop();
  }

  isWorking(): boolean {
    return this.#polling !== undefined && !this.#isAway;
  }

  lagSeconds(): Promise<number> {
    return this.#store.lagSeconds();
  }

  countDeadLetters(): Promise<number> {
    return countDeadLetters(this.#database.knex);
  }

  async deadLetters(page: {
    limit: number;
    before?: string;
  }): Promise<readonly DeadLetterRow[]> {
    return listDeadLetters(this.#database.knex, page);
  }

  async retry(id: string): Promise<void> {
    await this.#database.transaction(async tx => {
      await this.#store.put(tx, await takeDeadLetter(tx, id));
    });
  }

  #wake(kind?: string): void {
    if (kind !== undefined) this.#lanes.get(kind)?.wake();
    else for (const lane of this.#lanes.values()) lane.wake();
  }

  /** Finds delayed jobs that have become due, and whatever a lost hint did not tell. */
  async #look(): Promise<void> {
    try {
      for (const kind of await this.#store.dueKinds()) this.#wake(kind);
      this.#isAway = false;
    } catch (error) {
      this.#complain(error);
    }
  }

  /** Once per outage: the next look comes soon, and would say the same. */
  #complain(error: unknown): void {
    if (!this.#isAway) {
      this.#logger.warn(
        `Work cannot be read just now; looking again every ${this.#pace.pollMs} ms: ${causeOf(error)}`,
      );
    }
    this.#isAway = true;
  }

  async #work(
    job: ClaimedJob,
    run: (data: JobData) => Promise<void>,
    { retrySeconds }: Pick<Required<HandlerOptions>, 'retrySeconds'>,
  ): Promise<void> {
    try {
      if (job.runAt && job.runAt > this.#clock.now()) {
        await this.#store.postpone(job, job.runAt, job.attempts);
      } else if (neverEnds(job)) {
        await this.#bury(
          job,
          `It was begun ${job.starts} times without coming to an end; its process probably died of it`,
        );
      } else {
        await this.#attempt(job, run, { retrySeconds });
      }
    } catch (error) {
      // Nothing is lost: the store hands out a job that was never finished once more.
      this.#logger.warn(
        `The outcome of ${named(job)} could not be recorded, so it will run again: ${causeOf(error)}`,
      );
    } finally {
      this.#store.release(job);
    }
  }

  /** Does what was hinted. What fails becomes a job, with the spacing and the end that jobs have. */
  async #follow(hint: Hint, run: () => Promise<void>): Promise<void> {
    const { kind, key, data } = hint;
    try {
      await run();
      this.#jobs.add(1, { kind, outcome: 'done' });
      return;
    } catch (error) {
      this.#jobs.add(1, { kind, outcome: 'retry' });
      this.#logger.warn(
        `${kind} of ${key} failed and is tried again: ${causeOf(error)}`,
      );
    }
    try {
      const runAt = addSeconds(this.#clock.now(), hintRetrySeconds);
      await this.#database.transaction(tx =>
        this.#store.put(tx, { kind, key, data, runAt }),
      );
    } catch (error) {
      this.#logger.warn(
        `${kind} of ${key} waits for a sweep, since it could not be enqueued: ${causeOf(error)}`,
      );
    }
  }

  async #attempt(
    job: ClaimedJob,
    run: (data: JobData) => Promise<void>,
    { retrySeconds }: Pick<Required<HandlerOptions>, 'retrySeconds'>,
  ): Promise<void> {
    try {
      await run(job.data);
    } catch (error) {
      const again = nextTry(job, retrySeconds, this.#clock.now());
      if (!again) {
        await this.#bury(job, causeOf(error));
        return;
      }
      await this.#store.postpone(job, again, job.attempts + 1);
      this.#jobs.add(1, { kind: job.kind, outcome: 'retry' });
      this.#logger.warn(
        `${named(job)} failed (try ${job.attempts + 1} of ${retrySeconds.length + 1}), next at ${again.toISOString()}: ${causeOf(error)}`,
      );
      return;
    }
    await this.#store.finish(job);
    this.#jobs.add(1, { kind: job.kind, outcome: 'done' });
  }

  async #bury(job: ClaimedJob, cause: string): Promise<void> {
    const attempts = job.attempts + 1;
    await this.#database.transaction(async tx => {
      await addDeadLetter(tx, job, {
        cause,
        attempts,
        failedAt: this.#clock.now(),
      });
      await this.#store.finish(job, tx);
    });
    this.#jobs.add(1, { kind: job.kind, outcome: 'dead' });
    this.#logger.error(
      `${named(job)} failed for good after ${attempts} tries and is a dead letter: ${cause}`,
    );
  }
}

/** Waits for `work`, at most `ms`. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>(resolve => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
