import { eachDatabase } from '../platform/testDatabase';
import {
  createWorkFixture,
  eventually,
  gate,
  WorkFixture,
} from './workFixture';

jest.setTimeout(60_000);

describe.each(eachDatabase())('work on %s', id => {
  let fixture: WorkFixture;
  beforeEach(async () => {
    fixture = await createWorkFixture(id);
  });
  afterEach(() => fixture.stop());

  it('does a job once its transaction is committed', async () => {
    const { database, recordingQueue, jobs } = fixture;
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
    await eventually(async () => expect(await jobs()).toHaveLength(0));
  });

  it('knows nothing of a job whose transaction was rolled back', async () => {
    const { database, enqueue, recordingQueue, jobs } = fixture;
    const { queue, seen } = await recordingQueue();
    await expect(
      database.transaction(async tx => {
        await queue.enqueue(tx, { kind: 'demo', data: { n: 1 }, key: 'k' });
        await queue.enqueue(tx, { kind: 'demo', data: { n: 2 } });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await enqueue(queue, { kind: 'demo', data: { n: 3 } });
    await eventually(async () => expect(await jobs()).toHaveLength(0));
    expect(seen).toEqual([3]);
  });

  it('starts a delayed job when the clock says so, not before', async () => {
    const { clock, enqueue, recordingQueue } = fixture;
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
    const { enqueue, recordingQueue } = fixture;
    const { queue, seen } = await recordingQueue();
    await enqueue(queue, {
      kind: 'demo',
      data: { n: 1 },
      runAt: new Date('2026-03-02T08:00:00Z'),
    });
    await eventually(() => expect(seen).toEqual([1]));
  });

  it('does what was enqueued before it was started', async () => {
    const { newQueue, enqueue } = fixture;
    const queue = newQueue();
    await enqueue(queue, { kind: 'demo', data: { n: 1 } });
    const seen: unknown[] = [];
    queue.handle('demo', async data => {
      seen.push(data.n);
    });
    await queue.start();
    await eventually(() => expect(seen).toEqual([1]));
  });

  it('takes a burst that is larger than the pool before it is started, once it is prepared', async () => {
    const { newQueue, enqueue } = fixture;
    const queue = newQueue();
    const seen: unknown[] = [];
    queue.handle('demo', async data => {
      seen.push(data.n);
    });
    await queue.prepare();
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        enqueue(queue, { kind: 'demo', data: { n } }),
      ),
    );
    await queue.start();
    await eventually(() => expect(seen).toHaveLength(60));
  });

  it('leaves jobs alone whose kind it does not know', async () => {
    const { logger, enqueue, recordingQueue, jobs } = fixture;
    const { queue, seen } = await recordingQueue();
    await enqueue(queue, { kind: 'from-a-newer-replica', data: { n: 9 } });
    await enqueue(queue, { kind: 'demo', data: { n: 1 } });
    await eventually(async () => expect(await jobs()).toHaveLength(1));
    expect(seen).toEqual([1]);
    expect(logger.warn).not.toHaveBeenCalled();
    // Nobody is woken for what lies there after an upgrade was taken back.
    fixture.clock.advanceSeconds(60);
    expect(await queue.lagSeconds()).toBe(0);
  });

  describe('by key', () => {
    const at = (time: string) => new Date(`2026-03-02T${time}:00Z`);

    it('moves the waiting job, later and sooner, with its newest data', async () => {
      const { clock, enqueue, recordingQueue } = fixture;
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
      const { clock, enqueue, recordingQueue } = fixture;
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
      const { newQueue, enqueue, jobs } = fixture;
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
      await eventually(async () => expect(await jobs()).toHaveLength(0));
    });

    it('finds a job of a new key again, to move it or to take it back', async () => {
      const { clock, enqueue, recordingQueue, jobs } = fixture;
      const { queue, seen } = await recordingQueue();
      const job = { kind: 'demo', data: { n: 1 }, key: 'new' };
      const runAt = new Date('2026-03-02T09:05:00Z');
      await enqueue(queue, { ...job, runAt, isNewKey: true });
      await enqueue(queue, { ...job, data: { n: 2 }, runAt });
      expect(await jobs()).toHaveLength(1);
      clock.advanceMinutes(5);
      await eventually(() => expect(seen).toEqual([2]));
    });

    it('takes a waiting job back with the transaction, and no other', async () => {
      const { database, clock, enqueue, recordingQueue, jobs } = fixture;
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
      await eventually(async () => expect(await jobs()).toHaveLength(0));
      expect([...seen].sort()).toEqual([2, 3]);
    });
  });

  it('runs no more jobs of a kind side by side than asked for', async () => {
    const { database, newQueue } = fixture;
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

  it('stops by finishing what runs and beginning nothing', async () => {
    const { newQueue, enqueue, jobs } = fixture;
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
    expect(await jobs()).toHaveLength(1);
  });

  it('stops although a handler hangs, and keeps its job', async () => {
    const { newQueue, enqueue, jobs } = fixture;
    const queue = newQueue({ stopMs: 50 });
    const { open, opened } = gate();
    let begun = 0;
    queue.handle('demo', async () => {
      begun++;
      await opened;
    });
    await queue.start();
    await enqueue(queue, { kind: 'demo', data: { n: 1 } });
    await eventually(() => expect(begun).toBe(1));
    await queue.stop();
    expect(await jobs()).toHaveLength(1);
    open();
    await eventually(async () => expect(await jobs()).toHaveLength(0));
  });

  it('begins again after a restart what was not finished', async () => {
    const { database, newQueue, enqueue, recordingQueue, jobs } = fixture;
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
      await jobs().update({ heartbeat_on: new Date(0) });
    }
    const { seen } = await recordingQueue();
    await eventually(() => expect(seen).toEqual([1]));
    never.open();
  });
});
