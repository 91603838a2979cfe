import { setTimeout as sleep } from 'node:timers/promises';
import { Report } from '../check';
import { Scene } from './Scene';

/** Events in a storm, on this many dedup keys, so that most repeat an alert that is open. */
const events = 60;
const keys = 20;
const perSecond = 8;

/** Sends a storm, and does something to the portal meanwhile. @returns the dedup keys, and when the fault was over */
async function stormUnder(
  scene: Scene,
  name: string,
  fault: () => Promise<void>,
): Promise<{ dedupKeys: string[]; over: number }> {
  const keyOf = (n: number) => `${name} ${n % keys}`;
  let over = 0;
  await Promise.all([
    scene.monitor.storm(events, perSecond, keyOf),
    fault().then(() => {
      over = performance.now();
    }),
  ]);
  return { dedupKeys: Array.from({ length: keys }, (_, n) => keyOf(n)), over };
}

/** PostgreSQL dies in mid-storm and comes back three seconds later. */
export async function restartPostgres(
  scene: Scene,
  report: Report,
): Promise<void> {
  await report.run('PostgreSQL dies in mid-storm', async () => {
    const before = new Map(scene.monitor.answers);
    const { dedupKeys, over } = await stormUnder(scene, 'restart', async () => {
      await sleep(2000);
      await scene.fleet.postgres.kill();
      await sleep(3000);
      await scene.fleet.postgres.start();
    });
    const told = [...scene.monitor.answers]
      .map(([status, n]) => [status, n - (before.get(status) ?? 0)] as const)
      .filter(([, n]) => n > 0)
      .map(([status, n]) => `${status || 'no answer'} × ${n}`);
    const figures = await scene.verdict(dedupKeys, over);
    return `told ${told.join(', ')}; ${figures}`;
  });
}

/** Every job disappears, again and again; the sweeps must find what was to be done. */
export async function truncateQueue(
  scene: Scene,
  report: Report,
): Promise<void> {
  await report.run('the queue is emptied in mid-storm', async () => {
    let emptied = 0;
    const { dedupKeys, over } = await stormUnder(scene, 'empty', async () => {
      const start = performance.now();
      while (performance.now() - start < 7000) {
        // Against work that is under way it may lose: a deadlock ends one of the two.
        await scene.knex.raw('truncate incidents_work.job').then(
          () => {
            emptied += 1;
          },
          error => {
            if (error.code !== '40P01') throw error;
          },
        );
        await sleep(200);
      }
    });
    const figures = await scene.verdict(dedupKeys, over);
    return `emptied ${emptied} times; ${figures}`;
  });
}
