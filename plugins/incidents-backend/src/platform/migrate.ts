import { setTimeout } from 'node:timers/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

const directory = resolvePackagePath(
  '@muster/backstage-plugin-incidents-backend',
  'migrations',
);

/**
 * Brings the tables up to date, all or nothing.
 *
 * Replicas may start together: the first one migrates, the others wait for it. A replica of the version
 * before may start after a newer one has migrated (it crashed, or the upgrade was taken back): what it
 * does not know it leaves alone, since migrations only expand (docs/decisions/005).
 */
export async function migrate(knex: Knex): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await migrateOnce(knex);
      return;
    } catch (error) {
      if (!isDeadlock(error) || tried === mostTries) throw error;
    }
    await setTimeout(tried * pauseMs);
  }
}

/**
 * PostgreSQL gave up one of two who wait for each other. The version before works on while its tables are changed, so now and
 * then the migrations are that one; all of them were taken back.
 */
const isDeadlock = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '40P01';
const mostTries = 20;
const pauseMs = 50;

async function migrateOnce(knex: Knex): Promise<void> {
  await knex.transaction(async tx => {
    // SQLite's pool has one connection, which is a queue by itself.
    if (knex.client.config.client === 'pg') {
      await lockUntilCommit(tx, 'muster-incidents-migrations');
    }
    await tx.migrate.latest({
      directory,
      // It would refuse to start when the database has run more than is in the directory.
      disableMigrationsListValidation: true,
    });
  });
}

/** Waits until no other process of this database holds the lock of this name, and holds it until `tx` ends. PostgreSQL only. */
export async function lockUntilCommit(
  tx: Knex.Transaction,
  name: string,
): Promise<void> {
  await tx.raw('select pg_advisory_xact_lock(hashtext(?))', [name]);
}
