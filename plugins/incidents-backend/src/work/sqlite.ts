import { Clock, secondsBetween } from '../platform/clock';
import { Database, instant, Tx } from '../platform/database';
import { parseJobData } from './deadLetters';
import { JobStore } from './JobStore';
import { ClaimedJob } from './model';
import { Job } from './service';

/** A row of `work_jobs`. */
interface Row {
  id: number;
  kind: string;
  key: string | null;
  data: string;
  run_at: Date | number | string;
  attempts: number;
  starts: number;
}

const fromRow = (row: Row): ClaimedJob => ({
  id: String(row.id),
  kind: row.kind,
  key: row.key,
  data: parseJobData(row.data),
  runAt: instant(row.run_at),
  attempts: row.attempts,
  starts: row.starts + 1,
});

/**
 * Jobs of the embedded database. It has one process, so that process knows which jobs run: a row is
 * a job that has not been finished, and after a restart every row waits again.
 */
export class SqliteJobStore implements JobStore {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #running = new Set<number>();
  /** Kinds that got due work since the last commit. */
  readonly #touched = new Set<string>();
  /** What this process works on. */
  #kinds: readonly string[] = [];
  #forgetCommits: (() => void) | undefined;

  constructor(options: { database: Database; clock: Clock }) {
    this.#database = options.database;
    this.#clock = options.clock;
  }

  async prepare(): Promise<void> {}

  async start(
    kinds: readonly string[],
    wake: (kind?: string) => void,
  ): Promise<void> {
    this.#kinds = kinds;
    this.#forgetCommits = this.#database.onCommit(() => {
      for (const kind of this.#touched) wake(kind);
      this.#touched.clear();
    });
  }

  async stop(): Promise<void> {
    this.#forgetCommits?.();
  }

  async put(tx: Tx, job: Job): Promise<void> {
    const { kind, key, isNewKey } = job;
    const fields = {
      kind,
      data: JSON.stringify(job.data),
      run_at: job.runAt ?? this.#clock.now(),
      attempts: 0,
      starts: 0,
    };
    const moved =
      key === undefined || isNewKey
        ? 0
        : await this.#waiting(tx).where({ key }).update(fields);
    if (moved === 0) {
      await tx('work_jobs').insert({ ...fields, key: key ?? null });
    }
    if (fields.run_at <= this.#clock.now()) this.#touched.add(kind);
  }

  async remove(tx: Tx, key: string): Promise<void> {
    await this.#waiting(tx).where({ key }).delete();
  }

  async isPending(tx: Tx, kind: string, key: string): Promise<boolean> {
    const rows = await tx<Row>('work_jobs').where({ kind, key });
    const now = this.#clock.now();
    return rows.some(
      row =>
        row.attempts > 0 ||
        this.#running.has(row.id) ||
        instant(row.run_at) <= now,
    );
  }

  async dueKinds(): Promise<readonly string[]> {
    const rows = await this.#waiting(this.#database.knex)
      .whereIn('kind', this.#kinds)
      .where('run_at', '<=', this.#clock.now())
      .distinct<{ kind: string }[]>('kind');
    return rows.map(row => row.kind);
  }

  async lagSeconds(): Promise<number> {
    const now = this.#clock.now();
    const row = await this.#waiting(this.#database.knex)
      .whereIn('kind', this.#kinds)
      .where('run_at', '<=', now)
      .orderBy('run_at')
      .first();
    return row ? secondsBetween(instant(row.run_at), now) : 0;
  }

  async claim(kind: string, limit: number): Promise<readonly ClaimedJob[]> {
    const rows = await this.#waiting(this.#database.knex)
      .where({ kind })
      .where('run_at', '<=', this.#clock.now())
      .orderBy(['run_at', 'id'])
      .limit(limit);
    if (rows.length === 0) return [];
    const ids = rows.map(row => row.id);
    for (const id of ids) this.#running.add(id);
    try {
      await this.#database
        .knex('work_jobs')
        .whereIn('id', ids)
        .increment('starts', 1);
    } catch (error) {
      for (const id of ids) this.#running.delete(id);
      throw error;
    }
    return rows.map(fromRow);
  }

  async finish(job: ClaimedJob, tx?: Tx): Promise<void> {
    await (tx ?? this.#database.knex)('work_jobs')
      .where({ id: Number(job.id) })
      .delete();
  }

  async postpone(
    job: ClaimedJob,
    runAt: Date,
    attempts: number,
  ): Promise<void> {
    await this.#database
      .knex('work_jobs')
      .where({ id: Number(job.id) })
      .update({ run_at: runAt, attempts });
  }

  release(job: ClaimedJob): void {
    this.#running.delete(Number(job.id));
  }

  #waiting(db: Tx | Database['knex']) {
    return db<Row>('work_jobs').whereNotIn('id', [...this.#running]);
  }
}
