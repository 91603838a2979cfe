import { addMinutes, Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { forgetCalls } from '../triggers/callStore';
import { forgetDays } from './health';

/** Runs that one transaction deletes. */
const batch = 500;

/** A signature is good for minutes. */
const keepCallsHours = 24;

/** Deletes runs that ended more than so many days ago, with their steps and attempts. */
export async function purgeRuns(
  database: Database,
  clock: Clock,
  keepDays: number,
): Promise<void> {
  const before = addMinutes(clock.now(), -keepDays * 24 * 60);
  await forgetCalls(
    database.knex,
    addMinutes(clock.now(), -keepCallsHours * 60),
  );
  await forgetDays(database.knex, before);
  for (;;) {
    const deleted = await database.transaction(async tx => {
      const rows = await tx('play_runs')
        .where('started_at', '<', before)
        .andWhere('ended_at', '<', before)
        .orderBy('started_at')
        .limit(batch)
        .select('id');
      const ids = rows.map(({ id }) => id);
      if (ids.length === 0) return 0;
      await tx('play_attempts').whereIn('run_id', ids).delete();
      await tx('play_steps').whereIn('run_id', ids).delete();
      return tx('play_runs').whereIn('id', ids).delete();
    });
    if (deleted < batch) return;
  }
}
