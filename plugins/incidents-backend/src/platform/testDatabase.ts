// For tests only: nothing that ships imports this file, so a devDependency is right here.
// eslint-disable-next-line @backstage/no-undeclared-imports
import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { Database } from './database';
import { migrate } from './migrate';
import { DatabaseCopies } from './testDatabaseCopies';

const needsPostgres =
  'These tests run on PostgreSQL: set BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING, or use bin/test.';

let databases: TestDatabases | undefined;
const copies = new DatabaseCopies(async (id: TestDatabaseId) => {
  const knex = await emptyDatabase(id);
  await migrate(knex);
  return knex;
});

/**
 * The databases that every store and service is tested on, for `describe.each`. Call it at the top
 * of the file or in a `describe`, never inside a test.
 *
 * PostgreSQL is left out when no server is configured, except in CI, where that is an error.
 *
 * @example describe.each(eachDatabase())('AlertStore, %s', id => { … await openDatabase(id) … })
 */
export function eachDatabase(): readonly TestDatabaseId[] {
  if (!databases) {
    databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
    afterAll(() => copies.drop(), 60_000);
  }
  if (process.env.CI && !databases.supports('POSTGRES_15')) {
    throw new Error(needsPostgres);
  }
  return databases.eachSupportedId().map(([id]) => id);
}

/**
 * The databases that several processes can share, for the files named `*.postgres.test.ts`. `bin/test` leaves these
 * files out where there is no PostgreSQL, and says so.
 *
 * @throws Error when no server is configured
 */
export function eachSharedDatabase(): readonly TestDatabaseId[] {
  const shared = eachDatabase().filter(id => id !== 'SQLITE_3');
  if (shared.length === 0) throw new Error(needsPostgres);
  return shared;
}

/** A fresh database without tables; it is closed and dropped after the file's last test. */
export async function emptyDatabase(id: TestDatabaseId): Promise<Knex> {
  if (!databases) throw new Error('Call eachDatabase() first');
  return databases.init(id);
}

/** As `emptyDatabase`, migrated: a copy of one that the file's first test migrates. */
export async function openDatabase(id: TestDatabaseId): Promise<Database> {
  const knex = await copies.open(id);
  return Database.open({
    getClient: async () => knex,
    migrations: { skip: true },
  });
}

/** Waits until some transaction of this database waits for another one's lock; PostgreSQL. */
export async function somebodyWaits({ knex }: Database): Promise<void> {
  for (;;) {
    const { rows } = await knex.raw(
      `select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows[0].n > 0) return;
  }
}
