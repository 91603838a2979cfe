import { contract } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { FakeClock } from './platform/FakeClock';
import { eachSharedDatabase, openDatabase } from './platform/testDatabase';
import { StartedIncidents, startIncidents } from './testing/startIncidents';
import { until } from './testing/until';

jest.setTimeout(60_000);

const checkout = 'component:default/checkout';
const { incidents, alerts, paging, plays } = contract;

// The embedded database has one process; replicas are PostgreSQL's.
describe.each(eachSharedDatabase())('two replicas on %s', database => {
  let knex: Knex;
  let clock: FakeClock;
  let replicas: StartedIncidents[];

  beforeEach(async () => {
    ({ knex } = await openDatabase(database));
    clock = new FakeClock();
    replicas = [];
    for (let n = 0; n < 2; n++) {
      replicas.push(await startIncidents({ knex, clock }));
    }
  });
  afterEach(async () => {
    for (const replica of replicas) await replica.stop();
  });

  const ana = (replica = replicas[0]) => replica.as('ana');
  const page = async (id: number) =>
    (await ana().call(paging.ledger, { params: { id: String(id) } })).items;
  /** Waits until no delivery of the incident is still to be made. */
  const settled = (id: number, pages: number) =>
    until(async () => {
      const items = await page(id);
      const done = items.every(({ deliveries }) =>
        deliveries.every(({ state }) => state === 'sent'),
      );
      return items.length >= pages && done ? items : undefined;
    });

  it('a burst of one alert through both is one incident, and each person is paged once', async () => {
    const { key } = await ana().call(alerts.createIntegration, {
      body: { name: 'Monitor', entityRef: checkout },
    });
    const burst = Array.from({ length: 20 }, (_, n) =>
      replicas[n % 2].http.post('/api/incidents/public/v2/enqueue').send({
        routing_key: key,
        event_action: 'trigger',
        dedup_key: 'errors',
        payload: { summary: 'Errors', source: 'probe', severity: 'critical' },
      }),
    );
    for (const { status } of await Promise.all(burst)) {
      expect(status).toBe(202);
    }
    const { items } = await ana(replicas[1]).call(incidents.list, {});
    expect(items).toHaveLength(1);
    const { items: all } = await ana().call(alerts.ofIncident, {
      params: { id: String(items[0].id) },
    });
    expect(all).toMatchObject([{ count: 20 }]);

    const pages = await settled(items[0].id, 2);
    expect(pages.map(({ person }) => person.name).sort()).toEqual([
      'Ana Ruiz',
      'Ben Okafor',
    ]);
    for (const { attempts } of pages.flatMap(({ deliveries }) => deliveries)) {
      expect(attempts).toHaveLength(1);
    }
    const mails = (await ana().call(paging.mailbox, {})).items;
    expect(mails).toHaveLength(2);
    const sent = replicas.flatMap(
      ({ notifications }) => notifications.mock.calls,
    );
    expect(sent).toHaveLength(2);
  });

  it('a step that is due fires once', async () => {
    const { id } = await ana().call(incidents.create, {
      body: { entityRef: checkout, title: 'Down' },
    });
    await settled(id, 2);
    clock.advanceMinutes(6);
    const pages = await settled(id, 3);
    expect(pages.map(({ person }) => person.name).sort()).toEqual([
      'Ana Ruiz',
      'Ben Okafor',
      'Night Watch',
    ]);
    const { items: timeline } = await ana().call(incidents.timeline, {
      params: { id: String(id) },
    });
    expect(timeline.filter(({ kind }) => kind === 'exhausted')).toHaveLength(1);
  });

  it('two who acknowledge at once through both: one has it, the other is told who', async () => {
    const { id } = await ana().call(incidents.create, {
      body: { entityRef: checkout, title: 'Down' },
    });
    const params = { params: { id: String(id) } };
    const answers = await Promise.all([
      replicas[0].as('ana').call(incidents.acknowledge, params),
      replicas[1].as('ben').call(incidents.acknowledge, params),
    ]);
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual([
      'done',
      'unchanged',
    ]);
    const { assigned } = await ana().call(incidents.get, params);
    expect(assigned).toHaveLength(1);
    const told = answers.find(({ outcome }) => outcome === 'unchanged');
    expect(told?.message).toContain(assigned[0].name);
  });

  it('of two who save a play at once one is told of the other, and its clock starts it once', async () => {
    const source = (text: string) => `name: Minutely
description: ${text}
ownerRef: group:default/payments
on: [{ event: schedule, cron: "* * * * *", timezone: UTC }]
steps: [{ id: end, stop: { because: enough } }]
`;
    const { id } = await ana().call(plays.create, {
      body: { source: source('mine') },
    });
    const params = { id };
    await ana().call(plays.setState, {
      params,
      body: { version: 1, state: 'enabled' },
    });
    const saved = await Promise.allSettled(
      replicas.map((replica, n) =>
        ana(replica).call(plays.update, {
          params,
          body: { version: 1, source: source(`of replica ${n}`) },
        }),
      ),
    );
    expect(saved.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);

    clock.advanceMinutes(10);
    await until(async () => {
      const { nextTickAt } = await ana(replicas[1]).call(plays.get, { params });
      return new Date(String(nextTickAt)) > clock.now() ? true : undefined;
    });
    const { items } = await ana().call(plays.runs, { query: { playId: id } });
    expect(items.map(({ play }) => play.version)).toEqual([1]);
  });
});
