// For tests only: nothing that ships imports this file, so a devDependency is right here.
/* eslint-disable @backstage/no-undeclared-imports */
import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { Database } from '../platform/database';
import { FakeClock } from '../platform/FakeClock';
import { openDatabase } from '../platform/testDatabase';
import { Load, noLoad } from '../platform/ProcessLoad';
import { createWorkQueue } from './createWorkQueue';
import { Pace } from './model';
import { Job, Waking, WorkQueue } from './service';

/** Resolves when `expectation` no longer throws; after fifteen seconds, throws what it threw. */
export async function eventually(
  expectation: () => void | Promise<void>,
): Promise<void> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    try {
      await expectation();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

/** A promise that is resolved from outside. */
export function gate(): { open: () => void; opened: Promise<void> } {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

/** Queues on a fresh database, with a clock that is moved by hand. */
export type WorkFixture = Awaited<ReturnType<typeof createWorkFixture>>;

export async function createWorkFixture(id: TestDatabaseId) {
  const database: Database = await openDatabase(id);
  const clock = new FakeClock();
  const queues: WorkQueue[] = [];
  const logger = {
    ...mockServices.logger.mock(),
    info: jest.fn(),
    warn: jest.fn(),
    error: jest.fn(),
  };

  /** Not yet started. Each stands for a process of its own. */
  const newQueue = (
    pace: Partial<Pace> = {},
    load: Load = noLoad,
  ): WorkQueue => {
    const queue = createWorkQueue({
      database,
      clock,
      logger,
      metrics: metricsServiceMock.mock(),
      load,
      pace: { pollMs: 20, sweepMs: 50, ...pace },
    });
    queues.push(queue);
    return queue;
  };

  return {
    database,
    clock,
    logger,
    newQueue,

    enqueue: (queue: Waking, job: Job) =>
      database.transaction(tx => queue.enqueue(tx, job)),

    /** A started queue whose handler of `demo` notes the `n` of each job. */
    async recordingQueue(pace?: Partial<Pace>) {
      const queue = newQueue(pace);
      const seen: unknown[] = [];
      queue.handle('demo', async data => {
        seen.push(data.n);
      });
      await queue.start();
      return { queue, seen };
    },

    /** Every job of the store, waiting or running. */
    jobs: () =>
      database.knex(
        database.dialect === 'postgres' ? 'incidents_work.job' : 'work_jobs',
      ),

    async stop() {
      for (const queue of queues) await queue.stop();
    },
  };
}
