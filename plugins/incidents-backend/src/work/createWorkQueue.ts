import { LoggerService } from '@backstage/backend-plugin-api';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { Metrics } from '../platform/metrics';
import { Load } from '../platform/ProcessLoad';
import { DurableWorkQueue } from './DurableWorkQueue';
import { Pace } from './model';
import { PgBossJobStore } from './pgboss';
import { WorkQueue } from './service';
import { SqliteJobStore } from './sqlite';

const sweepMs = 2000;
const stopMs = 10_000;

/**
 * The queue for this database: pg-boss on PostgreSQL, a small loop on SQLite.
 *
 * @param options - `pace` overrides how fast it goes about it, for tests
 */
export function createWorkQueue(options: {
  database: Database;
  clock: Clock;
  logger: LoggerService;
  metrics: Metrics;
  load: Load;
  pace?: Partial<Pace>;
}): WorkQueue {
  const { pace, ...rest } = options;
  const isPostgres = options.database.dialect === 'postgres';
  return new DurableWorkQueue({
    ...rest,
    store: isPostgres ? new PgBossJobStore(rest) : new SqliteJobStore(rest),
    pace: { pollMs: isPostgres ? 500 : 250, sweepMs, stopMs, ...pace },
  });
}
