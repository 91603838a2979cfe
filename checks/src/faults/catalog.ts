import { Report } from '../check';
import { Scene } from './Scene';

/**
 * Two replicas start while the catalog is down: pages go to whom the directory knew last. It ends with
 * them so, since nothing after it needs a catalog.
 */
export async function startWithoutCatalog(
  scene: Scene,
  report: Report,
): Promise<void> {
  await report.run('the catalog is down before the start', async () => {
    for (const replica of scene.fleet.replicas) {
      scene.leave(replica);
      await replica.kill();
    }
    const two = scene.fleet.replicas.slice(0, 2);
    await Promise.all(
      two.map(replica =>
        replica.start({ env: { MUSTER_CHECK_CATALOG: 'down' } }),
      ),
    );
    const started = performance.now();
    const keys = ['no catalog 1', 'no catalog 2'];
    await Promise.all(keys.map(key => scene.monitor.trigger(key)));
    const figures = await scene.verdict(keys, started);
    const opened = (await scene.audit.incidentsOf(keys)).map(
      ({ id }) => `INC-${id}`,
    );
    // Steps of incidents from before may be due now, and page others.
    const wrong = scene.mail.mails.filter(
      ({ incident, to }) =>
        incident !== undefined &&
        opened.includes(incident) &&
        to !== 'ana.ruiz@example.test',
    );
    if (wrong.length) throw new Error(`paged others: ${JSON.stringify(wrong)}`);
    return `the owner is paged from the last known good answer; ${figures}`;
  });
}
