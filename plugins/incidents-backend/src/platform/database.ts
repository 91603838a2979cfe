import { DatabaseService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { Knex } from 'knex';
import { migrate } from './migrate';

/** A transaction. Inside one, only this is used: SQLite's pool has a single connection. */
export type Tx = Knex.Transaction;
/** Something that a store can query with: the pool or a transaction. */
export type Queryable = Knex;

/** Whether something is asked within a transaction. */
export const isTransaction = (db: Queryable | Tx): db is Tx =>
  db.isTransaction === true;

/** Rows that one statement carries, well below the limits of both databases: bound values, and SQLite's terms of a union. */
const rowsAtOnce = 200;

/** Rows in parts that one statement carries. */
export function* inChunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let i = 0; i < rows.length; i += rowsAtOnce) {
    yield rows.slice(i, i + rowsAtOnce);
  }
}

/** The plugin's database, and the few places where the two dialects differ. */
export class Database {
  readonly knex: Knex;
  readonly dialect: 'postgres' | 'sqlite';
  readonly #commitListeners = new Set<() => void>();

  private constructor(knex: Knex, dialect: 'postgres' | 'sqlite') {
    this.knex = knex;
    this.dialect = dialect;
  }

  /**
   * Opens the plugin's database and brings it up to date.
   *
   * @throws Error for a database that Muster does not run on, saying which it does
   */
  static async open(service: DatabaseService): Promise<Database> {
    const knex = await service.getClient();
    const database = new Database(knex, dialectOf(knex));
    if (!service.migrations?.skip) {
      await migrate(knex);
    }
    return database;
  }

  /**
   * Runs `work` in one transaction and commits it. A deadlock or a serialization failure starts
   * `work` again, up to three times; so it must have no effect outside the transaction.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        const result = await this.knex.transaction(work);
        for (const listener of this.#commitListeners) listener();
        return result;
      } catch (error) {
        if (attempt >= 3 || !isWorthAnotherTry(error)) throw error;
      }
    }
  }

  /** Calls `listener` after each commit of this process; returns the way to stop it. */
  onCommit(listener: () => void): () => void {
    this.#commitListeners.add(listener);
    return () => this.#commitListeners.delete(listener);
  }

  /** Locks the rows of `query` until the transaction ends. SQLite has one writer anyway. */
  forUpdate<Q extends Knex.QueryBuilder>(query: Q): Q {
    if (this.dialect === 'postgres') query.forUpdate();
    return query;
  }

  /** As `forUpdate`, leaving out rows that somebody else holds. */
  forUpdateSkipLocked<Q extends Knex.QueryBuilder>(query: Q): Q {
    if (this.dialect === 'postgres') query.forUpdate().skipLocked();
    return query;
  }

  /** Lets the statements of a transaction fail that wait longer than that for somebody's lock. SQLite has one writer anyway. */
  async waitAtMost(tx: Tx, ms: number): Promise<void> {
    if (this.dialect === 'postgres') {
      await tx.raw(`set local lock_timeout = ${Number(ms)}`);
    }
  }

  /** The database's own time, in milliseconds since the epoch. */
  async readTime(): Promise<number> {
    const expression =
      this.dialect === 'postgres'
        ? '(extract(epoch from clock_timestamp()) * 1000)'
        : "((julianday('now') - 2440587.5) * 86400000)";
    const [row] = await this.knex.select<{ ms: string | number }[]>(
      this.knex.raw(`${expression} as ms`),
    );
    return Number(row.ms);
  }
}

function dialectOf(knex: Knex): 'postgres' | 'sqlite' {
  const client = String(knex.client.config.client);
  if (client === 'pg') return 'postgres';
  if (client.includes('sqlite')) return 'sqlite';
  throw new Error(
    `Muster runs on PostgreSQL or SQLite, and backend.database.client is '${client}'. ` +
      'Set backend.database.client (or backend.database.plugin.incidents.client) to pg.',
  );
}

/** What the database calls an error; empty for one that is not its own. */
export const errorCode = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error
    ? String(error.code)
    : '';

/** PostgreSQL's serialization_failure and deadlock_detected. */
const isWorthAnotherTry = (error: unknown): boolean =>
  ['40001', '40P01'].includes(errorCode(error));

/** True when `error` says that a row with this unique value is there already (either dialect). */
export const isUniqueViolation = (error: unknown): boolean =>
  [
    '23505',
    'SQLITE_CONSTRAINT_UNIQUE',
    'SQLITE_CONSTRAINT_PRIMARYKEY',
  ].includes(errorCode(error));

/** Codes of a database that is away, not of a wrong query (PostgreSQL Appendix A, classes 08, 53, 57; Node's socket errors). */
const awayCodes =
  /^(08|53|57P)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|SQLITE_BUSY|SQLITE_FULL|SQLITE_IOERR)/;

/** True when `error` says that the database cannot be reached now. */
export const isDatabaseAway = (error: unknown): boolean =>
  awayCodes.test(errorCode(error)) ||
  (error instanceof Error &&
    /Connection terminated|KnexTimeoutError|Timeout acquiring a connection|Unable to acquire a connection|Client has encountered a connection error/.test(
      `${error.name} ${error.message}`,
    ));

/** Turns a database that is away into 503, which senders repeat; passes every other error on. */
export function asUnavailable(error: unknown): unknown {
  return isDatabaseAway(error)
    ? new ServiceUnavailableError(
        'The database cannot be reached just now; nothing was stored. Try again in a few seconds.',
      )
    : error;
}

/** An instant of a row: PostgreSQL answers Date, SQLite milliseconds. */
export const instant = (value: Date | number | string): Date =>
  value instanceof Date ? value : new Date(value);

/** As `instant`, for a column that may be empty. */
export const instantOrNull = (
  value: Date | number | string | null,
): Date | null => (value === null ? null : instant(value));

/** The text form of an instant in the API. */
export const iso = (at: Date): string => at.toISOString();
/** As `iso`, for what may be null. */
export const isoOrNull = (at: Date | null): string | null =>
  at === null ? null : at.toISOString();
