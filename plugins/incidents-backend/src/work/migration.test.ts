import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { eachDatabase, openDatabase } from '../platform/testDatabase';

jest.setTimeout(60_000);

const migration = {
  directory: resolvePackagePath(
    '@muster/backstage-plugin-incidents-backend',
    'migrations',
  ),
  name: '20261125000100_work.js',
};

describe.each(eachDatabase())('the migration of work on %s', id => {
  it('goes down with data in its tables, and up again', async () => {
    const { dialect, knex } = await openDatabase(id);
    const tables = [
      'work_dead_letters',
      ...(dialect === 'sqlite' ? ['work_jobs'] : []),
    ];
    const existing = () =>
      Promise.all(tables.map(table => knex.schema.hasTable(table)));
    const job = { kind: 'demo', key: 'demo:1', data: '{}', attempts: 1 };
    const at = new Date('2026-03-02T09:00:00Z');
    await knex('work_dead_letters').insert({
      ...job,
      cause: 'Error: away',
      failed_at: at,
    });
    if (dialect === 'sqlite') {
      await knex('work_jobs').insert({ ...job, starts: 1, run_at: at });
    }

    await knex.migrate.down(migration);
    expect(await existing()).toEqual(tables.map(() => false));
    await knex.migrate.up(migration);
    expect(await existing()).toEqual(tables.map(() => true));
  });
});
