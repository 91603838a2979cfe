import { contract } from '@muster/backstage-plugin-incidents-common';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { Database } from '../../platform/database';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';
import { until } from '../../testing/until';
import { addPostmortem } from './testPostmortem';

jest.setTimeout(60_000);

const checkout = 'component:default/checkout';

describe.each(eachDatabase())('similar incidents on %s', id => {
  let database: Database;
  let muster: StartedIncidents;
  beforeEach(async () => {
    database = await openDatabase(id);
  });
  afterEach(() => muster.stop());

  const open = async (title: string, note?: string) => {
    const ana = muster.as('ana');
    const { id: number } = await ana.call(contract.incidents.create, {
      body: { entityRef: checkout, title },
    });
    const params = { id: String(number) };
    if (note) {
      await ana.call(contract.incidents.resolve, { params, body: { note } });
    }
    return number;
  };
  const similarTo = async (number: number) =>
    (
      await muster.as('ana').call(contract.postmortems.similar, {
        params: { id: String(number) },
      })
    ).items;
  const indexed = async () =>
    (
      await database.knex('full_texts').where({ kind: 'incident' }).pluck('id')
    ).map(Number);

  it('are found with their postmortems, those from before there was an index as well', async () => {
    muster = await startIncidents({ knex: database.knex });
    const pool = await open('Connection pool exhausted', 'Made it larger');
    const disk = await open('Disk nearly full', 'Deleted logs');
    const going = await open('Connection pool exhausted again');
    await until(async () => {
      const ids = await indexed();
      return ids.includes(pool) && ids.includes(disk) ? true : undefined;
    });
    const words = await database
      .knex('full_texts')
      .where({ kind: 'incident', id: pool })
      .first('body');
    expect(words.body).toContain('Made it larger');
    expect(await indexed()).not.toContain(going);

    const ofPool = { incidentId: pool, title: 'The pool' };
    const number = await addPostmortem(database, {
      ...ofPool,
      sections: { summary: 'It was too small.' },
    });
    expect(await similarTo(going)).toMatchObject([
      {
        id: pool,
        because: 'same service · connection, pool, exhausted',
        postmortem: {
          id: number,
          name: `PM-${number}`,
          summary: 'It was too small.',
        },
      },
      { id: disk, because: 'same service', postmortem: null },
    ]);
    await database
      .knex('postmortems')
      .where({ id: number })
      .update({ restricted: true });
    const [{ postmortem }] = await similarTo(going);
    expect(postmortem).toBeNull();

    // As a database is that had incidents before.
    await muster.stop();
    await database.knex('full_texts').where({ kind: 'incident' }).delete();
    await database
      .knex('settings')
      .where({ name: 'postmortems-incidents-indexed' })
      .delete();
    muster = await startIncidents({ knex: database.knex });
    await until(async () => {
      const ids = await indexed();
      return ids.length === 2 ? true : undefined;
    });
    expect((await indexed()).sort()).toEqual([pool, disk].sort());
  });
});
