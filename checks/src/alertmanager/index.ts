import { strict as assert } from 'node:assert';
import { Check, Report } from '../check';
import { Fleet } from '../fleet';
import { secondsFrom, until } from '../until';
import { Alertmanager, PrometheusAlert } from './Alertmanager';
import { readGuide } from './guide';
import { Watch } from './Watch';

const checkout = 'component:default/checkout';
const platform = 'component:default/shop';

const alertOf = (
  alertname: string,
  labels: Readonly<Record<string, string>>,
): PrometheusAlert => ({
  labels: { alertname, ...labels },
  annotations: { summary: `${alertname} of the check` },
  generatorURL: 'https://prometheus.example.test/graph?g0.expr=up',
});
const titleOf = ({ annotations }: PrometheusAlert) =>
  annotations?.summary ?? '';

/** A real Alertmanager, configured as docs/alertmanager.md says. */
const alertmanager: Check = async ({ report }) => {
  // What a database that does not write through has just taken is lost when it is killed.
  const fleet = await Fleet.start({ replicas: 1, fsync: true });
  let manager: Alertmanager | undefined;
  try {
    const [{ api, url }] = fleet.replicas;
    const keys = {
      checkout: await api.createIntegration('Alertmanager', checkout),
      platform: await api.createIntegration('Alertmanager, rest', platform),
    };
    const enqueue = `${url}/api/incidents/public/v2/enqueue`;
    manager = await Alertmanager.start(await readGuide(enqueue, keys));
    await groups(manager, fleet, report);
    await outages(manager, fleet, report);
  } finally {
    await manager?.stop();
    await fleet.stop();
  }
};

/** A group of alerts is one incident, from its first firing to its end. */
async function groups(
  manager: Alertmanager,
  fleet: Fleet,
  report: Report,
): Promise<void> {
  const watch = new Watch(fleet.replicas[0]);
  const one = alertOf('HighErrorRate', {
    service: 'checkout',
    severity: 'error',
    instance: 'a',
  });
  const other = { ...one, labels: { ...one.labels, instance: 'b' } };
  const title = titleOf(one);

  await report.run('a group fires', async () => {
    await manager.fire(one);
    const { incident, alerts, pages } = await watch.until(
      title,
      'with a page that went out',
      sight => sight.pages.some(isOut),
    );
    assert.equal(incident.entity.ref, checkout);
    assert.equal(incident.severity, 'SEV3');
    assert.deepEqual(alerts[0].links, [
      { href: one.generatorURL, text: 'Graph' },
    ]);
    const paged = pages.map(({ person }) => person.name).join(', ');
    return `${incident.severity} on checkout, paged ${paged}`;
  });
  await report.run('the group changes', async () => {
    const before = await watch.until(title, 'is there');
    await manager.fire(other);
    const { alerts, pages } = await watch.until(
      title,
      'counts a second event',
      sight => sight.alerts[0].count > 1,
    );
    assert.equal(await watch.count(title), 1);
    assert.equal(alerts.length, 1);
    assert.equal(pages.length, before.pages.length);
    assert.match(JSON.stringify(alerts[0].details), /"num_firing":"2"/);
    return `folded: 1 incident, 1 alert counted ${alerts[0].count}, nobody paged again`;
  });
  await report.run('the group ends', async () => {
    await manager.end(one);
    await manager.end(other);
    const { incident } = await watch.until(title, 'is resolved', isResolved);
    return `resolved by ${incident.resolvedBy?.kind}`;
  });
  await report.run('the group fires again', async () => {
    await manager.fire(one);
    const { incident } = await watch.until(
      title,
      'is open again',
      sight => !isResolved(sight),
    );
    assert.equal(await watch.count(title), 2);
    assert.ok(incident.recurrenceOf, 'it does not know the one before');
    return `a new incident, which follows ${incident.recurrenceOf.name}`;
  });
  await report.run('a label routes to another receiver', async () => {
    const disk = alertOf('DiskFull', { service: 'shop', severity: 'page' });
    await manager.fire(disk);
    const { incident } = await watch.until(titleOf(disk), 'is there');
    assert.equal(incident.entity.ref, platform);
    return `on ${incident.entity.name}; the severity 'page', which nobody knows, became ${incident.severity}`;
  });
}

/** What is sent while nothing can be taken arrives later, once. */
async function outages(
  manager: Alertmanager,
  fleet: Fleet,
  report: Report,
): Promise<void> {
  const [replica] = fleet.replicas;
  const watch = new Watch(replica);
  const service = { service: 'checkout', severity: 'error' };
  const lasting = alertOf('FiredBefore', service);
  const late = alertOf('FiredMeanwhile', service);

  const through = async (
    stop: () => Promise<void>,
    start: () => Promise<void>,
    [ending, firing]: readonly [PrometheusAlert, PrometheusAlert],
  ) => {
    await manager.fire(ending);
    await watch.until(titleOf(ending), 'is there');
    await stop();
    const failedBefore = await manager.failedRequests();
    await manager.end(ending);
    await manager.fire(firing);
    const failed = () =>
      manager.failedRequests().then(count => count - failedBefore);
    await until('both were sent in vain', async () => (await failed()) > 1, 20);
    const refused = await failed();
    await start();
    const back = performance.now();
    await watch.until(titleOf(ending), 'is resolved', isResolved);
    const { pages } = await watch.until(titleOf(firing), 'with a page', sight =>
      sight.pages.some(isOut),
    );
    assert.equal(await watch.count(titleOf(ending)), 1);
    assert.equal(await watch.count(titleOf(firing)), 1);
    return `${refused} requests failed; both arrived once, ${secondsFrom(back)} after the end, ${pages.length} paged`;
  };

  await report.run('the database is down, the portal answers 503', () =>
    through(
      async () => {
        await fleet.postgres.kill();
        const { status, retryAfter } = await replica.api.send('0'.repeat(32), {
          event_action: 'trigger',
          payload: { summary: 'x', source: 'x', severity: 'error' },
        });
        assert.equal(status, 503);
        assert.ok(retryAfter, '503 names no Retry-After');
      },
      () => fleet.postgres.start(),
      [lasting, late],
    ),
  );
  await report.run('the portal is down', () =>
    through(
      () => replica.stop(),
      () => replica.start(),
      [alertOf('StoodBefore', service), alertOf('FellMeanwhile', service)],
    ),
  );
}

type Sight = Awaited<ReturnType<Watch['until']>>;
type SentPage = Sight['pages'][number];

const isResolved = ({ incident }: Sight) => incident.status === 'resolved';
const isOut = ({ deliveries }: SentPage) =>
  deliveries.some(({ state }) => ['sent', 'delivered'].includes(state));

export default alertmanager;
