import { mockCredentials } from '@backstage/backend-test-utils';
import {
  Caller,
  Postmortem,
  PostmortemFilter,
  postmortemListQuerySchema,
} from '@muster/backstage-plugin-incidents-common';
import { IncidentAccess } from '../../incidents/service';
import { Database } from '../../platform/database';
import { FakeClock } from '../../platform/FakeClock';
import { FullText } from '../../platform/fullText';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { Gate } from '../life/Gate';
import { FollowUpReader, PostmortemViews } from '../ports';
import { EntityLearning } from './EntityLearning';
import { PostmortemFacets } from './PostmortemFacets';
import { PostmortemLists } from './PostmortemLists';
import { Reach } from './Reach';
import { addPostmortem, TestPostmortem } from './testPostmortem';

const person = (name: string, ...groups: string[]): Caller => ({
  kind: 'person',
  ref: `user:default/${name}`,
  ownership: [`user:default/${name}`, ...groups],
  isAdmin: name === 'dora',
});
const payments = 'group:default/payments';
const ana = person('ana', payments);
const carla = person('carla', 'group:default/search');
const dora = person('dora');
const service: Caller = { kind: 'service', subject: 'plugin:search' };
const search = {
  entity: { ref: 'component:default/search', name: 'search' },
  owner: { ref: 'group:default/search', name: 'Search' },
};

const worthReading: TestPostmortem['worthReading'] = {
  why: 'Shows how our pools fail together',
  by: { kind: 'person', ref: 'user:default/ana', name: 'Ana' },
  at: '2026-03-02T10:00:00.000Z',
};

/** By the names under which the tests speak of them, oldest first. */
const written: Record<string, TestPostmortem> = {
  pool: {
    title: 'Payments stood still',
    occurredAt: new Date('2026-01-05T10:00:00Z'),
    severity: 'SEV1',
    sections: {
      summary: 'The **connection pool** of checkout was [exhausted](http://x).',
      'went-well': 'Rollback took a minute.',
    },
    factors: ['Pool too small', 'No alert'],
  },
  draft: {
    title: 'Draft about the pool',
    occurredAt: new Date('2026-02-05T10:00:00Z'),
    state: 'draft',
    dueAt: new Date('2026-03-01T00:00:00Z'),
    people: [['participant', 'user:default/carla']],
  },
  secret: {
    ...search,
    title: 'Secret of the pool',
    occurredAt: new Date('2026-02-28T23:30:00Z'),
    restricted: true,
    factors: ['Pool too small'],
    people: [['reader', payments]],
    worthReading,
  },
  search: {
    ...search,
    title: 'A pool in the search',
    occurredAt: new Date('2026-03-01T00:00:00Z'),
    state: 'amended',
    factors: ['Pool too small'],
  },
  mail: {
    title: 'Mail was late',
    occurredAt: new Date('2026-03-02T10:00:00Z'),
    sections: { summary: 'The queue grew.' },
    factors: ['No alert'],
    worthReading,
  },
};

/** What lists show besides is not looked at here. */
const shown: Postmortem = {
  id: 0,
  name: '',
  title: '',
  state: 'published',
  required: false,
  severity: 'SEV1',
  entity: { ref: '', name: '' },
  owner: null,
  incident: null,
  writer: null,
  dueAt: null,
  overdue: false,
  occurredAt: '',
  durationSeconds: null,
  openedAt: '',
  publishedAt: null,
  amendedAt: null,
  factors: [],
  followUps: { open: 0, done: 0, verified: 0 },
  restricted: false,
  summary: '',
  worthReading: null,
};

