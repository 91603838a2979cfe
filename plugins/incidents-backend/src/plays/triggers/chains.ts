import { TimelineEntry } from '@muster/backstage-plugin-incidents-common';
import { Queryable } from '../../platform/database';

/** The plays whose doing led to an entry, the first first; none for what people, monitors and Muster did. */
export async function chainOf(
  db: Queryable,
  { actor, data }: TimelineEntry,
): Promise<readonly string[]> {
  if (actor.kind !== 'play') return [];
  const own = actor.ref === null ? [] : [actor.ref];
  if (typeof data.runId !== 'string') return own;
  const chain = await chainOfRun(db, data.runId);
  return chain.length > 0 ? chain : own;
}

/**
 * The plays that led to what a run has done, the first first; none when there is no such run. For what comes from outside and
 * brings back the `X-Muster-Run` of the request that led to it.
 */
export async function chainOfRun(
  db: Queryable,
  runId: unknown,
): Promise<readonly string[]> {
  if (typeof runId !== 'string') return [];
  const run = await db('play_runs')
    .where({ id: runId })
    .first('chain', 'play_id');
  return run ? [...JSON.parse(run.chain), run.play_id] : [];
}
