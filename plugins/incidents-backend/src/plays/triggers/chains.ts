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
  const run = await db('play_runs').where({ id: data.runId }).first('chain');
  const before: string[] = run ? JSON.parse(run.chain) : [];
  return [...before, ...own];
}
