import { Entity } from '@backstage/catalog-model';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { demoShop } from '../testing/demoShop';
import { StartedIncidents, startIncidents } from '../testing/startIncidents';
import { until } from '../testing/until';

jest.setTimeout(60_000);

const service = (name: string, title: string, owner: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default', title },
  spec: { type: 'service' },
  relations: [{ type: 'ownedBy', targetRef: `group:default/${owner}` }],
});

describe.each(eachDatabase())('who is on call for every service, %s', id => {
  let muster: StartedIncidents;
  beforeAll(async () => {
    const { knex } = await openDatabase(id);
    muster = await startIncidents({
      knex,
      entities: [
        ...demoShop,
        service('basket-2', 'Basket 2', 'payments'),
        service('basket-10', 'Basket 10', 'search'),
      ],
    });
    const ana = muster.as('ana');
    const schedule = await ana.call(contract.oncall.createSchedule, {
      body: {
        name: 'Payments primary',
        ownerRef: 'group:default/payments',
        timezone: 'UTC',
        layers: [
          {
            name: 'Days',
            rotation: {
              unit: 'day',
              every: 1,
              startDate: '2026-03-01',
              handoffTime: '10:00',
              participants: ['user:ben', 'user:ana'],
            },
          },
        ],
      },
    });
    const policy = await ana.call(contract.escalation.createPolicy, {
      body: {
        name: 'Payments policy',
        ownerRef: 'group:default/payments',
        steps: [{ targets: [{ type: 'schedule', id: schedule.id }] }],
      },
    });
    await ana.call(contract.escalation.bind, {
      body: { entityRef: 'system:default/shop', policyId: policy.id },
    });
    await until(async () => (await list({})).items.length === 5 || undefined);
  });
  afterAll(() => muster.stop());

  const list = (query: { limit?: number; cursor?: string; search?: string }) =>
    muster.as('carla').call(contract.escalation.servicesOnCall, { query });
  const names = async (query: Parameters<typeof list>[0]) =>
    (await list(query)).items.map(({ entity }) => entity.name);

  it('lists what has an owner, by name, with what paging would find', async () => {
    const { items, nextCursor } = await list({});
    expect(nextCursor).toBeNull();
    expect(items.map(({ entity }) => entity.name)).toEqual([
      'Basket 2',
      'Basket 10',
      'checkout',
      'search',
      'shop',
    ]);
    expect(items[2]).toEqual({
      entity: { ref: 'component:default/checkout', name: 'checkout' },
      owner: { ref: 'group:default/payments', name: 'Payments' },
      policy: 'Payments policy',
      people: [{ ref: 'user:default/ben', name: 'Ben Okafor' }],
      until: '2026-03-02T10:00:00.000Z',
      reachable: true,
    });
    expect(items[0]).toMatchObject({
      policy: 'the owner’s default',
      people: [{ name: 'Ana Ruiz' }, { name: 'Ben Okafor' }],
      until: null,
    });
    for (const { entity, people, policy } of items) {
      const answer = await muster
        .as('carla')
        .call(contract.escalation.onCall, { query: { entityRef: entity.ref } });
      expect({
        policy,
        people: people.map(({ ref }) => ref),
      }).toEqual({
        policy: answer.policy.name,
        people: answer.onCall.map(({ ref }) => ref),
      });
    }
  });

  it('finds by part of a service’s, an owner’s and a person’s name', async () => {
    expect(await names({ search: 'BASKET' })).toEqual([
      'Basket 2',
      'Basket 10',
    ]);
    expect(await names({ search: 'ana ruiz' })).toEqual(['Basket 2']);
    expect(await names({ search: 'okafor' })).toEqual([
      'Basket 2',
      'checkout',
      'shop',
    ]);
    expect(await names({ search: 'payments' })).toHaveLength(3);
    expect(await names({ search: 'nobody such' })).toEqual([]);
  });

  it('goes on where a page ended, also while searching', async () => {
    for (const search of ['', 'okafor']) {
      const whole = await names({ search });
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({
          limit: 2,
          search,
          ...(cursor && { cursor }),
        });
        expect(page.items.length).toBeLessThanOrEqual(2);
        seen.push(...page.items.map(({ entity }) => entity.name));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(whole);
    }
  });

  it('bad input: a cursor from elsewhere, a limit that is none', async () => {
    for (const query of [
      { cursor: '' },
      { cursor: 'abc' },
      { cursor: Buffer.from('{"a":1}').toString('base64url') },
      { limit: 10_001 },
    ]) {
      await expect(list(query)).rejects.toMatchObject({
        statusCode: 400,
        body: {
          error: { message: expect.stringMatching(/query\.(cursor|limit)/) },
        },
      });
    }
  });
});
