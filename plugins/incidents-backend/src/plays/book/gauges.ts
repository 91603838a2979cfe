import { Database } from '../../platform/database';
import { Metrics, observe } from '../../platform/metrics';

/** How many runs are under way or wait for something, their turn included; read when it is collected. */
export function observeRuns({
  metrics,
  database,
}: {
  readonly metrics: Metrics;
  readonly database: Database;
}): void {
  observe(
    metrics,
    'incidents.plays.waiting',
    {
      description:
        'Runs of plays that have not ended: mostly, they wait for something',
      unit: '{run}',
    },
    async () => {
      const row = await database
        .knex('play_runs')
        .whereIn('state', ['queued', 'running'])
        .count({ count: '*' })
        .first();
      return Number(row?.count ?? 0);
    },
  );
}
