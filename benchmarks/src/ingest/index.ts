// How many events are taken durably a second, beside the least that Backstage, PostgreSQL and a real Alertmanager can do.
// Fifty senders, each waiting for its answer; PostgreSQL writes through to the disk. The load generator shares the cores
// with what it measures, for all alike.
import { Fleet } from '@muster/checks/src/fleet';
import { Bench } from '../bench';
import { connect, describeDatabase } from '../database';
import { Load, send } from '../load';
import { Row } from '../result';
import { startAlertmanager } from './alertmanager';
import { startBare } from './bare';
import { measurePgbench } from './pgbench';

const senders = 50;
const dedupKeys = 50;
const integrations = 5;
const entities = ['checkout', 'payments', 'search', 'shop', 'cart'];

const eventOf = (key: string, dedupKey: string) => ({
  routing_key: key,
  event_action: 'trigger',
  dedup_key: dedupKey,
  payload: {
    summary: `Error rate above 5 % (${dedupKey})`,
    source: 'prometheus',
    severity: 'error',
    component: 'api',
    custom_details: { firing: 1, runbook: 'https://example.test/runbook' },
  },
});

const bench: Bench = async ({ quick, say }) => {
  const seconds = quick ? 2 : 10;
  const storm = quick ? 2_000 : 100_000;
  say('starting PostgreSQL (fsync on) and a backend');
  const fleet = await Fleet.start({
    replicas: 1,
    fsync: true,
    config: { incidents: { eventsPerMinutePerKey: 10_000_000 } },
  });
  const knex = connect(fleet.postgres.url);
  const bare = await startBare(fleet.postgres.url);
  const alertmanager = await startAlertmanager();
  try {
    const [replica] = fleet.replicas;
    const keys = await Promise.all(
      Array.from({ length: integrations }, (_, n) =>
        replica.api.createIntegration(
          `Bench ${n}`,
          `component:default/${entities[n]}`,
        ),
      ),
    );
    const eventsUrl = `${replica.url}/api/incidents/public/v2/enqueue`;
    const keyOf = (n: number) => keys[n % keys.length];
    const bareLoad: Load = {
      url: bare.url,
      senders,
      seconds,
      body: n => eventOf(keyOf(n), `storm-${n % dedupKeys}`),
    };
    const repeats: Load = { ...bareLoad, url: eventsUrl };
    const fresh: Load = {
      ...repeats,
      body: n => eventOf(keyOf(n), `fresh-${n}`),
    };

    say('warming up');
    await send('warm-up', { ...bareLoad, seconds: 2 });
    await send('warm-up', { ...repeats, seconds: 2 });

    await knex.raw(
      'create table bench_rows (id serial primary key, at timestamptz, body text)',
    );
    const rows: Row[] = [];
    const measure = async (name: string, load: Load): Promise<Row> => {
      say(`measuring: ${name}`);
      const row = await send(name, load);
      rows.push(row);
      return row;
    };
    rows.push(
      await measurePgbench(fleet.postgres.url, { clients: senders, seconds }),
    );
    const bareRow = await measure(
      'bare Backstage route: one inserted row',
      bareLoad,
    );
    const repeatRow = await measure(
      `Muster: repeats of ${dedupKeys} open alerts`,
      { ...repeats, seconds: undefined, amount: storm },
    );
    const bareAgain = await measure(
      'bare Backstage route, once more',
      bareLoad,
    );
    const freshRow = await measure(
      'Muster: each event a new incident, somebody paged',
      fresh,
    );
    await measure('Alertmanager: alerts kept in memory', {
      url: alertmanager.url,
      senders,
      seconds,
      body: n => [
        {
          labels: {
            alertname: 'ErrorRate',
            instance: `storm-${n % dedupKeys}`,
          },
        },
      ],
    });

    const [{ incidents }] = await knex('incidents.alerts')
      .where('dedup_key', 'like', 'storm-%')
      .countDistinct({ incidents: 'incident_id' });
    const rateOf = (row: Row) => row.perSecond ?? NaN;
    const bareRate = (rateOf(bareRow) + rateOf(bareAgain)) / 2;
    return {
      title: 'Ingest: events taken durably',
      database: await describeDatabase(knex),
      rows,
      figures: [
        {
          name: 'repeats ÷ bare Backstage route',
          value: rateOf(repeatRow) / bareRate,
          unit: '',
          bar: { atLeast: 0.6 },
        },
        {
          name: 'new incidents ÷ bare Backstage route',
          value: rateOf(freshRow) / bareRate,
          unit: '',
          bar: null,
        },
        {
          name: `incidents of ${storm.toLocaleString('en-GB')} events on ${dedupKeys} keys of ${integrations} integrations`,
          value: Number(incidents),
          unit: 'incidents',
          bar: { atMost: dedupKeys },
        },
      ],
      notes: [
        `${senders} senders, ${seconds} s each, one backend process; the load generator runs on the same cores.`,
        'Alertmanager keeps alerts in memory and answers before anything is on disk; it is here for scale.',
      ],
    };
  } finally {
    await alertmanager.stop();
    await bare.stop();
    await knex.destroy();
    await fleet.stop();
  }
};

export default bench;
