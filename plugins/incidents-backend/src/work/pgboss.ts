import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { isDeepStrictEqual } from 'node:util';
import {
  fromKnex,
  JobAttempt,
  JobWithMetadata,
  PgBoss,
  QueueResult,
} from 'pg-boss';
import { Batcher } from '../platform/Batcher';
import { Clock } from '../platform/clock';
import { SharedStatement } from '../platform/convoy';
import { Database, Tx } from '../platform/database';
import { lockUntilCommit } from '../platform/migrate';
import { ClockJumps } from './ClockJumps';
import { attemptOf, claimedJob, Envelope, envelope } from './envelope';
import { JobStore } from './JobStore';
import { ListenConnection } from './ListenConnection';
import { causeOf, ClaimedJob } from './model';
import { Job } from './service';

/** Its schema inside the plugin's database; the name is ours alone also where plugins share one. */
const schema = 'incidents_work';
const dueIndex = 'muster_job_due';

/** Measured against its defaults, which find delayed jobs up to 23 s late and a dead worker's after a minute. */
const queueSettings = {
  notify: true,
  /** A worker that has been silent for this long is dead, and its job goes to another. */
  heartbeatSeconds: 10,
  retryDelay: 0,
  /** We count tries ourselves; this only must not be what ends a job. */
  retryLimit: 10_000,
};
/** False for one that another version made otherwise. */
const hasOurSettings = (queue: QueueResult): boolean => {
  const { notify, heartbeatSeconds, retryDelay, retryLimit } = queue;
  return isDeepStrictEqual(
    { notify, heartbeatSeconds, retryDelay, retryLimit },
    queueSettings,
  );
};
const keepAliveMs = 4000;
/** How often it looks for those that are silent. It also counts all jobs then, which takes 0.2 s of 100,000. */
const lookSeconds = 2;

const newerVersionWaitSeconds = 60;
/** A delayed job looked at just too early costs one more round; this margin makes that rare. */
const marginMs = 20;

const byKind = <Of extends { readonly kind: string }>(
  jobs: readonly Of[],
): readonly (readonly [kind: string, jobs: readonly Of[]])[] =>
  [...new Set(jobs.map(({ kind }) => kind))].map(kind => [
    kind,
    jobs.filter(job => job.kind === kind),
  ]);

/**
 * Jobs in pg-boss, over Backstage's own connection pool. Jobs are claimed one free hand at a time
 * with `fetch`: its `work` hands out batches, and a batch waits for its slowest job.
 */
