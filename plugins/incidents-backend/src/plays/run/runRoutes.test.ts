import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';
import { until } from '../../testing/until';

jest.setTimeout(60_000);

const api = contract.plays;
const checkout = 'component:default/checkout';

/** Permissions that the policy gives to nobody now. */
const denied = new Set<string>();

/** Whoever asks may not read a SEV1. */
const withoutSev1 = (permission: string): PolicyDecision =>
  denied.has(permission)
    ? { result: AuthorizeResult.DENY }
    : withoutSev1Only(permission);

const withoutSev1Only = (permission: string): PolicyDecision =>
  permission.startsWith('incidents.incident.') &&
  permission !== 'incidents.incident.create'
    ? {
        result: AuthorizeResult.CONDITIONAL,
        pluginId: 'incidents',
        resourceType: 'incident',
        conditions: {
          rule: 'HAS_SEVERITY',
          resourceType: 'incident',
          params: { severities: ['SEV2', 'SEV3', 'SEV4', 'SEV5'] },
        },
      }
    : { result: AuthorizeResult.ALLOW };

const source = JSON.stringify({
  name: 'Credit a customer',
  ownerRef: 'group:default/payments',
  on: [{ event: 'incident.triggered' }],
  inputs: [
    { name: 'customer', type: 'text' },
    { name: 'amount', type: 'number', default: 0 },
  ],
  steps: [
    { id: 'ask', approve: { by: ['user:default/ben'], question: 'May we?' } },
    {
      id: 'note',
      action: 'incident.note',
      with: { text: 'For {{ inputs.customer }}' },
    },
  ],
});

describe.each(eachDatabase())('runs over HTTP, %s', id => {
  let muster: StartedIncidents;
  let knex: Knex;
  let playId: string;
  beforeAll(async () => {
    ({ knex } = await openDatabase(id));
    muster = await startIncidents({ knex, decision: withoutSev1 });
    const body = { source };
    playId = (await muster.as('ana').call(api.create, { body })).id;
  });
  afterAll(() => muster.stop());

  const open = (severity: 'SEV1' | 'SEV3') =>
    muster.as('ana').call(contract.incidents.create, {
      body: { entityRef: checkout, title: 'Down', severity },
    });
  const start = (body: object) =>
    muster.as('ana').call(api.start, { params: { id: playId }, body });

  it('start when enabled, with inputs that fit, as planned, once for a key', async () => {
    await expect(start({})).rejects.toMatchObject({
      response: { status: 409 },
      body: { error: { message: expect.stringMatching(/is not enabled/) } },
    });
    await muster.as('ana').call(api.setState, {
      params: { id: playId },
      body: { version: 1, state: 'enabled' },
    });
    await expect(
      start({ inputs: { amount: 'much', colour: 'red' } }),
    ).rejects.toMatchObject({
      response: { status: 400 },
      body: {
        error: {
          message:
            'body.inputs.amount must be a number; body.inputs.colour is no input of this play',
        },
      },
    });
    await expect(start({ planHash: 'another' })).rejects.toMatchObject({
      response: { status: 409 },
    });
    const once = { idempotencyKey: 'once-only', inputs: { amount: 7 } };
    const run = await start(once);
    expect(run).toMatchObject({
      authority: 'started by Ana Ruiz',
      inputs: { customer: '', amount: 7 },
    });
    expect((await start(once)).id).toBe(run.id);
  });

  it('are answered by those who are asked, and listed page by page', async () => {
    const { name } = await open('SEV3');
    const { items } = await until(async () => {
      const page = await muster.as('ana').call(api.runs, {
        query: { incidentId: name, limit: '1' },
      });
      return page.items[0]?.asking ? page : undefined;
    });
    const params = { id: items[0].id };
    const answer = (who: string) =>
      muster.as(who).call(api.answer, {
        params,
        body: { path: 'ask', answer: 'approve', note: 'Yes' },
      });
    await expect(answer('carla')).rejects.toMatchObject({
      response: { status: 403 },
    });
    await answer('ben');
    await until(async () => {
      const run = await muster.as('ben').call(api.run, { params });
      return run.state === 'succeeded' ? run : undefined;
    });
    const first = await muster.as('ana').call(api.runs, {
      query: { playId, limit: '1' },
    });
    const second = await muster.as('ana').call(api.runs, {
      query: { playId, limit: '1', cursor: String(first.nextCursor) },
    });
    expect(second.nextCursor).toBeNull();
    expect(second.items[0].id).not.toBe(first.items[0].id);
    const shown = await muster
      .as('ana')
      .call(api.ofIncident, { params: { id: name } });
    expect(shown.runs.map(run => run.id)).toEqual([params.id]);
    expect(shown.startable.map(play => play.id)).toEqual([playId]);
  });

  it('start, and go on, for nobody whom the policy denies what their steps do, or those of a play that they call', async () => {
    const ana = muster.as('ana');
    const caller = await ana.call(api.create, {
      body: {
        source: JSON.stringify({
          name: 'Credit them all',
          ownerRef: 'group:default/payments',
          on: [{ event: 'heartbeat.missed' }],
          steps: [{ id: 'credit', call: { play: 'Credit a customer' } }],
        }),
      },
    });
    const ofCaller = { params: { id: caller.id } };
    await ana.call(api.setState, {
      ...ofCaller,
      body: { version: 1, state: 'enabled' },
    });
    const startCaller = () => ana.call(api.start, { ...ofCaller, body: {} });
    const run = { params: { id: (await startCaller()).id } };
    await ana.call(api.cancel, run);
    const goOn = () => ana.call(api.rerun, run);

    denied.add('incidents.incident.respond');
    for (const attempt of [() => start({}), startCaller, goOn]) {
      await expect(attempt()).rejects.toMatchObject({
        response: { status: 403 },
        body: {
          error: {
            message: expect.stringMatching(
              /incident\.note@1.*incidents\.incident\.respond/,
            ),
          },
        },
      });
    }
    denied.clear();
    expect(await start({})).toMatchObject({ state: 'running' });
    expect(await goOn()).toMatchObject({ state: 'running' });
    await ana.call(api.cancel, run);
  });

  it('of an incident that one may not read are seen by nobody', async () => {
    const before = await muster.as('ana').call(api.runs, { query: {} });
    const { name } = await open('SEV1');
    const hidden = await until(async () => {
      const row: { id: string } | undefined = await knex('play_runs')
        .where({ incident_id: Number(name.slice('INC-'.length)) })
        .first('id');
      return row;
    });
    const after = await muster.as('ana').call(api.runs, { query: {} });
    expect(after.items).toHaveLength(before.items.length);
    const refused = { response: { status: 403 } };
    const params = { id: hidden.id };
    const ana = muster.as('ana');
    await expect(ana.call(api.run, { params })).rejects.toMatchObject(refused);
    await expect(ana.call(api.cancel, { params })).rejects.toMatchObject(
      refused,
    );
    await expect(
      ana.call(api.ofIncident, { params: { id: name } }),
    ).rejects.toMatchObject(refused);
    await expect(start({ incidentId: name })).rejects.toMatchObject(refused);
  });
});