describe.each(eachDatabase())('finding postmortems on %s', id => {
  let database: Database;
  const ids = new Map<string, number>();
  let policy: Awaited<ReturnType<IncidentAccess['readable']>>;
  beforeAll(async () => {
    database = await openDatabase(id);
    for (const [name, one] of Object.entries(written)) {
      ids.set(name, await addPostmortem(database, one));
    }
  });
  beforeEach(() => {
    policy = undefined;
  });

  const nameOf = (of: number) =>
    [...ids].find(([, other]) => other === of)?.[0] ?? '?';
  const parts = () => {
    const access: Pick<IncidentAccess, 'readable'> = {
      readable: async () => policy,
    };
    const views: Pick<PostmortemViews, 'list'> = {
      list: async records =>
        records.map(({ id: number, summary }) => ({
          ...shown,
          id: number,
          summary,
        })),
    };
    const followUps: Pick<FollowUpReader, 'openOf'> = {
      openOf: async () => ({ items: [], count: 0 }),
    };
    return {
      database,
      clock: new FakeClock(),
      views,
      followUps,
      reach: new Reach({ gate: new Gate({ database }), access }),
      fullText: new FullText(database),
    };
  };
  const page = (caller: Caller, query: Record<string, string> = {}) =>
    new PostmortemLists(parts()).page(postmortemListQuerySchema.parse(query), {
      caller,
      credentials: mockCredentials.none(),
    });
  const names = async (caller: Caller, query?: Record<string, string>) =>
    (await page(caller, query)).items.map(item => nameOf(item.id));
  const facets = (caller: Caller, filter: PostmortemFilter = {}) =>
    new PostmortemFacets(parts()).count(filter, {
      caller,
      credentials: mockCredentials.none(),
    });

  it('lists what each may read, newest first', async () => {
    expect(await names(dora)).toEqual([
      'mail',
      'search',
      'secret',
      'draft',
      'pool',
    ]);
    expect(await names(ana)).toEqual([
      'mail',
      'search',
      'secret',
      'draft',
      'pool',
    ]);
    expect(await names(carla)).toEqual(['mail', 'search', 'draft', 'pool']);
    expect(await names(person('eve'))).toEqual(['mail', 'search', 'pool']);
    expect(await names(service)).toEqual(['mail', 'search', 'pool']);
  });

  it.each([
    [{ entityRef: 'component:default/search' }, ['search']],
    [{ ownerRef: payments }, ['mail', 'draft', 'pool']],
    [{ severity: 'SEV1,SEV3' }, ['pool']],
    [{ state: 'draft,amended' }, ['search', 'draft']],
    [{ factorId: 'No alert' }, ['mail', 'pool']],
    [{ month: '2026-02' }, ['draft']],
    [{ month: '2026-03' }, ['mail', 'search']],
    [{ personRef: 'user:default/carla' }, ['draft']],
    [{ overdue: 'true' }, ['draft']],
    [{ overdue: 'false' }, ['mail', 'search', 'pool']],
    [{ worthReading: 'true' }, ['mail']],
    [{ worthReading: 'false' }, ['search', 'draft', 'pool']],
    [{ q: 'pool' }, ['draft', 'pool', 'search']],
    [{ q: 'pool', ownerRef: payments }, ['draft', 'pool']],
    [{ q: 'exhaust' }, ['pool']],
    [{ q: '"' }, ['draft', 'mail', 'pool', 'search']],
    [{ q: 'nothing of the kind' }, []],
  ])('narrows by %j', async (query, expected) => {
    const found = await names(carla, query);
    // What has the words is in the order of how well it has them, which is the database's own.
    expect('q' in query ? found.sort() : found).toEqual(expected);
  });

  it('puts those first that have the words in their title', async () => {
    expect((await names(carla, { q: 'pool' })).pop()).toBe('pool');
  });

  it('says where the words are, and takes the summary as plain text', async () => {
    const { items } = await page(carla, { q: 'connection' });
    expect(items).toEqual([
      {
        ...shown,
        id: ids.get('pool'),
        summary: 'The connection pool of checkout was exhausted.',
        excerpt: expect.stringContaining('The **connection** pool of checkout'),
      },
    ]);
  });

  it.each<Record<string, string>>([{}, { q: 'pool' }])(
    'turns pages of %j without gaps',
    async query => {
      const whole = await names(ana, query);
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const next = await page(ana, {
          ...query,
          limit: '1',
          ...(cursor ? { cursor } : {}),
        });
        seen.push(...next.items.map(item => nameOf(item.id)));
        cursor = next.nextCursor;
      }
      expect(seen).toEqual(whole);
      // Years before the first and after 9999 are none for PostgreSQL.
      for (const wrong of ['abc', '-999999999999999_1', '999999999999999_1']) {
        await expect(page(ana, { ...query, cursor: wrong })).rejects.toThrow(
          'query.cursor must be the nextCursor of a page',
        );
      }
    },
  );

  it('counts what the list would show', async () => {
    expect(await facets(person('eve'))).toEqual({
      total: 3,
      service: [
        { value: 'component:default/checkout', name: 'checkout', count: 2 },
        { value: 'component:default/search', name: 'search', count: 1 },
      ],
      team: [
        { value: payments, name: 'Payments', count: 2 },
        { value: 'group:default/search', name: 'Search', count: 1 },
      ],
      severity: [
        { value: 'SEV1', name: 'SEV1', count: 1 },
        { value: 'SEV2', name: 'SEV2', count: 2 },
      ],
      factor: [
        { value: 'No alert', name: 'No alert', count: 2 },
        { value: 'Pool too small', name: 'Pool too small', count: 2 },
      ],
      month: [
        { value: '2026-03', name: '2026-03', count: 2 },
        { value: '2026-01', name: '2026-01', count: 1 },
      ],
      state: [
        { value: 'published', name: 'published', count: 2 },
        { value: 'amended', name: 'amended', count: 1 },
      ],
    });
    const narrowed = await facets(ana, { q: 'pool', ownerRef: payments });
    expect(narrowed).toMatchObject({
      total: 2,
      factor: [
        { value: 'No alert', count: 1 },
        { value: 'Pool too small', count: 1 },
      ],
    });
  });

  it('tells of an entity what the reader may read', async () => {
    const learning = new EntityLearning(parts());
    const of = (caller: Caller) =>
      learning.of('component:default/checkout', {
        caller,
        credentials: mockCredentials.none(),
      });
    const { newest, unwritten, worthReading: first, ...rest } = await of(carla);
    expect(newest.map(item => nameOf(item.id))).toEqual(['mail', 'pool']);
    expect(first.map(item => nameOf(item.id))).toEqual(['mail']);
    expect(unwritten.map(item => nameOf(item.id))).toEqual(['draft']);
    expect(rest).toEqual({
      overdueCount: 1,
      recurring: [{ id: 'No alert', name: 'No alert', count: 2 }],
      followUps: [],
      openFollowUps: 0,
    });
    expect(await of(person('eve'))).toMatchObject({
      unwritten: [],
      overdueCount: 1,
    });
  });

  it('leaves out what the portal’s policy hides', async () => {
    policy = { column: 'severity', values: ['SEV1'] };
    expect(await names(dora)).toEqual(['pool']);
    expect(await names(dora, { q: 'pool' })).toEqual(['pool']);
    expect((await facets(dora)).total).toBe(1);
    policy = 'none';
    expect(await names(dora)).toEqual([]);
    expect((await facets(dora)).total).toBe(0);
  });
});
