import { PlayHealth } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { addMinutes } from '../../platform/clock';
import { Database, instant, iso, Queryable, Tx } from '../../platform/database';
import { EndedRun } from '../ports';
import { StoredPlay } from './playStore';

const healthDays = 90;
/** The median is that of so many of the newest runs that succeeded: enough to tell, and cheap for years of them. */
const sample = 25;
/** From so many on, a play is failing. */
export const failingFrom = 3;

interface Run {
  id: string;
  play_id: string;
  state: string;
  started_at: Date | number;
  ended_at: Date | number | null;
  text: string;
}

/** How plays have done in the last 90 days, by their ids. Each figure is read from an index, whatever else there is. */
export async function healthOf(
  database: Pick<Database, 'knex' | 'dialect'>,
  plays: readonly StoredPlay[],
  now: Date,
): Promise<ReadonlyMap<string, PlayHealth>> {
  const ids = plays.map(({ id }) => id);
  const since = addMinutes(now, -healthDays * 24 * 60);
  if (ids.length === 0) return new Map();
  const [counts, lastRuns, lastFailures, succeeded] = await Promise.all([
    countsOf(database.knex, ids, since),
    newestOf(database, ids, since, {}, 1),
    newestOf(database, ids, since, { state: 'failed' }, 1),
    newestOf(database, ids, since, { state: 'succeeded' }, sample),
  ]);
  const ofPlay = <T extends { play_id: string }>(
    rows: readonly T[],
    id: string,
  ) => rows.filter(row => row.play_id === id);
  return new Map(
    plays.map(({ id, failuresInARow }) => {
      const count = (outcome?: string) =>
        ofPlay(counts, id)
          .filter(row => outcome === undefined || row.outcome === outcome)
          .reduce((sum, row) => sum + Number(row.count), 0);
      const [lastRun] = ofPlay(lastRuns, id);
      const [failure] = ofPlay(lastFailures, id);
      return [
        id,
        {
          runs: count(),
          succeeded: count('succeeded'),
          failed: count('failed'),
          lastRunAt: lastRun ? iso(instant(lastRun.started_at)) : null,
          lastFailure: failure
            ? {
                runId: failure.id,
                at: iso(instant(failure.ended_at ?? failure.started_at)),
                because: failure.text,
              }
            : null,
          failing: failuresInARow >= failingFrom,
          medianSeconds: medianOf(ofPlay(succeeded, id).map(secondsOf)),
        },
      ];
    }),
  );
}

interface DayRow {
  play_id: string;
  day: string;
  outcome: EndedRun['state'];
  count: number;
}

const dayOf = (at: Date): string => iso(at).slice(0, 10);

/** Counts a run that has ended. One that is run again counts at each of its ends. */
export async function countEnd(
  tx: Tx,
  { playId, state }: Pick<EndedRun, 'playId' | 'state'>,
  at: Date,
): Promise<void> {
  await tx<DayRow>('play_days')
    .insert({ play_id: playId, day: dayOf(at), outcome: state, count: 1 })
    .onConflict(['play_id', 'day', 'outcome'])
    .merge({ count: tx.raw('play_days.count + 1') });
}

/** Forgets what was counted before an instant. */
export async function forgetDays(db: Queryable, before: Date): Promise<void> {
  await db<DayRow>('play_days').where('day', '<', dayOf(before)).delete();
}

function countsOf(
  db: Queryable,
  ids: readonly string[],
  since: Date,
): Promise<{ play_id: string; outcome: string; count: string | number }[]> {
  return db<DayRow>('play_days')
    .whereIn('play_id', ids)
    .andWhere('day', '>=', dayOf(since))
    .groupBy('play_id', 'outcome')
    .select('play_id', 'outcome')
    .sum({ count: 'count' });
}

/** The newest runs of each play: one look-up in the index for each, all in one statement. */
async function newestOf(
  { knex, dialect }: Pick<Database, 'knex' | 'dialect'>,
  ids: readonly string[],
  since: Date,
  where: { state?: string },
  limit: number,
): Promise<Run[]> {
  const ofPlay = (id: string | Knex.Raw) =>
    knex<Run>('play_runs')
      .where({ play_id: id, ...where })
      .andWhere('started_at', '>=', since)
      .orderBy('started_at', 'desc')
      .limit(limit)
      .select('id', 'play_id', 'state', 'started_at', 'ended_at', 'text');
  if (dialect === 'postgres') {
    const { rows } = await knex.raw<{ rows: Run[] }>(
      'select newest.* from unnest(?::text[]) as p(id) cross join lateral (?) newest',
      [[...ids], ofPlay(knex.ref('p.id'))],
    );
    return rows;
  }
  // Without `lateral`: a statement of many parts, which takes longer to plan than to run.
  const [first, ...others] = ids.map(id =>
    knex.select('*').from(ofPlay(id).as('newest')),
  );
  return first.unionAll(others);
}

const secondsOf = ({ started_at, ended_at }: Run): number =>
  ended_at === null
    ? 0
    : (instant(ended_at).getTime() - instant(started_at).getTime()) / 1000;

/** The middle of some figures; null without any. */
export function medianOf(figures: readonly number[]): number | null {
  if (figures.length === 0) return null;
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}