export class PgBossJobStore implements JobStore {
  readonly #database: Database;
  readonly #knex: Knex;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #boss: PgBoss;
  readonly #queues = new Set<string>();
  readonly #clockJumps: ClockJumps;
  readonly #finished = new Batcher<ClaimedJob, void>(
    async jobs => {
      await this.#delete(jobs);
      return jobs.map(() => {});
    },
    { width: 2, most: 100 },
  );
  readonly #inserted = new SharedStatement<Job, void>(async (db, jobs) => {
    for (const [kind, ofKind] of byKind(jobs)) {
      await this.#boss.insert(
        kind,
        ofKind.map(({ data, runAt, key }) => ({
          data: envelope(data, runAt, 0),
          startAfter: `${this.#secondsUntil(runAt)}`,
          singletonKey: key,
        })),
        { db: fromKnex(db) },
      );
    }
    return jobs.map(() => {});
  });
  readonly #held = new Map<string, ClaimedJob>();
  #starting: Promise<unknown> | undefined;
  /** What this process works on. */
  #kinds: readonly string[] = [];
  #wake: (kind?: string) => void = () => {};
  #keepingAlive: NodeJS.Timeout | undefined;
  #lastComplaint = '';

  constructor(options: {
    database: Database;
    clock: Clock;
    logger: LoggerService;
  }) {
    this.#database = options.database;
    this.#knex = options.database.knex;
    this.#clock = options.clock;
    this.#clockJumps = new ClockJumps(options.clock);
    this.#logger = options.logger;
    this.#boss = new PgBoss({
      db: {
        ...fromKnex(this.#knex),
        listen: (channel, onNotification, onConnect) =>
          this.#listen(channel, onNotification, onConnect),
      },
      schema,
      useListenNotify: true,
      superviseIntervalSeconds: lookSeconds,
      monitorIntervalSeconds: lookSeconds,
      schedule: false,
      registerInstance: false,
    });
    this.#boss.on('error', error => this.#complain(causeOf(error)));
    this.#boss.on('warning', ({ message }) => this.#complain(message));
  }

  async prepare(kinds: readonly string[]): Promise<void> {
    await this.#begun();
    // Most starts find them all: to look is one statement, to lay one out again are six.
    for (const queue of await this.#boss.getQueues([...kinds])) {
      if (hasOurSettings(queue)) this.#queues.add(queue.name);
    }
    for (const kind of kinds) await this.#ensureQueue(kind);
  }

  async start(
    kinds: readonly string[],
    wake: (kind?: string) => void,
  ): Promise<void> {
    await this.prepare(kinds);
    this.#kinds = kinds;
    this.#wake = wake;
    this.#keepingAlive = setInterval(
      () => this.#keepAlive(),
      keepAliveMs,
    ).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#keepingAlive);
    if (this.#starting) await this.#boss.stop({ graceful: false });
  }

  async put(tx: Tx, job: Job): Promise<void> {
    const { kind, key, runAt, isNewKey } = job;
    await this.#ensureQueue(kind);
    if (key === undefined || isNewKey) {
      await this.#inserted.run(tx, job);
      return;
    }
    const content = envelope(job.data, runAt, 0);
    const options = {
      startAfter: this.#secondsUntil(runAt),
      db: fromKnex(tx),
    };
    // Neither happens when the waiting job begins between the two looks of upsert: then the next one inserts.
    for (let look = 1; look <= 5; look++) {
      const { updated, inserted } = await this.#boss.upsert(kind, content, {
        ...options,
        singletonKey: key,
      });
      if (updated + inserted > 0) return;
    }
    throw new Error(`The job ${kind} of key ${key} could not be enqueued`);
  }

  async remove(tx: Tx, key: string): Promise<void> {
    await this.#begun();
    await tx.raw(
      `delete from ${schema}.job
        where name in (select name from ${schema}.queue)
          and singleton_key = ? and state < 'active'`,
      [key],
    );
  }

  async isPending(tx: Tx, kind: string, key: string): Promise<boolean> {
    // In two, since each half has an index: a sweep asks this of many keys while many jobs wait.
    const { rows } = await tx.raw(
      `select 1 from ${schema}.job
        where name = :kind and singleton_key = :key and state < 'active'
          and (start_after <= now() or (data->>'attempts')::int > 0)
       union all
       select 1 from ${schema}.job
        where name = :kind and singleton_key = :key and state = 'active'
       limit 1`,
      { kind, key },
    );
    return rows.length > 0;
  }

  async dueKinds(): Promise<readonly string[]> {
    if (this.#clockJumps.lately()) await this.#pullForward();
    const rows = await this.#oldestDue();
    return rows.map(({ name }) => name);
  }

  async lagSeconds(): Promise<number> {
    const rows = await this.#oldestDue();
    return Math.max(0, ...rows.map(({ lag }) => Number(lag)));
  }

  async claim(kind: string, limit: number): Promise<readonly ClaimedJob[]> {
    const jobs = await this.#boss.fetch<unknown>(kind, {
      batchSize: limit,
      includeMetadata: true,
    });
    const claimed: ClaimedJob[] = [];
    for (const job of jobs) {
      const known = claimedJob(job);
      if (known) claimed.push(known);
      else await this.#leaveToNewer(job);
    }
    for (const job of claimed) this.#held.set(job.id, job);
    return claimed;
  }

  async finish(job: ClaimedJob, tx?: Tx): Promise<void> {
    if (tx) await this.#delete([job], tx);
    else await this.#finished.run(job);
  }

  async postpone(
    job: ClaimedJob,
    runAt: Date,
    attempts: number,
  ): Promise<void> {
    await this.#putBack(
      job.kind,
      attemptOf(job),
      this.#secondsUntil(runAt),
      envelope(job.data, runAt, attempts),
    );
  }

  release(job: ClaimedJob): void {
    this.#held.delete(job.id);
  }

  /** Its kinds that have due work, and for how many seconds. One step into `dueIndex` for each, however many jobs wait. */
  async #oldestDue(): Promise<readonly { name: string; lag: string }[]> {
    const { rows } = await this.#knex.raw<{
      rows: { name: string; lag: string }[];
    }>(
      `select q.name, extract(epoch from now() - oldest.start_after) as lag
         from ${schema}.queue q cross join lateral (
           select j.start_after from ${schema}.job j
            where j.name = q.name and j.state < 'active'
              and not j.blocked and j.start_after <= now()
            order by j.start_after limit 1) oldest
          where q.name = any(?)`,
      [[...this.#kinds]],
    );
    return rows;
  }

  async #delete(
    jobs: readonly ClaimedJob[],
    db: Knex = this.#knex,
  ): Promise<void> {
    for (const [kind, ofKind] of byKind(jobs)) {
      await this.#boss.deleteJob(kind, ofKind.map(attemptOf), {
        db: fromKnex(db),
      });
    }
  }

  /** Fails the claim and moves the job in one step, so that nobody takes it in between. */
  async #putBack(
    kind: string,
    attempt: JobAttempt,
    startAfter: number,
    content?: Envelope,
  ): Promise<void> {
    await this.#database.transaction(async tx => {
      const db = fromKnex(tx);
      await this.#boss.fail(kind, attempt, null, { db });
      await this.#boss.update(kind, content, {
        id: attempt.id,
        startAfter,
        db,
      });
    });
  }

  /** A replica of a newer version wrote it: give that one the time to take it. */
  async #leaveToNewer(job: JobWithMetadata<unknown>): Promise<void> {
    this.#logger.warn(
      `A job of ${job.name} has a form that this version does not know; it is left alone for ${newerVersionWaitSeconds} s`,
    );
    const { id, name, retryCount } = job;
    await this.#putBack(name, { id, retryCount }, newerVersionWaitSeconds);
  }

  /** Delays are told to PostgreSQL as durations: its clock and ours need not show the same time. */
  #secondsUntil(runAt: Date | undefined): number {
    const ms = runAt ? runAt.getTime() - this.#clock.now().getTime() : 0;
    return ms > 0 ? (ms + marginMs) / 1000 : 0;
  }

  #begun(): Promise<unknown> {
    this.#starting ??= this.#startAlone().catch(error => {
      this.#starting = undefined;
      throw error;
    });
    return this.#starting;
  }

  /**
   * Replicas that start together lay out its tables one after the other. pg-boss bears with losing that
   * race, but leaves the loser's connection in the pool with a transaction that has failed. Its own indexes
   * find what is due among what waits by reading all that waits; ours does not.
   */
  async #startAlone(): Promise<void> {
    await this.#knex.transaction(async tx => {
      await lockUntilCommit(tx, 'muster-incidents-queue');
      await this.#boss.start();
      // Looked for first: even "if not exists" waits for everybody who writes jobs.
      const { rows } = await tx.raw(
        `select 1 where to_regclass('${schema}.${dueIndex}') is null`,
      );
      if (rows.length > 0) {
        await tx.raw(
          `create index ${dueIndex} on ${schema}.job (name, start_after)
            where state < 'active' and not blocked`,
        );
      }
    });
  }

  async #ensureQueue(kind: string): Promise<void> {
    await this.#begun();
    if (this.#queues.has(kind)) return;
    await this.#boss.createQueue(kind, queueSettings);
    // One that an earlier version made keeps that version's settings otherwise.
    await this.#boss.updateQueue(kind, queueSettings);
    this.#queues.add(kind);
  }

  async #listen(
    channel: string,
    onNotification: (payload: string) => void,
    onConnect: () => void,
  ): Promise<ListenConnection> {
    const connection = new ListenConnection({
      knex: this.#knex,
      channel,
      // The payload is the name of the queue, which is the kind.
      onNotification: kind => {
        onNotification(kind);
        this.#wake(kind);
      },
      onConnect: () => {
        onConnect();
        this.#wake();
      },
      logger: this.#logger,
    });
    await connection.open();
    return connection;
  }

  /** Tells that this process lives, for the jobs that it holds. */
  async #keepAlive(): Promise<void> {
    try {
      for (const [kind, jobs] of byKind([...this.#held.values()])) {
        await this.#boss.touch(kind, jobs.map(attemptOf));
      }
    } catch (error) {
      this.#complain(causeOf(error));
    }
  }

  /** Makes what is due by the Clock due by PostgreSQL's. */
  async #pullForward(): Promise<void> {
    await this.#knex.raw(
      `update ${schema}.job set start_after = now()
        where state < 'active' and start_after > now()
          and jsonb_typeof(data->'runAt') = 'number'
          and data->'runAt' <= to_jsonb(?::bigint)`,
      [this.#clock.now().getTime()],
    );
  }

  /** Its upkeep runs every other second, and would say the same each time in an outage. */
  #complain(text: string): void {
    if (text !== this.#lastComplaint) {
      this.#logger.warn(`The queue reports: ${text}`);
    }
    this.#lastComplaint = text;
  }
}
