import { z } from 'zod';
import { Report } from '../check';
import { checksToken } from '../fleet';
import { until } from '../until';
import { DatabaseTime } from './DatabaseTime';
import { failedAttempt } from './mail';
import { Scene } from './Scene';

const hour = 3600;
const waitRow = z.object({ seconds: z.coerce.number() });

/** PostgreSQL's clock is set back by an hour, then forward again, while pages and steps wait. */
export async function stepClock(scene: Scene, report: Report): Promise<void> {
  const name = 'the database’s clock';
  if (!report.wants(name)) return;
  const time = await DatabaseTime.takeOver(scene.knex);
  const set = async (seconds: number) => {
    await time.setAhead(seconds);
    // Each replica looks once a minute; we are in a hurry.
    await Promise.all(scene.running.map(({ url }) => followNow(url)));
    return performance.now();
  };

  await report.run(`${name} is set back by an hour`, async () => {
    const waiting = 'clock waiting';
    await scene.mail.become('down');
    await scene.monitor.trigger(waiting);
    await until('a page waits', () => failedAttempt(scene, waiting), 20);
    const stepped = await set(-hour);
    await scene.mail.become('well');
    await scene.monitor.trigger('clock behind');
    const figures = await scene.verdict([waiting, 'clock behind'], stepped);
    const wait = await until(
      'the step is due in its time',
      async () => {
        const seconds = await secondsUntilStep(scene, waiting);
        return seconds <= 5 * 60 && seconds;
      },
      10,
    );
    return `the next step in ${Math.round(wait)} s; ${figures}`;
  });

  await report.run(`${name} is set forward by an hour`, async () => {
    const stepped = await set(0);
    await scene.monitor.trigger('clock again');
    const figures = await scene.verdict(['clock again'], stepped);
    // An hour has passed for them: their next step runs, once.
    const earlier = ['clock waiting', 'clock behind'];
    const late = await scene.verdict(earlier, stepped, { pages: 2 });
    return `${figures}; steps that an hour made due: ${late}`;
  });
}

/** Has a replica look at the database's clock now. */
export async function followNow(url: string): Promise<void> {
  const response = await fetch(
    `${url}/api/incidents/.backstage/scheduler/v1/tasks/incidents-clock/trigger`,
    { method: 'POST', headers: { authorization: `Bearer ${checksToken}` } },
  );
  if (!response.ok) {
    throw new Error(`the clock does not follow: ${response.status}`);
  }
}

async function secondsUntilStep(scene: Scene, key: string): Promise<number> {
  const [{ id }] = await scene.audit.incidentsOf([key]);
  const row: unknown = await scene
    .knex('escalations')
    .where({ incident_id: id })
    .first(scene.knex.raw('extract(epoch from due_at - now()) as seconds'));
  return waitRow.parse(row).seconds;
}
