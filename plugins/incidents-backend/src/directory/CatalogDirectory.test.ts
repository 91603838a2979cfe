import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { FakeClock } from '../platform/FakeClock';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { Settings } from '../platform/settings';
import { CatalogDirectory } from './CatalogDirectory';

const group = (
  name: string,
  members: string[],
  extra: { parent?: string; annotations?: Record<string, string> } = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name, namespace: 'default', annotations: extra.annotations },
  spec: { type: 'team', children: [] },
  relations: [
    ...members.map(member => ({
      type: 'hasMember',
      targetRef: `user:default/${member}`,
    })),
    ...(extra.parent
      ? [{ type: 'childOf', targetRef: `group:default/${extra.parent}` }]
      : []),
  ],
});

const user = (name: string, displayName: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name, namespace: 'default' },
  spec: { profile: { displayName, email: `${name}@example.test` } },
});

const component = (
  name: string,
  owner: string,
  annotations: Record<string, string> = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default', annotations },
  spec: { type: 'service' },
  relations: [
    { type: 'ownedBy', targetRef: `group:default/${owner}` },
    { type: 'partOf', targetRef: 'system:default/shop' },
  ],
});

const shop = [
  user('ana', 'Ana Ruiz'),
  user('ben', 'Ben Okafor'),
  group('payments', ['ana', 'ben'], { parent: 'engineering' }),
  group('engineering', []),
  component('checkout', 'payments', { 'incidents/tier': '1' }),
];

describe.each(eachDatabase())('the directory on %s', id => {
  async function setUp(entities: Entity[]) {
    const database = await openDatabase(id);
    const clock = new FakeClock();
    const over = (catalog: ReturnType<typeof catalogServiceMock>) =>
      new CatalogDirectory({
        database,
        clock,
        catalog,
        auth: mockServices.auth(),
        settings: new Settings(database),
        logger: mockServices.logger.mock(),
      });
    return { clock, over, directory: over(catalogServiceMock({ entities })) };
  }

  it('knows owner, people, tier and names after reading the catalog', async () => {
    const { directory, clock } = await setUp(shop);
    await directory.refresh();
    expect(await directory.known('component:default/checkout')).toMatchObject({
      ownerRef: 'group:default/payments',
      systemRef: 'system:default/shop',
      tier: 1,
      vanished: false,
      confirmedAt: clock.now(),
    });
    expect(await directory.membersOf('group:default/payments')).toEqual([
      { ref: 'user:default/ana', name: 'Ana Ruiz' },
      { ref: 'user:default/ben', name: 'Ben Okafor' },
    ]);
  });

  it('takes the people of child groups for a group without people of its own', async () => {
    const { directory } = await setUp(shop);
    await directory.refresh();
    expect(
      (await directory.membersOf('group:default/engineering')).map(p => p.name),
    ).toEqual(['Ana Ruiz', 'Ben Okafor']);
  });

  it('follows the catalog when owner and members change', async () => {
    const { directory, over } = await setUp(shop);
    await directory.refresh();
    const later = over(
      catalogServiceMock({
        entities: [
          user('ben', 'Ben Okafor'),
          group('payments', ['ben']),
          group('search', ['ben']),
          component('checkout', 'search'),
        ],
      }),
    );
    await later.refresh();
    expect((await later.known('component:default/checkout'))?.ownerRef).toBe(
      'group:default/search',
    );
    expect(
      (await later.membersOf('group:default/payments')).map(p => p.ref),
    ).toEqual(['user:default/ben']);
  });

  it('sees within a second what another process has stored, however many ask at once', async () => {
    const { clock, directory, over } = await setUp(shop);
    await directory.refresh();
    const owner = async () =>
      (await directory.known('component:default/checkout'))?.ownerRef;
    expect(await owner()).toBe('group:default/payments');
    const other = over(
      catalogServiceMock({ entities: [component('checkout', 'search')] }),
    );
    await other.refresh();
    clock.advanceSeconds(30);
    expect(await Promise.all([owner(), owner(), owner()])).toEqual([
      'group:default/search',
      'group:default/search',
      'group:default/search',
    ]);
  });

  it('keeps what vanished from the catalog, and says so', async () => {
    const { directory, over } = await setUp(shop);
    await directory.refresh();
    const later = over(catalogServiceMock({ entities: [user('ana', 'Ana')] }));
    await later.refresh();
    expect(await later.known('component:default/checkout')).toMatchObject({
      vanished: true,
      ownerRef: 'group:default/payments',
    });
    expect(await later.membersOf('group:default/payments')).toHaveLength(2);
  });

  it('keeps the last good answer when the catalog says that it is empty, and believes an empty one at first', async () => {
    const { directory, over } = await setUp(shop);
    const empty = over(catalogServiceMock({ entities: [] }));
    await empty.refresh();
    await directory.refresh();
    await expect(empty.refresh()).rejects.toThrow('what it said last is kept');
    const known = await directory.known('component:default/checkout');
    expect(known).toMatchObject({ vanished: false });
    expect(
      await directory.peopleBehind(['group:default/payments']),
    ).not.toEqual(new Map([['group:default/payments', []]]));
  });

  it('keeps the last good answer while the catalog is down, with its age', async () => {
    const { directory, over, clock } = await setUp(shop);
    const readAt = clock.now();
    await directory.refresh();
    clock.advanceMinutes(30);
    const down = catalogServiceMock.mock();
    down.queryEntities.mockRejectedValue(new Error('down'));
    await expect(over(down).refresh()).rejects.toThrow('down');
    expect(
      (await over(down).known('component:default/checkout'))?.confirmedAt,
    ).toEqual(readAt);
  });

  it('asks the catalog for an entity that it has not seen, with owner and people', async () => {
    const { directory } = await setUp(shop);
    expect(await directory.entity('component:default/checkout')).toMatchObject({
      ownerRef: 'group:default/payments',
    });
    expect(await directory.membersOf('group:default/payments')).toHaveLength(2);
  });

  it('bad input: an unknown entity is refused by the name of the field', async () => {
    const { directory } = await setUp(shop);
    await expect(
      directory.mustHave('component:default/nope', 'body.entityRef'),
    ).rejects.toThrow(/body\.entityRef names component:default\/nope/);
  });

  it('bad input: an unknown entity with the catalog down is 503, not "not found"', async () => {
    const { over } = await setUp(shop);
    const down = catalogServiceMock.mock();
    down.getEntitiesByRefs.mockRejectedValue(new Error('ECONNREFUSED'));
    await expect(
      over(down).entity('component:default/checkout'),
    ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
  });

  it('reports malformed and unknown annotations instead of ignoring them', async () => {
    const { directory } = await setUp([
      component('checkout', 'payments', {
        'incidents/tier': '9',
        'incidents/severity-flor': 'SEV2',
        'incidents/severity-floor': 'sev2',
      }),
    ]);
    await directory.refresh();
    const found = await directory.known('component:default/checkout');
    expect(found?.severityFloor).toBe('SEV2');
    expect(found?.problems).toEqual([
      expect.stringContaining('incidents/severity-flor is not an annotation'),
      "incidents/tier is '9', expected 1, 2, 3 or 4",
    ]);
  });

  it('writes nothing when nothing has changed', async () => {
    const { directory } = await setUp(shop);
    await directory.refresh();
    expect(await directory.refresh()).toEqual({
      written: 0,
      vanished: 0,
      found: shop.length,
    });
  });
});
