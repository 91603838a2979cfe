import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Database } from './database';
import {
  eachSharedDatabase,
  openDatabase,
  somebodyWaits,
} from './testDatabase';

// PostgreSQL lets two that wait for each other do so for a second, and all migrations since go down and up again.
jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@muster/backstage-plugin-incidents-backend',
  'migrations',
);

describe.each(eachSharedDatabase())('migrating on %s', id => {
  it('is tried again when it and the version before, which works on, wait for each other', async () => {
    const database = await openDatabase(id);
    const { knex } = database;
    // To before the migration that made this table and changed the one that is locked below.
    while (await knex.schema.hasTable('factors')) {
      await knex.migrate.down({ directory });
    }
    const before = await knex.transaction();
    // It is the migration that PostgreSQL gives up.
    await before.raw(`set local deadlock_timeout = '60s'`);
    await before.raw('lock table directory_members in row exclusive mode');
    const migrated = Database.open({ getClient: async () => knex });
    await somebodyWaits(database);
    await before.raw(
      `select pg_advisory_xact_lock(hashtext('muster-incidents-migrations'))`,
    );
    await before.commit();
    await migrated;
    expect(await knex.schema.hasTable('factors')).toBe(true);
  });
});
