import { mockServices } from '@backstage/backend-test-utils';
import { Database } from '../platform/database';
import { FakeClock } from '../platform/FakeClock';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { createWorkQueue } from './createWorkQueue';
import { Job, WorkQueue } from './service';

jest.setTimeout(60_000);

/** Every wake-up of the store, waiting or running. */
const jobsTable = (database: Database) =>
  database.knex(
    database.dialect === 'postgres' ? 'incidents_work.job' : 'work_jobs',
  );

/** Resolves when `condition` holds; what it says at the end is the failure. */
async function eventually(condition: () => unknown): Promise<void> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    try {
      if ((await condition()) !== false) return;
      if (performance.now() > deadline) throw new Error('it never came true');
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

/** A promise that is resolved from outside. */
function gate(): { open: () => void; opened: Promise<void> } {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

describe.each(eachDatabase())('work on %s', id => {
  let database: Database;
  let clock: FakeClock;
  let queues: WorkQueue[];
  const logger = {
    ...mockServices.logger.mock(),
    warn: jest.fn(),
    error: jest.fn(),
    info: jest.fn(),
  };

  const newQueue = (): WorkQueue => {
    const queue = createWorkQueue({
      database,
      clock,
      logger,
      pace: { pollMs: 20, sweepMs: 50 },
    });
    queues.push(queue);
    return queue;
  };
  const enqueue = (queue: WorkQueue, job: Job) =>
    database.transaction(tx => queue.enqueue(tx, job));
  /** A queue whose handler of `demo` notes what it was given. */
  const recordingQueue = async () => {
    const queue = newQueue();
    const seen: unknown[] = [];
    queue.handle('demo', async data => {
      seen.push(data.n);
    });
    await queue.start();
    return { queue, seen };
  };
  beforeEach(async () => {
    database = await openDatabase(id);
    clock = new FakeClock();
    queues = [];
    jest.clearAllMocks();
  });
  afterEach(async () => {
    for (const queue of queues) await queue.stop();
  });

  it('does a job once its transaction is committed', async () => {
    const { queue, seen } = await recordingQueue();
    const { open, opened } = gate();
    const committed = database.transaction(async tx => {
      await queue.enqueue(tx, { kind: 'demo', data: { n: 1 } });
      await opened;
      expect(seen).toEqual([]);
    });
    open();
    await committed;
    await eventually(() => expect(seen).toEqual([1]));
    await eventually(async () =>
      expect(await jobsTable(database)).toHaveLength(0),
    );
  });

  it('knows nothing of a job whose transaction was rolled back', async () => {
    const { queue, seen } = await recordingQueue();
    await expect(
      database.transaction(async tx => {
        await queue.enqueue(tx, { kind: 'demo', data: { n: 1 }, key: 'k' });
        await queue.enqueue(tx, { kind: 'demo', data: { n: 2 } });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await enqueue(queue, { kind: 'demo', data: { n: 3 } });
    await eventually(async () =>
      expect(await jobsTable(database)).toHaveLength(0),
    );
    expect(seen).toEqual([3]);
  });

  it('starts a delayed job when the clock says so, not before', async () => {
    const { queue, seen } = await recordingQueue();
    await enqueue(queue, {
      kind: 'demo',
      data: { n: 5 },
      runAt: new Date('2026-03-02T09:05:00Z'),
    });
    clock.advanceMinutes(4);
    await enqueue(queue, { kind: 'demo', data: { n: 0 } });
    await eventually(() => expect(seen).toEqual([0]));
    clock.advanceMinutes(1);
    await eventually(() => expect(seen).toEqual([0, 5]));
  });

  it('starts a job at once whose time is past', async () => {
    const { queue, seen } = await recordingQueue();
    await enqueue(queue, {
      kind: 'demo',
      data: { n: 1 },
      runAt: new Date('2026-03-02T08:00:00Z'),
    });
    await eventually(() => expect(seen).toEqual([1]));
  });

  it('does what was enqueued before it was started', async () => {
    const queue = newQueue();
    await enqueue(queue, { kind: 'demo', data: { n: 1 } });
    const seen: unknown[] = [];
    queue.handle('demo', async data => {
      seen.push(data.n);
    });
    await queue.start();
    await eventually(() => expect(seen).toEqual([1]));
  });

  it('leaves jobs alone whose kind it does not know', async () => {
    const { queue, seen } = await recordingQueue();
    await enqueue(queue, { kind: 'from-a-newer-replica', data: { n: 9 } });
    await enqueue(queue, { kind: 'demo', data: { n: 1 } });
    await eventually(async () =>
      expect(await jobsTable(database)).toHaveLength(1),
    );
    expect(seen).toEqual([1]);
    expect(logger.warn).not.toHaveBeenCalled();
  });

  describe('by key', () => {
    const at = (time: string) => new Date(`2026-03-02T${time}:00Z`);

    it('moves the waiting job, later and sooner, with its newest data', async () => {
      const { queue, seen } = await recordingQueue();
      const job = { kind: 'demo', key: 'demo:1' };
      await enqueue(queue, { ...job, data: { n: 1 }, runAt: at('09:05') });
      await enqueue(queue, { ...job, data: { n: 2 }, runAt: at('09:10') });
      clock.set(at('09:06'));
      await enqueue(queue, { kind: 'demo', data: { n: 0 } });
      await eventually(() => expect(seen).toEqual([0]));
      clock.set(at('09:10'));
      await eventually(() => expect(seen).toEqual([0, 2]));
      await enqueue(queue, { ...job, data: { n: 3 }, runAt: at('09:30') });
      await enqueue(queue, { ...job, data: { n: 4 } });
      await eventually(() => expect(seen).toEqual([0, 2, 4]));
      clock.set(at('09:30'));
      await enqueue(queue, { kind: 'demo', data: { n: 99 } });
      await eventually(() => expect(seen).toEqual([0, 2, 4, 99]));
    });

    it('keeps one job when many transactions enqueue at the same time', async () => {
      const { queue, seen } = await recordingQueue();
      await Promise.all(
        [1, 2, 3, 4, 5, 6, 7, 8].map(n =>
          enqueue(queue, {
            kind: 'demo',
            key: 'demo:1',
            data: { n },
            runAt: at('09:05'),
          }),
        ),
      );
      clock.set(at('09:05'));
      await eventually(() => expect(seen).toHaveLength(1));
      await enqueue(queue, { kind: 'demo', data: { n: 99 } });
      await eventually(() => expect(seen).toContain(99));
      expect(seen).toHaveLength(2);
    });

    it('keeps the wake-up that comes while the job runs', async () => {
      const queue = newQueue();
      const { open, opened } = gate();
      const seen: unknown[] = [];
      queue.handle('demo', async data => {
        seen.push(data.n);
        if (data.n === 1) await opened;
      });
      await queue.start();
      await enqueue(queue, { kind: 'demo', key: 'demo:1', data: { n: 1 } });
      await eventually(() => expect(seen).toEqual([1]));
      await enqueue(queue, { kind: 'demo', key: 'demo:1', data: { n: 2 } });
      await eventually(() => expect(seen).toEqual([1, 2]));
      open();
      await eventually(async () =>
        expect(await jobsTable(database)).toHaveLength(0),
      );
    });

    it('takes a waiting job back with the transaction, and no other', async () => {
      const { queue, seen } = await recordingQueue();
      for (const n of [1, 2, 3]) {
        await enqueue(queue, {
          kind: 'demo',
          key: `demo:${n}`,
          data: { n },
          runAt: at('09:05'),
        });
      }
      await database.transaction(tx => queue.cancel(tx, 'demo:1'));
      await expect(
        database.transaction(async tx => {
          await queue.cancel(tx, 'demo:2');
          throw new Error('rolled back');
        }),
      ).rejects.toThrow('rolled back');
      await database.transaction(tx => queue.cancel(tx, 'demo:unknown'));
      clock.set(at('09:05'));
      await eventually(async () =>
        expect(await jobsTable(database)).toHaveLength(0),
      );
      expect([...seen].sort()).toEqual([2, 3]);
    });
  });

  describe('a handler that fails', () => {
    it('is tried again after its spacing, and done when it works', async () => {
      const queue = newQueue();
      const tries: string[] = [];
      let others = 0;
      queue.handle('other', async () => {
        others++;
      });
      queue.handle(
        'demo',
        async () => {
          tries.push(clock.now().toISOString().slice(11, 19));
          if (tries.length < 3) throw new Error('provider away');
        },
        { retrySeconds: [10, 60] },
      );
      await queue.start();
      await enqueue(queue, { kind: 'demo', data: { page: 'p1' } });
      await eventually(() => expect(logger.warn).toHaveBeenCalledTimes(1));
      clock.advanceSeconds(9);
      await enqueue(queue, { kind: 'other', data: {} });
      await eventually(() => expect(others).toBe(1));
      clock.advanceSeconds(1);
      await eventually(() => expect(logger.warn).toHaveBeenCalledTimes(2));
      clock.advanceSeconds(60);
      await eventually(() =>
        expect(tries).toEqual(['09:00:00', '09:00:10', '09:01:10']),
      );
      await eventually(async () =>
        expect(await jobsTable(database)).toHaveLength(0),
      );
      expect(logger.warn.mock.calls[0][0]).toMatch(
        /^demo {"page":"p1"} failed \(try 1 of 3\), next at 2026-03-02T09:00:10.000Z: Error: provider away/,
      );
      expect(await queue.deadLetters({ limit: 10 })).toEqual([]);
      expect(logger.error).not.toHaveBeenCalled();
    });

    it('becomes a dead letter when its tries run out, and can be tried again', async () => {
      const queue = newQueue();
      let isAway = true;
      let done = 0;
      queue.handle(
        'demo',
        async () => {
          if (isAway) throw new Error('no such address\u0000');
          done++;
        },
        { retrySeconds: [10] },
      );
      await queue.start();
      await enqueue(queue, {
        kind: 'demo',
        key: 'demo:1',
        data: { page: 'p1', attempt: 2 },
      });
      await eventually(() => expect(logger.warn).toHaveBeenCalledTimes(1));
      clock.advanceSeconds(10);
      await eventually(() => expect(logger.error).toHaveBeenCalledTimes(1));
      expect(logger.error.mock.calls[0][0]).toContain(
        'failed for good after 2 tries',
      );
      const [letter, ...others] = await queue.deadLetters({ limit: 10 });
      expect(others).toEqual([]);
      expect(letter).toEqual({
        id: expect.any(String),
        kind: 'demo',
        data: { page: 'p1', attempt: 2 },
        cause: 'Error: no such address',
        attempts: 2,
        failedAt: new Date('2026-03-02T09:00:10Z'),
      });
      expect(await jobsTable(database)).toHaveLength(0);

      isAway = false;
      await queue.retry(letter.id);
      await eventually(() => expect(done).toBe(1));
      expect(await queue.deadLetters({ limit: 10 })).toEqual([]);
      await expect(queue.retry(letter.id)).rejects.toThrow(
        /no dead letter.*Reload the list/,
      );
    });

    it('does not hold up the others', async () => {
      const queue = newQueue();
      const seen: unknown[] = [];
      queue.handle('demo', async data => {
        if (data.n === 1) throw new Error('never');
        seen.push(data.n);
      });
      await queue.start();
      for (const n of [1, 2, 3]) {
        await enqueue(queue, { kind: 'demo', data: { n } });
      }
      await eventually(() => expect([...seen].sort()).toEqual([2, 3]));
    });
  });

  it('lists dead letters newest first, page by page', async () => {
    const queue = newQueue();
    queue.handle(
      'demo',
      async data => {
        throw new Error(`fault ${data.n}`);
      },
      { retrySeconds: [], concurrency: 1 },
    );
    await queue.start();
    for (const n of [1, 2, 3]) {
      await enqueue(queue, { kind: 'demo', data: { n } });
    }
    await eventually(() => expect(logger.error).toHaveBeenCalledTimes(3));
    const first = await queue.deadLetters({ limit: 2 });
    const second = await queue.deadLetters({ limit: 2, before: first[1].id });
    expect([...first, ...second].map(({ data }) => data.n)).toEqual([3, 2, 1]);
  });

  it('bad input: a dead letter or a place in their list that cannot be', async () => {
    const queue = newQueue();
    await queue.start();
    for (const wrong of [
      '',
      'abc',
      '99',
      '1e3',
      '-1',
      '99999999999999999999',
    ]) {
      await expect(queue.retry(wrong)).rejects.toMatchObject({
        name: 'NotFoundError',
      });
    }
    await expect(
      queue.deadLetters({ limit: 5, before: "'; drop" }),
    ).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('query.cursor'),
    });
  });

  it('runs no more jobs of a kind side by side than asked for', async () => {
    const queue = newQueue();
    let running = 0;
    let most = 0;
    let done = 0;
    const { open, opened } = gate();
    queue.handle(
      'demo',
      async () => {
        most = Math.max(most, ++running);
        await opened;
        running--;
        done++;
      },
      { concurrency: 3 },
    );
    await queue.start();
    await database.transaction(async tx => {
      for (let n = 0; n < 12; n++) {
        await queue.enqueue(tx, { kind: 'demo', data: { n } });
      }
    });
    await eventually(() => expect(running).toBe(3));
    open();
    await eventually(() => expect(done).toBe(12));
    expect(most).toBe(3);
  });

  describe('sweeps', () => {
    it('are called again and again; one that throws is told once and stops no other', async () => {
      const queue = newQueue();
      let calls = 0;
      queue.sweep('broken', async () => {
        throw new Error('bad query');
      });
      queue.sweep('working', async () => {
        calls++;
        return 0;
      });
      await queue.start();
      await eventually(() => expect(calls).toBeGreaterThan(3));
      expect(logger.error.mock.calls.map(([text]) => text)).toEqual([
        expect.stringMatching(/^Sweep broken fails .*bad query/),
      ]);
      expect(logger.info).not.toHaveBeenCalled();
    });

    it('bring back what was lost with every job', async () => {
      const { queue, seen } = await recordingQueue();
      await database.transaction(async tx => {
        for (const n of [1, 2, 3]) {
          await queue.enqueue(tx, {
            kind: 'demo',
            key: `demo:${n}`,
            data: { n },
            runAt: new Date('2026-03-02T09:05:00Z'),
          });
        }
      });
      await jobsTable(database).delete();
      clock.advanceMinutes(5);

      const other = newQueue();
      other.sweep('demo', async () => {
        const overdue = [1, 2, 3].filter(n => !seen.includes(n));
        await database.transaction(async tx => {
          for (const n of overdue) {
            await other.enqueue(tx, {
              kind: 'demo',
              key: `demo:${n}`,
              data: { n },
            });
          }
        });
        return overdue.length;
      });
      await other.start();
      await eventually(() => expect([...seen].sort()).toEqual([1, 2, 3]));
      expect(logger.info.mock.calls).toEqual([['Sweep demo woke 3 overdue']]);
    });

    it('pull forward a wake-up that is set too late', async () => {
      const { queue, seen } = await recordingQueue();
      const job = { kind: 'demo', key: 'demo:1', data: { n: 1 } };
      await enqueue(queue, { ...job, runAt: new Date('2027-01-01T00:00:00Z') });
      const other = newQueue();
      other.sweep('demo', async () => {
        if (seen.length > 0) return 0;
        await enqueue(other, job);
        return 1;
      });
      await other.start();
      await eventually(() => expect(seen).toEqual([1]));
    });

    it('leave the spacing of retries and dead letters as they are', async () => {
      const queue = newQueue();
      let tries = 0;
      let sweeps = 0;
      queue.handle(
        'demo',
        async () => {
          tries++;
          throw new Error('always');
        },
        { retrySeconds: [60] },
      );
      const job = { kind: 'demo', key: 'demo:1', data: { n: 1 } };
      queue.sweep('demo', async () => {
        await enqueue(queue, job);
        sweeps++;
        return 1;
      });
      const someSweeps = async () => {
        const before = sweeps;
        await eventually(() => expect(sweeps).toBeGreaterThan(before + 3));
      };
      await queue.start();
      await eventually(() => expect(logger.warn).toHaveBeenCalledTimes(1));
      await someSweeps();
      expect(tries).toBe(1);

      clock.advanceSeconds(60);
      await eventually(() => expect(logger.error).toHaveBeenCalledTimes(1));
      await someSweeps();
      expect(tries).toBe(2);
      expect(await queue.deadLetters({ limit: 10 })).toHaveLength(1);

      // Nobody tried it again by hand: five minutes later it gets another round.
      clock.advanceMinutes(5);
      await eventually(() => expect(tries).toBe(3));
      expect(await queue.deadLetters({ limit: 10 })).toEqual([]);
      expect(logger.info.mock.calls).toEqual([
        ['Sweep demo woke 1 overdue'],
        ['Sweep demo woke 1 overdue'],
      ]);
    });
  });

  it('stops by finishing what runs and beginning nothing', async () => {
    const queue = newQueue();
    const { open, opened } = gate();
    const events: string[] = [];
    queue.handle(
      'demo',
      async data => {
        events.push(`begins ${data.n}`);
        await opened;
        events.push(`ends ${data.n}`);
      },
      { concurrency: 1 },
    );
    await queue.start();
    await enqueue(queue, { kind: 'demo', data: { n: 1 } });
    await eventually(() => expect(events).toEqual(['begins 1']));
    await enqueue(queue, { kind: 'demo', data: { n: 2 } });
    const stopped = queue.stop().then(() => events.push('stopped'));
    open();
    await stopped;
    expect(events).toEqual(['begins 1', 'ends 1', 'stopped']);
    expect(await jobsTable(database)).toHaveLength(1);
  });

  it('begins again after a restart what was not finished', async () => {
    const crashed = newQueue();
    const never = gate();
    let begun = 0;
    crashed.handle(
      'demo',
      async () => {
        begun++;
        await never.opened;
      },
      { concurrency: 1 },
    );
    await crashed.start();
    await enqueue(crashed, { kind: 'demo', data: { n: 1 } });
    await eventually(() => expect(begun).toBe(1));
    // The first one never gets to record an end; PostgreSQL notices by its silence.
    if (database.dialect === 'postgres') {
      await jobsTable(database).update({ heartbeat_on: new Date(0) });
    }
    const { seen } = await recordingQueue();
    await eventually(() => expect(seen).toEqual([1]));
    never.open();
  });

  it('buries a job that kills its process again and again', async () => {
    const { queue, seen } = await recordingQueue();
    const runAt = new Date('2026-03-02T09:05:00Z');
    await enqueue(queue, { kind: 'demo', data: { n: 1 }, runAt });
    await jobsTable(database).update(
      database.dialect === 'postgres'
        ? { retry_count: 25, started_on: new Date(0) }
        : { starts: 25 },
    );
    clock.set(runAt);
    await eventually(() => expect(logger.error).toHaveBeenCalledTimes(1));
    expect(seen).toEqual([]);
    const [letter] = await queue.deadLetters({ limit: 10 });
    expect(letter.cause).toMatch(/begun 2\d times without coming to an end/);
  });
});
