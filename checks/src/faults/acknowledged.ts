import { setTimeout as sleep } from 'node:timers/promises';
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
/** Sender and acknowledgement take about this long; each race gives the latter more of a start. */
const staggerMs = 10;

/** Pages that wait, or are about to be sent, when somebody acknowledges. */
export async function acknowledgeWhilePaging(
  scene: Scene,
  report: Report,
): Promise<void> {
  await report.run('acknowledged while its page waits for SMTP', async () => {
    const key = 'acknowledged waiting';
    await scene.mail.become('down');
    const id = await triggered(scene, key);
    await until('a page waits', () => failedAttempt(scene, key), 20);
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
      const keyOf = (name: string, n: number) => `${name} ${n}`;
      const numbers = Array.from({ length: incidents / 2 }, (_, n) => n);
      const before = numbers.map(n => keyOf('before its sender', n));
      const beside = numbers.map(n => keyOf('beside its sender', n));
      for (const n of numbers) {
        const client = clients[n % clients.length];
        await scene.holdingSenders(async () => {
          await acknowledge(client, await triggered(scene, before[n]));
        });
        await scene.holdingSenders(async letGo => {
          const id = await triggered(scene, beside[n]);
          await Promise.all([
            sleep(n * staggerMs).then(letGo),
            acknowledge(client, id),
          ]);
        });
      }
      const figures = await scene.verdict(
        [...before, ...beside],
        performance.now(),
      );
      for (const { id, dedup_key: key } of await scene.audit.incidentsOf(
        before,
      )) {
        const arrived = scene.mail.countOf(`INC-${id}`);
        const taken = await scene.audit.cancelledOf([key]);
        if (arrived > 0 || taken === 0) {
          throw new Error(
            `${key}: ${arrived} mails came, ${taken} deliveries were cancelled`,
          );
        }
      }
      const cancelled = await scene.audit.cancelledOf(before);
      const raced = await scene.audit.cancelledOf(beside);
      return `${cancelled} deliveries cancelled before a sender took them, ${raced} of those that it raced for; ${figures}`;
    },
  );
}

/** Reports trouble. @returns its incident, as soon as that exists */
async function triggered(scene: Scene, key: string): Promise<number> {
  await scene.monitor.trigger(key);
  const [{ id }] = await scene.audit.incidentsOf([key]);
  return id;
}

const clientsOf = (scene: Scene): Promise<IncidentsClient[]> =>
  Promise.all(scene.running.map(({ api }) => api.as('user:default/ana.ruiz')));

const acknowledge = (client: IncidentsClient, id: number) =>
  client.call(contract.incidents.acknowledge, { params: { id: `${id}` } });
