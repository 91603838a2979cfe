import { z } from 'zod';
import { Report } from '../check';
import { followNow } from './clock';
import { Scene } from './Scene';

const hour = 3600;
/** What an owner's implicit policy waits before its second step, in seconds, and what all this may take. */
const delaySeconds = { most: 5 * 60, least: 4 * 60 };
const waitRow = z.object({ seconds: z.coerce.number() });

/** Goes through another plugin, and Backstage's own tokens between plugins are not believed across an hour. */
const apart = 'portal';

/** One replica's wall clock is stepped by an hour, there and back; all others, and PostgreSQL's, stay. */
export async function stepReplicaClock(
  scene: Scene,
  report: Report,
): Promise<void> {
  for (const [ahead, words] of [
    [hour, 'forward'],
    [-hour, 'back'],
  ] as const) {
    await report.run(
      `the clock of one replica of ${scene.running.length} is set ${words} by an hour`,
      () => step(scene, ahead, words).finally(() => set(scene, 0)),
    );
  }
}

async function step(scene: Scene, ahead: number, words: string) {
  const { audit, monitor, knex } = scene;
  const waiting = `replica’s clock ${words}, before`;
  await monitor.trigger(waiting);
  await set(scene, ahead);
  const stepped = performance.now();
  // A monitor takes replicas in turn.
  const keys = scene.running.map((_, n) => `replica’s clock ${words} ${n}`);
  for (const key of keys) await monitor.trigger(key);
  const figures = await scene.verdict([waiting, ...keys], stepped, {
    apart,
  });

  const incidents = await audit.incidentsOf([waiting, ...keys]);
  const rows: unknown = await knex('escalations')
    .whereIn(
      'incident_id',
      incidents.map(({ id }) => id),
    )
    .select(knex.raw('extract(epoch from due_at - now()) as seconds'));
  const waits = z.array(waitRow).parse(rows);
  const { most, least } = delaySeconds;
  if (waits.some(({ seconds }) => seconds > most || seconds < least)) {
    throw new Error(`steps are due in ${JSON.stringify(waits)}`);
  }

  const [{ id }] = await audit.incidentsOf([waiting]);
  await knex('escalations')
    .where({ incident_id: id })
    .update({ due_at: knex.fn.now() });
  const due = await scene.verdict([waiting], performance.now(), {
    pages: 2,
    apart,
  });
  return `but for copies in the portal ${figures}; steps due in ${Math.round(waits[0].seconds)} s; one that is due: ${due}`;
}

/** Steps the clock of the first replica, and has it look at the database's. */
async function set(scene: Scene, aheadSeconds: number): Promise<void> {
  const [replica] = scene.fleet.replicas;
  await scene.setClock(replica, aheadSeconds);
  await followNow(replica.url);
}
