import { mockCredentials } from '@backstage/backend-test-utils';
import {
  Caller,
  PostmortemFilter,
  postmortemListQuerySchema,
} from '@muster/backstage-plugin-incidents-common';
import { FakeClock } from '../../platform/FakeClock';
import { FullText } from '../../platform/fullText';
import { Database } from '../../platform/database';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { Gate } from '../life/Gate';
import { PostmortemFacets } from './PostmortemFacets';
import { Reach } from './Reach';
import { addPostmortem } from './testPostmortem';

jest.setTimeout(60_000);

const person = (name: string, ...groups: string[]): Caller => ({
  kind: 'person',
  ref: `user:default/${name}`,
  ownership: [`user:default/${name}`, ...groups],
  isAdmin: name === 'dora',
});
const callers = [
  person('eve'),
  person('ana', 'group:default/payments'),
  person('dora'),
];

describe.each(eachDatabase())('facets of all on %s', id => {
  let database: Database;
  let facets: (caller: Caller, filter?: PostmortemFilter) => Promise<unknown>;
  beforeEach(async () => {
    database = await openDatabase(id);
    const counter = new PostmortemFacets({
      database,
      clock: new FakeClock('2026-03-05T09:00:00Z'),
      fullText: new FullText(database),
      reach: new Reach({
        gate: new Gate({ database }),
        access: { readable: async () => undefined },
      }),
    });
    facets = (caller, filter = {}) =>
      counter.count(filter, { caller, credentials: mockCredentials.none() });
  });

  const { severity } = postmortemListQuerySchema.parse({
    severity: 'SEV1,SEV2,SEV3,SEV4,SEV5',
  });
  /** What was kept must be what is there when all are gone over, for whoever asks. */
  const expectTruth = async () => {
    for (const caller of callers) {
      expect(await facets(caller)).toEqual(await facets(caller, { severity }));
    }
  };
  const row = (number: number) =>
    database.knex('postmortems').where({ id: number });
  const factorsOf = (number: number) =>
    database.knex('postmortem_factors').where({ postmortem_id: number });

  it('are true after every change of what is counted', async () => {
    const factors = ['No alert', 'Pool too small'];
    const pool = await addPostmortem(database, { factors });
    const draft = await addPostmortem(database, { factors, state: 'draft' });
    const secret = await addPostmortem(database, { factors, restricted: true });
    await addPostmortem(database, { factors: ['No alert'], owner: null });
    await expectTruth();
    expect(await facets(callers[0])).toMatchObject({
      total: 2,
      factor: [
        { value: 'No alert', count: 2 },
        { value: 'Pool too small', count: 1 },
      ],
    });
    expect(await facets(callers[2])).toMatchObject({ total: 4 });

    const changes: readonly (() => PromiseLike<unknown>)[] = [
      () => row(draft).update({ state: 'published' }),
      () => row(pool).update({ restricted: true }),
      () => row(pool).update({ restricted: false, state: 'amended' }),
      () => row(secret).update({ severity: 'SEV1', version: 2 }),
      () => row(draft).update({ version: 3 }),
      () =>
        row(draft).update({
          entity_ref: 'component:default/a',
          severity: 'SEV3',
        }),
      () => row(draft).update({ entity_name: 'Another', owner_name: null }),
      () => row(draft).update({ owner_ref: null, owner_name: null }),
      () =>
        row(draft).update({ occurred_at: new Date('2025-12-31T23:59:59Z') }),
      // The same factor twice in a tree counts once, until both are gone.
      () =>
        factorsOf(pool)
          .where({ factor_id: 'Pool too small' })
          .update({ factor_id: 'No alert' }),
      () => factorsOf(pool).where({ position: 0 }).delete(),
      () => factorsOf(pool).update({ factor_id: null }),
      () => factorsOf(draft).delete(),
      () =>
        database
          .knex('factors')
          .where({ id: 'No alert' })
          .update({ name: 'Nobody told' }),
      () => row(secret).update({ restricted: false, state: 'waived' }),
      // All at once.
      () => database.knex('postmortems').update({ severity: 'SEV4' }),
      () =>
        database
          .knex('postmortems')
          .update({ state: 'published', restricted: false }),
      () => row(secret).delete(),
      () => factorsOf(secret).delete(),
      () => database.knex('postmortems').delete(),
    ];
    for (const change of changes) {
      await change();
      await expectTruth();
    }
    expect(await facets(callers[2])).toMatchObject({ total: 0, factor: [] });
  });

  it('wait for nobody, and what was not committed is not counted', async () => {
    const pool = await addPostmortem(database, { factors: ['No alert'] });
    const mail = await addPostmortem(database, { factors: ['No alert'] });
    if (database.dialect === 'sqlite') return;
    const first = await database.knex.transaction();
    const second = await database.knex.transaction();
    await first('postmortems').where({ id: pool }).update({ severity: 'SEV1' });
    await second('postmortems')
      .where({ id: mail })
      .update({ severity: 'SEV1' });
    await second.commit();
    await first.rollback();
    expect(await facets(callers[0])).toMatchObject({
      severity: [
        { value: 'SEV1', count: 1 },
        { value: 'SEV2', count: 1 },
      ],
    });
    await expectTruth();
  });

  it('stay true when many changes are put together', async () => {
    const pool = await addPostmortem(database, { factors: ['No alert'] });
    await addPostmortem(database, { factors: ['No alert'] });
    if (database.dialect === 'sqlite') return;
    await database.knex.raw(
      `insert into postmortem_counts (facet, value, name, n)
       select 'severity', 'SEV2', 'SEV2', case when k % 2 = 0 then 1 else -1 end from generate_series(1, 5000) k`,
    );
    await expectTruth();
    const [{ n }] = await database.knex('postmortem_counts').count({ n: '*' });
    expect(Number(n)).toBeLessThan(10);
    await expectTruth();
    await row(pool).update({ severity: 'SEV1' });
    await expectTruth();
  });
});
