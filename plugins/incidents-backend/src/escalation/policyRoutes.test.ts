import { mockCredentials } from '@backstage/backend-test-utils';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { startIncidents } from '../testing/startIncidents';

const api = contract.escalation;
const checkout = 'component:default/checkout';

const payments = {
  name: 'Payments',
  ownerRef: 'group:default/payments',
  steps: [
    { targets: [{ type: 'person' as const, ref: 'user:default/ana' }] },
    {
      targets: [{ type: 'group' as const, ref: 'group:default/payments' }],
      delayMinutes: 15,
    },
  ],
};

// A fresh database and backend per test take their time on a busy machine.
jest.setTimeout(60_000);

describe.each(eachDatabase())('the endpoints of policies, %s', id => {
  const started: { stop(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map(backend => backend.stop()));
  });
  async function start() {
    const { knex } = await openDatabase(id);
    const incidents = await startIncidents({ knex });
    started.push(incidents);
    return incidents;
  }

  it('makes, binds, shows, changes and removes a policy', async () => {
    const { as } = await start();
    const made = await as('ana').call(api.createPolicy, { body: payments });
    expect(made).toMatchObject({
      name: 'Payments',
      description: '',
      steps: [{ delayMinutes: 5 }, { delayMinutes: 15 }],
      repeat: 0,
      version: 1,
      updatedBy: { ref: 'user:default/ana' },
      bindings: [],
      may: ['edit'],
    });
    await as('ben').call(api.bind, {
      body: { entityRef: checkout, policyId: made.id },
    });
    const params = { id: made.id };
    expect(await as('carla').call(api.getPolicy, { params })).toMatchObject({
      bindings: [{ ref: checkout, name: 'checkout' }],
      may: [],
    });
    const answer = await as('carla').call(api.onCall, {
      query: { entityRef: checkout },
    });
    expect(answer.policy).toEqual({ id: made.id, name: 'Payments' });
    const { id: incident } = await as('ana').call(contract.incidents.create, {
      body: { entityRef: checkout, title: 'Slow', severity: 'SEV3' },
    });
    const mayReattach = async () => {
      const { may } = await as('ana').call(contract.incidents.get, {
        params: { id: `${incident}` },
      });
      return may.includes('reattach-policy');
    };
    expect(await mayReattach()).toBe(false);
    const changed = await as('ben').call(api.updatePolicy, {
      params,
      body: { ...payments, repeat: 2, version: 1 },
    });
    expect(changed).toMatchObject({ repeat: 2, version: 2 });
    expect(await mayReattach()).toBe(true);
    await as('ana').call(contract.incidents.reattachPolicy, {
      params: { id: `${incident}` },
    });
    expect(await mayReattach()).toBe(false);
    await expect(
      as('ana').call(api.updatePolicy, {
        params,
        body: { ...payments, version: 1 },
      }),
    ).rejects.toMatchObject({ statusCode: 409 });
    expect((await as('carla').call(api.listPolicies, {})).items).toMatchObject([
      { id: made.id, version: 2, bindings: [{ ref: checkout }] },
    ]);
    await as('ana').call(api.deletePolicy, { params });
    const after = await as('carla').call(api.onCall, {
      query: { entityRef: checkout },
    });
    expect(after.policy.id).toBeNull();
    expect(await mayReattach()).toBe(true);
    expect((await as('ana').call(api.listPolicies, {})).items).toEqual([]);
  });

  it('answers with the person whom the schedule of a policy says at the time, and who is next', async () => {
    const { as } = await start();
    const person = (name: string) => ({ ref: `user:default/${name}` });
    const schedule = await as('ana').call(contract.oncall.createSchedule, {
      body: {
        name: 'Primary',
        ownerRef: payments.ownerRef,
        timezone: 'Europe/Zurich',
        layers: [
          {
            name: 'Day',
            rotation: {
              unit: 'day',
              every: 1,
              startDate: '2026-03-28',
              handoffTime: '02:30',
              participants: ['user:default/ana', 'user:default/ben'],
            },
          },
        ],
      },
    });
    const policy = await as('ana').call(api.createPolicy, {
      body: {
        ...payments,
        steps: [{ targets: [{ type: 'schedule', id: schedule.id }] }],
      },
    });
    await as('ana').call(api.bind, {
      body: { entityRef: checkout, policyId: policy.id },
    });
    const onCall = (at: string) =>
      as('carla').call(api.onCall, { query: { entityRef: checkout, at } });
    // 02:30 is skipped on the 29th, so the hand-off is at 03:00 summer time.
    expect(await onCall('2026-03-29T00:59:59Z')).toMatchObject({
      onCall: [
        {
          ...person('ana'),
          via: { name: 'Primary' },
          until: '2026-03-29T01:00:00.000Z',
        },
      ],
      next: { person: person('ben'), at: '2026-03-29T01:00:00.000Z' },
    });
    expect(await onCall('2026-03-29T01:00:00Z')).toMatchObject({
      onCall: [{ ...person('ben'), until: '2026-03-30T00:30:00.000Z' }],
    });
    expect((await onCall('2026-03-28T01:00:00Z')).path[0].people).toEqual([]);
  });

  it('lets the owner and admins change it, and nobody give it away or take it', async () => {
    const { as } = await start();
    const forbidden = { statusCode: 403 };
    await expect(
      as('carla').call(api.createPolicy, { body: payments }),
    ).rejects.toMatchObject(forbidden);
    const { id: policyId } = await as('dora').call(api.createPolicy, {
      body: payments,
    });
    const params = { id: policyId };
    const give = (name: string, ownerRef: string) =>
      as(name).call(api.updatePolicy, {
        params,
        body: { ...payments, ownerRef, version: 1 },
      });
    for (const name of ['ana', 'carla']) {
      await expect(give(name, 'group:default/search')).rejects.toMatchObject(
        forbidden,
      );
    }
    await expect(
      as('carla').call(api.deletePolicy, { params }),
    ).rejects.toMatchObject(forbidden);
    await expect(
      as('carla').call(api.bind, { body: { entityRef: checkout, policyId } }),
    ).rejects.toMatchObject(forbidden);
    expect((await give('dora', 'group:default/search')).version).toBe(2);
  });

  it('bad input: says which field and why', async () => {
    const { http } = await start();
    const send = async (method: 'post' | 'put', path: string, body: object) => {
      const answer = await http[method](`/api/incidents/v1/${path}`)
        .set('authorization', mockCredentials.user.header('user:default/ana'))
        .send(body);
      return [answer.status, answer.body.error?.message];
    };
    const step = (rest: object) => ({
      ...payments,
      steps: [{ ...payments.steps[0], ...rest }],
    });
    for (const [body, field, why] of [
      [{ ...payments, name: '' }, 'body.name', 'must not be empty'],
      [{ ...payments, steps: [] }, 'body.steps', 'at least one step'],
      [{ ...payments, repeat: 10 }, 'body.repeat', '<=9'],
      [step({ targets: [] }), 'body.steps.0.targets', 'page somebody'],
      [step({ delayMinutes: 0 }), 'body.steps.0.delayMinutes', '>=1'],
      [step({ delayMinutes: 9001 }), 'body.steps.0.delayMinutes', '<=9000'],
      [
        step({ targets: [{ type: 'robot', ref: 'user:x' }] }),
        'body.steps.0.targets.0',
        'Invalid',
      ],
      [
        step({ targets: [{ type: 'schedule', id: 'gone\u0000' }] }),
        'body.steps[0].targets[0].id is gone',
        'there is no such schedule',
      ],
    ] as const) {
      const [status, message] = await send('post', 'policies', body);
      expect([status, message]).toEqual([400, expect.stringContaining(field)]);
      expect(message).toContain(why);
    }
    expect(
      await send('put', 'bindings', { entityRef: checkout, policyId: 'p9' }),
    ).toEqual([
      400,
      'body.policyId is p9, and there is no such policy; GET /v1/policies lists them',
    ]);
    expect(
      await send('put', 'bindings', {
        entityRef: 'component:default/none',
        policyId: null,
      }),
    ).toEqual([400, expect.stringContaining('component:default/none')]);
  });
});
