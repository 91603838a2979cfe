import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { createFixture, people } from './pagingFixture';

// A fresh database per test takes its time on a busy machine.
jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@muster/backstage-plugin-incidents-backend',
  'migrations',
);
const names = [
  '20261125000500_paging.js',
  '20261126000400_page_copies.js',
  '20261126000440_contacts.js',
  '20261126000460_providers.js',
];

describe.each(eachDatabase())('paging’s migrations, on %s', id => {
  it('can be taken back with data in its tables, and applied again', async () => {
    const database = await openDatabase(id);
    const fixture = await createFixture(database, { demo: true, channels: [] });
    const incident = await fixture.open();
    await fixture.page(incident, [people.ana]);
    await fixture.work.runAll();
    for (const name of [...names].reverse()) {
      await database.knex.migrate.down({ directory, name });
    }
    for (const table of ['page_batches', 'pages', 'deliveries', 'mailbox']) {
      expect(await database.knex.schema.hasTable(table)).toBe(false);
    }
    for (const name of names) {
      await database.knex.migrate.up({ directory, name });
    }
    await fixture.page(incident, [people.ben]);
    await fixture.work.runAll();
    expect(await fixture.states(incident)).toEqual([
      'Ben Okafor, portal sent, email sent',
    ]);
  });
});
