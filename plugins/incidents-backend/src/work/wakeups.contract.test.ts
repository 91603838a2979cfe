import { eachDatabase } from '../platform/testDatabase';
import {
  createWorkFixture,
  eventually,
  gate,
  WorkFixture,
} from './workFixture';

jest.setTimeout(60_000);

const notByPolling = { pollMs: 3_600_000, sweepMs: 3_600_000 };

describe.each(eachDatabase())('wake-ups on %s', id => {
  let fixture: WorkFixture;
  beforeEach(async () => {
    fixture = await createWorkFixture(id);
  });
  afterEach(() => fixture.stop());

  it('work begins at the commit, without waiting for the next look', async () => {
    const { enqueue, recordingQueue } = fixture;
    const { queue, seen } = await recordingQueue(notByPolling);
    for (const n of [1, 2, 3]) {
      await enqueue(queue, { kind: 'demo', data: { n } });
      await eventually(() => expect(seen).toHaveLength(n));
    }
  });

  it('a job that is moved to now begins at the commit', async () => {
    const { enqueue, recordingQueue } = fixture;
    const { queue, seen } = await recordingQueue(notByPolling);
    const job = { kind: 'demo', key: 'demo:1', data: { n: 1 } };
    await enqueue(queue, { ...job, runAt: new Date('2026-03-02T10:00:00Z') });
    await enqueue(queue, job);
    await eventually(() => expect(seen).toEqual([1]));
  });

  it('more jobs than run side by side are all done, without another wake-up', async () => {
    const { database, recordingQueue } = fixture;
    const { queue, seen } = await recordingQueue(notByPolling);
    await database.transaction(async tx => {
      for (let n = 0; n < 30; n++) {
        await queue.enqueue(tx, { kind: 'demo', data: { n } });
      }
    });
    await eventually(() => expect(new Set(seen).size).toBe(30));
    expect(seen).toHaveLength(30);
  });

  // SQLite has one process, and nothing to listen to.
  if (id === 'SQLITE_3') return;

  it('replicas that start together on an empty database leave every connection usable', async () => {
    const { database, newQueue } = fixture;
    const replicas = [newQueue(), newQueue(), newQueue()];
    for (const replica of replicas) replica.handle('demo', async () => {});
    await Promise.all(replicas.map(replica => replica.start()));
    // As many at once as the pool has connections, so that each is asked.
    const { max } = database.knex.client.pool;
    const answers = await Promise.all(
      Array.from({ length: max }, () => database.knex.raw('select 1 as one')),
    );
    expect(answers).toHaveLength(max);
  });

  it('two replicas share the work, and neither does what the other does', async () => {
    const { database, newQueue } = fixture;
    const { open, opened } = gate();
    const begun: number[][] = [[], []];
    const replicas = [newQueue(), newQueue()];
    for (const [index, replica] of replicas.entries()) {
      replica.handle(
        'demo',
        async data => {
          begun[index].push(Number(data.n));
          await opened;
        },
        { concurrency: 10 },
      );
      await replica.start();
    }
    await database.transaction(async tx => {
      for (let n = 0; n < 20; n++) {
        await replicas[0].enqueue(tx, { kind: 'demo', data: { n } });
      }
    });
    await eventually(() => expect(begun.flat()).toHaveLength(20));
    expect(new Set(begun.flat()).size).toBe(20);
    expect(begun.map(jobs => jobs.length)).toEqual([10, 10]);
    open();
  });

  it('work committed by one replica wakes the other', async () => {
    const { enqueue, newQueue, recordingQueue } = fixture;
    const { seen } = await recordingQueue(notByPolling);
    const other = newQueue(notByPolling);
    await other.start();
    await enqueue(other, { kind: 'demo', data: { n: 1 } });
    await eventually(() => expect(seen).toEqual([1]));
  });

  it('a job in the form of a newer version is left to newer replicas', async () => {
    const { database, enqueue, jobs, logger, recordingQueue } = fixture;
    const { queue, seen } = await recordingQueue();
    await database.transaction(async tx => {
      await queue.enqueue(tx, { kind: 'demo', data: { n: 1 } });
      await tx.raw(
        `update incidents_work.job set data = '{"v":2,"what":"else"}'`,
      );
    });
    await eventually(() => expect(logger.warn).toHaveBeenCalledTimes(1));
    expect(logger.warn.mock.calls[0][0]).toMatch(/this version does not know/);
    await enqueue(queue, { kind: 'demo', data: { n: 2 } });
    await eventually(() => expect(seen).toEqual([2]));
    await eventually(async () =>
      expect(await jobs()).toMatchObject([
        { state: 'retry', data: { v: 2, what: 'else' } },
      ]),
    );
  });

  describe('when the connection that listens is cut', () => {
    const cut = async () => {
      const { rows } = await fixture.database.knex.raw(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and query like 'LISTEN%'`,
      );
      expect(rows).toHaveLength(1);
    };

    it('work goes on by polling', async () => {
      const { enqueue, logger, recordingQueue } = fixture;
      const { queue, seen } = await recordingQueue();
      await cut();
      await eventually(() => expect(logger.warn).toHaveBeenCalled());
      await enqueue(queue, { kind: 'demo', data: { n: 1 } });
      await eventually(() => expect(seen).toEqual([1]));
      expect(logger.warn.mock.calls).toEqual([
        [expect.stringMatching(/^The connection that is notified of work/)],
      ]);
    });

    it('a new one finds at once what came meanwhile', async () => {
      const { enqueue, logger, recordingQueue } = fixture;
      const { queue, seen } = await recordingQueue(notByPolling);
      await cut();
      await eventually(() => expect(logger.warn).toHaveBeenCalled());
      await enqueue(queue, { kind: 'demo', data: { n: 1 } });
      await eventually(() => expect(seen).toEqual([1]));
      expect(logger.info).toHaveBeenCalledWith('Work is notified again');
      await enqueue(queue, { kind: 'demo', data: { n: 2 } });
      await eventually(() => expect(seen).toEqual([1, 2]));
    });
  });
});
