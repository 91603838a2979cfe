import { contract } from '@muster/backstage-plugin-incidents-common';
import { eachDatabase, openDatabase } from './platform/testDatabase';
import { StartedIncidents, startIncidents } from './testing/startIncidents';
import { until } from './testing/until';

const { incidents, alerts, paging, escalation } = contract;

describe.each(eachDatabase())('the spine on %s', id => {
  let muster: StartedIncidents;
  afterEach(() => muster.stop());

  const start = async () => {
    const { knex } = await openDatabase(id);
    muster = await startIncidents({ knex });
    return muster;
  };

  it('an alert pages the people of the service, is acknowledged from the mail, and resolves', async () => {
    const { as, http, clock } = await start();
    const { key } = await as('ana').call(alerts.createIntegration, {
      body: { name: 'Alertmanager', entityRef: 'component:default/checkout' },
    });
    const event = (action: string) =>
      http.post('/api/incidents/public/v2/enqueue').send({
        routing_key: key,
        event_action: action,
        dedup_key: 'errors',
        payload: {
          summary: 'Checkout errors above 5 %',
          source: 'prometheus',
          severity: 'critical',
        },
      });
    await event('trigger').expect(202);

    const { items } = await as('carla').call(incidents.list, {});
    expect(items).toMatchObject([
      {
        title: 'Checkout errors above 5 %',
        severity: 'SEV2',
        status: 'triggered',
        assigned: [{ name: 'Ana Ruiz' }, { name: 'Ben Okafor' }],
      },
    ]);
    const mails = await until(async () => {
      const box = await as('ana').call(paging.mailbox, {});
      return box.items.length === 2 ? box.items : undefined;
    });
    const mail = mails.find(({ to }) => to.name === 'Ben Okafor');
    expect(mail?.subject).toContain('SEV2');
    const link = mail?.text.match(/http\S*\/public\/acknowledge\/\S+/)?.[0];
    const path = new URL(link ?? '').pathname;

    await http.get(path).expect(200);
    expect(
      (await as('ana').call(incidents.get, { params: { id: items[0].name } }))
        .status,
    ).toBe('triggered');
    clock.advanceMinutes(2);
    await http.post(path).expect(200);
    const after = await as('ana').call(incidents.get, {
      params: { id: items[0].name },
    });
    expect(after).toMatchObject({
      status: 'acknowledged',
      assigned: [{ name: 'Ben Okafor' }],
      nextStep: null,
    });

    await event('resolve').expect(202);
    const { items: pages } = await as('ana').call(paging.ledger, {
      params: { id: items[0].name },
    });
    expect(pages).toHaveLength(2);
    expect(pages.flatMap(page => page.deliveries.map(d => d.state))).toEqual([
      'sent',
      'sent',
      'sent',
      'sent',
    ]);
  });

  it('goes on to the catch-all when nobody answers', async () => {
    const { as, clock } = await start();
    const { name } = await as('carla').call(incidents.create, {
      body: { entityRef: 'component:default/checkout', title: 'Cannot pay' },
    });
    clock.advanceMinutes(6);
    const now = await until(async () => {
      const incident = await as('ana').call(incidents.get, {
        params: { id: name },
      });
      return incident.unanswered ? incident : undefined;
    });
    expect(now.assigned).toEqual([
      { ref: 'user:default/night', name: 'Night Watch' },
    ]);
  });

  it('pages by a rotation and a policy that were made by API', async () => {
    const { as } = await start();
    const schedule = await as('ana').call(contract.oncall.createSchedule, {
      body: {
        name: 'Payments rota',
        ownerRef: 'group:default/payments',
        timezone: 'Europe/Zurich',
        layers: [
          {
            name: 'Daily',
            rotation: {
              unit: 'day',
              every: 1,
              startDate: '2026-03-01',
              handoffTime: '09:00',
              participants: ['user:default/ana', 'user:default/ben'],
            },
          },
        ],
      },
    });
    const policy = await as('ana').call(escalation.createPolicy, {
      body: {
        name: 'Payments primary',
        ownerRef: 'group:default/payments',
        steps: [{ targets: [{ type: 'schedule', id: schedule.id }] }],
      },
    });
    const answer = await as('ana').call(escalation.bind, {
      body: {
        entityRef: 'component:default/checkout',
        policyId: policy.id,
      },
    });
    // The test's clock stands at Monday 09:00 UTC, 10:00 in Zurich: slot 1.
    expect(answer.onCall).toMatchObject([
      { name: 'Ben Okafor', until: '2026-03-03T08:00:00.000Z' },
    ]);
    expect(answer.next).toEqual({
      person: { ref: 'user:default/ana', name: 'Ana Ruiz' },
      at: '2026-03-03T08:00:00.000Z',
    });
    const incident = await as('carla').call(incidents.create, {
      body: { entityRef: 'component:default/checkout', title: 'Cannot pay' },
    });
    expect(incident.assigned).toEqual([
      { ref: 'user:default/ben', name: 'Ben Okafor' },
    ]);
  });
});
