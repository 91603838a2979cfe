import { contract } from '@muster/backstage-plugin-incidents-common';
import { metrics } from '@opentelemetry/api';
import {
  PrometheusExporter,
  PrometheusSerializer,
} from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { Knex } from 'knex';
import { eachDatabase, openDatabase } from './platform/testDatabase';
import { StartedIncidents, startIncidents } from './testing/startIncidents';
import { until } from './testing/until';

jest.setTimeout(60_000);

const { alerts, incidents, portal } = contract;

describe.each(eachDatabase())('what is seen from outside, on %s', database => {
  let knex: Knex;
  let muster: StartedIncidents;
  let exporter: PrometheusExporter;

  beforeEach(async () => {
    exporter = new PrometheusExporter({ preventServerStart: true });
    metrics.disable();
    metrics.setGlobalMeterProvider(new MeterProvider({ readers: [exporter] }));
    ({ knex } = await openDatabase(database));
    muster = await startIncidents({ knex });
  });
  afterEach(async () => {
    await muster.stop();
    await exporter.shutdown();
    metrics.disable();
  });

  /** The lines of one metric, as Prometheus scrapes them, without the scope's labels. */
  const scraped = async (name: string): Promise<string[]> => {
    const { resourceMetrics } = await exporter.collect();
    return new PrometheusSerializer('', false)
      .serialize(resourceMetrics)
      .split('\n')
      .map(line => line.replace(/,?otel_scope_\w+="[^"]*"/g, ''))
      .map(line => line.replace('{,', '{').replace('{}', ''))
      .filter(line => line.startsWith(name));
  };
  const value = async (name: string) =>
    Number((await scraped(name))[0]?.split(' ').at(-1));

  const send = (body: object) =>
    muster.http.post('/api/incidents/public/v2/enqueue').send(body);
  const trigger = (key: string, dedup: string) =>
    send({
      routing_key: key,
      event_action: 'trigger',
      dedup_key: dedup,
      payload: { summary: 'Errors', source: 'probe', severity: 'critical' },
    });

  it('counts events by what became of them, and attempts to page by channel', async () => {
    const { key } = await muster.as('ana').call(alerts.createIntegration, {
      body: { name: 'Monitor', entityRef: 'component:default/checkout' },
    });
    await trigger(key, 'a');
    await trigger(key, 'a');
    await send({ routing_key: key, event_action: 'resolve', dedup_key: 'b' });
    await trigger('f'.repeat(32), 'a');
    // Two people are paged, each through two channels.
    await until(async () =>
      (await scraped('incidents_deliveries_total')).join().match(/ 2\b.* 2\b/)
        ? true
        : undefined,
    );

    expect((await scraped('incidents_events_total')).sort()).toEqual([
      expect.stringMatching(/outcome="appended"} 1\b/),
      expect.stringMatching(/outcome="created"} 1\b/),
      expect.stringMatching(/outcome="dropped"} 1\b/),
      expect.stringMatching(/outcome="rejected"} 1\b/),
    ]);
    expect((await scraped('incidents_deliveries_total')).sort()).toEqual([
      expect.stringMatching(
        /channel="email",outcome="sent",provider="email"} 2\b/,
      ),
      expect.stringMatching(
        /channel="portal",outcome="sent",provider="portal"} 2\b/,
      ),
    ]);
    expect(await scraped('incidents_page_delay_count')).toHaveLength(2);
  });

  it('tells how old what it waits for is, and what nobody has', async () => {
    await muster.as('ana').call(incidents.create, {
      body: { entityRef: 'component:default/checkout', title: 'Down' },
    });
    expect(await value('incidents_open ')).toBe(1);
    expect(await value('incidents_unassigned ')).toBe(0);
    expect(await value('incidents_dead_letters ')).toBe(0);
    expect(await value('incidents_plays_waiting ')).toBe(0);

    await knex('deliveries').update({
      state: 'queued',
      due_at: new Date(muster.clock.now().getTime() - 90_000),
    });
    const age = await value('incidents_pages_oldest_unsent_age ');
    expect(age).toBeGreaterThanOrEqual(90);
    expect(await value('incidents_queue_lag ')).toBeGreaterThanOrEqual(0);
    expect(await value('incidents_directory_age ')).toBeGreaterThanOrEqual(0);
  });

  it('names no person, no service and no address in any label', async () => {
    await muster.as('ana').call(incidents.create, {
      body: { entityRef: 'component:default/checkout', title: 'Down' },
    });
    await until(async () =>
      (await scraped('incidents_deliveries_total')).length === 2
        ? true
        : undefined,
    );
    expect((await scraped('incidents_')).join('\n')).not.toMatch(
      /ana|checkout|payments|@|INC-/,
    );
  });

  it('says that it is ready, and with which parts', async () => {
    const answer = await until(async () => {
      const { status, body } = await muster.http.get(
        '/api/incidents/public/ready',
      );
      return body.parts[2].state === 'ready' ? { status, body } : undefined;
    });
    expect(answer.status).toBe(200);
    expect(portal.ready.response.parse(answer.body)).toMatchObject({
      ready: true,
      parts: [
        { part: 'database', state: 'ready' },
        { part: 'queue', state: 'ready' },
        { part: 'catalog', state: 'ready' },
      ],
    });
  });
});
