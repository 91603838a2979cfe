import { contract } from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { Report } from '../check';
import { until } from '../until';
import { DatabaseTime } from './DatabaseTime';
import { failedAttempt } from './mail';
import { Scene } from './Scene';

const ana = 'user:default/ana.ruiz';
const ben = 'user:default/ben.okafor';
const grace = 'user:default/grace.mwangi';
/** Long enough that two steps of the policy come due; an outage that was not noticed sends both. */
const outageSeconds = 10 * 60 + 5;
const delayMinutes = 4;

const escalationRow = z.object({
  step: z.number(),
  seconds: z.coerce.number(),
});

/**
 * All replicas die, ten minutes pass, and all start again: what was accepted is told once, one overdue
 * step runs and not two, what was acknowledged stays quiet. It ends with PostgreSQL's clock ahead.
 */
export async function outlastOutage(
  scene: Scene,
  report: Report,
): Promise<void> {
  await report.run('no replica for ten minutes', async () => {
    const { audit, mail, fleet } = scene;
    const monitor = await scene.connect(
      'component:default/orders',
      [ana, ben, grace],
      delayMinutes,
    );
    const [overdue, acknowledged, waiting, during] = [
      'overdue',
      'acknowledged',
      'waiting',
      'during',
    ].map(key => `outage ${key}`);
    await Promise.all([overdue, acknowledged].map(key => monitor.trigger(key)));
    await until(
      'both are paged',
      () => audit.isSettled([overdue, acknowledged]),
      60,
    );
    await acknowledge(scene, acknowledged);
    await mail.become('down');
    await monitor.trigger(waiting);
    await until('a page waits', () => failedAttempt(scene, waiting), 60);

    for (const replica of fleet.replicas) scene.leave(replica);
    await Promise.all(fleet.replicas.map(replica => replica.kill()));
    const time = await DatabaseTime.takeOver(scene.knex);
    await time.setAhead(outageSeconds);
    await mail.become('well');
    const sending = monitor.trigger(during);
    await Promise.all(fleet.replicas.map(replica => replica.start()));
    const started = performance.now();
    await sending;

    const figures = [
      await scene.verdict([overdue, waiting], started, { monitor, pages: 2 }),
      await scene.verdict([acknowledged, during], started, { monitor }),
    ];
    await expectOneStep(scene, [overdue, waiting]);
    const stuck = await audit.stuck();
    if (stuck.length) throw new Error(`stuck: ${stuck.join('; ')}`);
    return `one overdue step each, nothing twice, stuck 0; ${figures.join('; the others: ')}`;
  });
}

async function acknowledge(scene: Scene, key: string): Promise<void> {
  const [{ id }] = await scene.audit.incidentsOf([key]);
  const client = await scene.running[0].api.as(ana);
  await client.call(contract.incidents.acknowledge, {
    params: { id: `${id}` },
  });
}

/** The second step has run, and the third comes its delay after that. */
async function expectOneStep(
  scene: Scene,
  keys: readonly string[],
): Promise<void> {
  const incidents = await scene.audit.incidentsOf(keys);
  const rows: unknown = await scene
    .knex('escalations')
    .whereIn(
      'incident_id',
      incidents.map(({ id }) => id),
    )
    .select(
      'step',
      scene.knex.raw('extract(epoch from due_at - now()) as seconds'),
    );
  const found = z.array(escalationRow).parse(rows);
  const isRight = found.every(
    ({ step, seconds }) =>
      step === 1 && seconds > 60 && seconds <= delayMinutes * 60,
  );
  if (!isRight) {
    throw new Error(`not one overdue step each: ${JSON.stringify(found)}`);
  }
}
