import { contract } from '@muster/backstage-plugin-incidents-common';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';
import { until } from '../../testing/until';

jest.setTimeout(60_000);

const checkout = 'component:default/checkout';

describe.each(eachDatabase())('why somebody was paged, on %s', id => {
  let muster: StartedIncidents;
  beforeAll(async () => {
    const { knex } = await openDatabase(id);
    muster = await startIncidents({ knex });
    const ana = muster.as('ana');
    const policy = await ana.call(contract.escalation.createPolicy, {
      body: {
        name: 'Two steps',
        ownerRef: 'group:default/payments',
        steps: [
          {
            targets: [{ type: 'person', ref: 'user:default/ana' }],
            delayMinutes: 10,
          },
          { targets: [{ type: 'person', ref: 'user:default/ben' }] },
        ],
      },
    });
    await ana.call(contract.escalation.bind, {
      body: { entityRef: checkout, policyId: policy.id },
    });
  });
  afterAll(() => muster.stop());

  const open = async (severity: 'SEV2' | 'SEV5' = 'SEV2') => {
    const { id: incidentId } = await muster
      .as('carla')
      .call(contract.incidents.create, {
        body: { entityRef: checkout, title: 'Errors', severity },
      });
    return { params: { id: String(incidentId) } };
  };
  const why = async (of: { params: { id: string } }, name: string) =>
    muster.as('carla').call(contract.paging.why, {
      ...of,
      query: { personRef: `user:default/${name}` },
    });

  it('says by which rule and through what, and why not yet, and why not any more', async () => {
    const incident = await open();
    const ana = await until(async () => {
      const found = await why(incident, 'ana');
      return found.answers[0]?.text.match(/portal at .*by mail at/)
        ? found
        : undefined;
    });
    expect(ana).toMatchObject({ paged: true, answers: [{ rule: 'step' }] });
    expect(ana.answers[0].text).toMatch(/^Paged, step 1 of Two steps: /);
    expect(JSON.stringify(ana)).not.toContain('@');

    expect(await why(incident, 'ben')).toMatchObject({
      person: { name: 'Ben Okafor' },
      paged: false,
      answers: [
        {
          rule: 'ahead',
          text: expect.stringMatching(
            /^Not paged: step 2 of Two steps, which reaches Ben Okafor, comes at \d\d:\d\d UTC unless/,
          ),
        },
      ],
    });
    await muster.as('ana').call(contract.incidents.acknowledge, incident);
    expect(await why(incident, 'ben')).toMatchObject({
      answers: [
        {
          rule: 'acknowledged',
          text: expect.stringMatching(
            /^Not paged: Ana Ruiz acknowledged at \d\d:\d\d UTC, before step 2/,
          ),
        },
      ],
    });
    expect(await why(incident, 'dora')).toMatchObject({
      answers: [
        {
          rule: 'not-on-call',
          text: 'Not paged: no step of Two steps reaches Dora Admin',
        },
      ],
    });
  });

  it('says that a severity is recorded only', async () => {
    expect(await why(await open('SEV5'), 'ana')).toMatchObject({
      paged: false,
      answers: [{ rule: 'recorded-only' }],
    });
  });

  it('lists a person’s own pages, newest first, page by page', async () => {
    muster.clock.advanceSeconds(1);
    await open();
    const ana = muster.as('ana');
    const first = await ana.call(contract.paging.myPages, {
      query: { limit: 1 },
    });
    expect(first.items).toMatchObject([
      { title: 'Errors', incidentName: expect.stringMatching(/^INC-\d+$/) },
    ]);
    const second = await ana.call(contract.paging.myPages, {
      query: { limit: 1, cursor: String(first.nextCursor) },
    });
    expect(second.items[0].incidentId).toBeLessThan(first.items[0].incidentId);
    expect(second.nextCursor).toBeNull();
    const none = await muster.as('ben').call(contract.paging.myPages, {});
    expect(none.items).toEqual([]);
    await expect(
      ana.call(contract.paging.myPages, { query: { cursor: 'x' } }),
    ).rejects.toMatchObject({
      body: { error: { message: expect.stringContaining('query.cursor') } },
    });
  });
});
