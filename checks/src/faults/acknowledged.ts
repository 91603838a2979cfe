import {
  contract,
  IncidentsClient,
} from '@muster/backstage-plugin-incidents-common';
import { Report } from '../check';
import { until } from '../until';
import { failedAttempt } from './mail';
import { Scene } from './Scene';

const incidents = 10;
/** A repeated attempt comes five seconds after the first; longer than that nothing may follow. */
const quietSeconds = 8;

/** Pages that wait, or are about to be sent, when somebody acknowledges. */
export async function acknowledgeWhilePaging(
  scene: Scene,
  report: Report,
): Promise<void> {
  await report.run('acknowledged while its page waits for SMTP', async () => {
    const key = 'acknowledged waiting';
    await scene.mail.become('down');
    await scene.monitor.trigger(key);
    await until('a page waits', () => failedAttempt(scene, key), 20);
    const [{ id }] = await scene.audit.incidentsOf([key]);
    const [ana] = await clientsOf(scene);
    await acknowledge(ana, id);
    await scene.mail.become('well');
    const figures = await scene.verdict([key], performance.now());
    const since = performance.now();
    await until(
      'the time of its next attempt has passed',
      () => performance.now() - since > quietSeconds * 1000,
      quietSeconds + 1,
    );
    const arrived = scene.mail.countOf(`INC-${id}`);
    if (arrived) throw new Error(`${arrived} mails came all the same`);
    return `0 mails came; ${figures}`;
  });

  await report.run(
    `${incidents} acknowledged as soon as they exist, on every replica`,
    async () => {
      const clients = await clientsOf(scene);
      const keys = Array.from({ length: incidents }, (_, n) => `at once ${n}`);
      await scene.stalling(async () => {
        for (const [n, key] of keys.entries()) {
          await scene.monitor.trigger(key);
          const [{ id }] = await scene.audit.incidentsOf([key]);
          await acknowledge(clients[n % clients.length], id);
        }
      });
      const figures = await scene.verdict(keys, performance.now());
      const cancelled = await scene.audit.cancelledOf(keys);
      if (cancelled === 0) throw new Error('no page was caught in the act');
      return `${cancelled} deliveries cancelled before they began; ${figures}`;
    },
  );
}

const clientsOf = (scene: Scene): Promise<IncidentsClient[]> =>
  Promise.all(scene.running.map(({ api }) => api.as('user:default/ana.ruiz')));

const acknowledge = (client: IncidentsClient, id: number) =>
  client.call(contract.incidents.acknowledge, { params: { id: `${id}` } });
