import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  PolicyInput,
  plainPolicy,
  plainStep,
} from '@muster/backstage-plugin-incidents-common';
import { FakeClock } from '../platform/FakeClock';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { directoryOfShop } from '../testing/directoryOfShop';
import { Policies } from './policies';

const dora = { ref: 'user:default/dora', name: 'Dora Admin' };
const ana = { ref: 'user:default/ana', name: 'Ana Ruiz' };
const checkout = 'component:default/checkout';

const payments = (rest: Partial<PolicyInput> = {}): PolicyInput => ({
  name: 'Payments',
  description: '',
  ownerRef: 'group:default/payments',
  steps: [
    {
      ...plainStep,
      targets: [
        { type: 'schedule', id: 'primary' },
        { type: 'person', ref: 'user:default/ana' },
      ],
      delayMinutes: 5,
    },
    {
      ...plainStep,
      targets: [{ type: 'group', ref: 'group:default/payments' }],
      delayMinutes: 15,
    },
  ],
  ...plainPolicy,
  repeat: 1,
  ...rest,
});

// A fresh database per test takes its time on a busy machine.
jest.setTimeout(60_000);

const boundToCheckout = async (policies: Policies) =>
  (await policies.boundTo([checkout, 'system:default/other'])).get(checkout);

describe.each(eachDatabase())('policies and bindings, %s', id => {
  async function setUp() {
    const database = await openDatabase(id);
    const clock = new FakeClock('2026-03-02T09:00:00.000Z');
    const directory = await directoryOfShop(database, clock);
    let ids = 0;
    const policies = new Policies({
      database,
      clock,
      directory,
      newId: () => `p${++ids}`,
      onCall: {
        nameOf: async scheduleId =>
          scheduleId === 'primary' ? 'Payments primary' : undefined,
        at: async () => new Map(),
        nextHandoff: async () => undefined,
      },
    });
    return { policies, database };
  }

  it('keeps a policy as it was written, and finds it by id and by name', async () => {
    const { policies } = await setUp();
    expect(await policies.any()).toBe(false);
    const made = await policies.create(payments(), dora);
    expect(made).toEqual({
      id: 'p1',
      version: 1,
      updatedAt: new Date('2026-03-02T09:00:00.000Z'),
      updatedBy: dora,
      content: payments(),
    });
    const snapshot = {
      id: 'p1',
      name: 'Payments',
      version: 1,
      steps: payments().steps,
      ...plainPolicy,
      repeat: 1,
    };
    expect(await policies.byIdOrName('p1')).toEqual(snapshot);
    expect(await policies.byIdOrName('Payments')).toEqual(snapshot);
    expect(await policies.byIdOrName('payments of old')).toBeUndefined();
    expect(await policies.any()).toBe(true);
  });

  it('prefers the id where another policy has it as its name', async () => {
    const { policies } = await setUp();
    await policies.create(payments(), dora);
    await policies.create(payments({ name: 'p1' }), dora);
    expect((await policies.byIdOrName('p1'))?.name).toBe('Payments');
  });

  it('saves a new version, and tells the editor of the old one who was quicker', async () => {
    const { policies } = await setUp();
    await policies.create(payments(), dora);
    const changed = await policies.update(
      'p1',
      1,
      payments({ repeat: 3 }),
      ana,
    );
    expect(changed).toMatchObject({ version: 2, content: { repeat: 3 } });
    await expect(
      policies.update('p1', 1, payments({ repeat: 9 }), dora),
    ).rejects.toThrow(
      /Ana Ruiz changed the policy “Payments” at 2026-03-02T09:00:00.000Z.*Nothing of yours was saved/,
    );
    expect(await policies.get('p1')).toEqual(changed);
  });

  it('binds one policy to an entity, and the binding follows its newest version', async () => {
    const { policies } = await setUp();
    await policies.create(payments(), dora);
    await policies.create(payments({ name: 'Calm' }), dora);
    expect(await boundToCheckout(policies)).toBeUndefined();
    await policies.bind(checkout, 'p1', ana);
    await policies.bind('system:default/shop', 'p1', ana);
    await policies.bind(checkout, 'p2', dora);
    expect((await boundToCheckout(policies))?.name).toBe('Calm');
    await policies.update('p2', 1, payments({ name: 'Calmer' }), ana);
    expect(await boundToCheckout(policies)).toMatchObject({
      name: 'Calmer',
      version: 2,
    });
    expect(await policies.bindings()).toEqual(
      new Map([
        ['p1', ['system:default/shop']],
        ['p2', [checkout]],
      ]),
    );
    await policies.bind(checkout, null, ana);
    await policies.bind(checkout, null, ana);
    expect(await boundToCheckout(policies)).toBeUndefined();
  });

  it('takes its bindings along when it is removed, and no others', async () => {
    const { policies } = await setUp();
    await policies.create(payments(), dora);
    await policies.create(payments({ name: 'Calm' }), dora);
    await policies.bind(checkout, 'p1', ana);
    await policies.bind('component:default/search', 'p2', ana);
    await policies.remove('p1');
    expect(await policies.bindings()).toEqual(
      new Map([['p2', ['component:default/search']]]),
    );
    expect(await boundToCheckout(policies)).toBeUndefined();
    expect((await policies.list()).map(policy => policy.id)).toEqual(['p2']);
  });

  it('names the policy that pages a schedule', async () => {
    const { policies } = await setUp();
    await policies.create(payments(), dora);
    expect(await policies.usesSchedule('primary')).toBe('Payments');
    expect(await policies.usesSchedule('secondary')).toBeUndefined();
  });

  it('its migration can be taken back with data in its tables, and applied again', async () => {
    const { policies, database } = await setUp();
    await policies.create(payments(), dora);
    await policies.bind(checkout, 'p1', ana);
    const migration = {
      directory: resolvePackagePath(
        '@muster/backstage-plugin-incidents-backend',
        'migrations',
      ),
      name: '20261125000600_policies.js',
    };
    await database.knex.migrate.down(migration);
    for (const table of ['policies', 'policy_bindings']) {
      expect(await database.knex.schema.hasTable(table)).toBe(false);
    }
    await database.knex.migrate.up(migration);
    expect(await policies.list()).toEqual([]);
    await policies.create(payments(), dora);
    expect(await policies.list()).toHaveLength(1);
  });

  it('bad input: names everything that does not exist, at once', async () => {
    const { policies } = await setUp();
    const create = policies.create(
      payments({
        ownerRef: 'group:default/nobodies',
        steps: [
          {
            ...plainStep,
            targets: [{ type: 'person', ref: ana.ref }],
            delayMinutes: 5,
          },
          {
            ...plainStep,
            targets: [
              { type: 'schedule', id: 'secondary' },
              { type: 'person', ref: 'group:default/payments' },
              { type: 'group', ref: 'user:default/ana' },
            ],
            delayMinutes: 5,
          },
        ],
      }),
      dora,
    );
    await expect(create).rejects.toMatchObject({
      name: 'InputError',
      message: [
        'body.ownerRef names group:default/nobodies, which is not in the catalog; name somebody who is',
        'body.steps[1].targets[1].ref is group:default/payments; it must be a user, such as user:default/ana.ruiz',
        'body.steps[1].targets[2].ref is user:default/ana; it must be a group, such as group:default/team',
        'body.steps[1].targets[0].id is secondary, and there is no such schedule; GET /v1/schedules lists them',
      ].join('; '),
    });
    expect(await policies.any()).toBe(false);
  });

  it('bad input: a name that is taken', async () => {
    const { policies } = await setUp();
    await policies.create(payments(), dora);
    await expect(policies.create(payments(), ana)).rejects.toThrow(
      'name: there is a policy called “Payments” already; choose another name',
    );
  });

  it('bad input: a policy that is not there', async () => {
    const { policies } = await setUp();
    const missing = 'There is no policy p9; it may have been removed';
    await expect(policies.get('p9')).rejects.toThrow(missing);
    await expect(policies.update('p9', 1, payments(), ana)).rejects.toThrow(
      missing,
    );
    await expect(policies.remove('p9')).rejects.toThrow(missing);
    await expect(policies.bind(checkout, 'p9', ana)).rejects.toThrow(
      'body.policyId is p9, and there is no such policy; GET /v1/policies lists them',
    );
    expect(await boundToCheckout(policies)).toBeUndefined();
  });
});
