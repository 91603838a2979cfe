import { eachDatabase } from '../platform/testDatabase';
import { createWorkFixture, eventually, WorkFixture } from './workFixture';

jest.setTimeout(60_000);

describe.each(eachDatabase())('sweeps on %s', id => {
  let fixture: WorkFixture;
  beforeEach(async () => {
    fixture = await createWorkFixture(id);
  });
  afterEach(() => fixture.stop());

  describe('sweeps', () => {
    it('are called again and again; one that throws is told once and stops no other', async () => {
      const { logger, newQueue } = fixture;
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
      const { database, clock, logger, newQueue, recordingQueue, jobs } =
        fixture;
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
      await jobs().delete();
      clock.advanceMinutes(5);

      const other = newQueue();
      other.sweep('demo', async waking => {
        const overdue = [1, 2, 3].filter(n => !seen.includes(n));
        await database.transaction(async tx => {
          for (const n of overdue) {
            await waking.enqueue(tx, {
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
      const { newQueue, enqueue, recordingQueue } = fixture;
      const { queue, seen } = await recordingQueue();
      const job = { kind: 'demo', key: 'demo:1', data: { n: 1 } };
      await enqueue(queue, { ...job, runAt: new Date('2027-01-01T00:00:00Z') });
      const other = newQueue();
      other.sweep('demo', async waking => {
        if (seen.length > 0) return 0;
        await enqueue(waking, job);
        return 1;
      });
      await other.start();
      await eventually(() => expect(seen).toEqual([1]));
    });

    it('take no part in what the woken handler enqueues', async () => {
      const { clock, enqueue, newQueue } = fixture;
      const queue = newQueue();
      const seen: unknown[] = [];
      const job = { kind: 'demo', key: 'demo:1' };
      queue.handle('demo', async ({ n }) => {
        if (n === 1) {
          const runAt = new Date('2026-03-02T09:05:00Z');
          await enqueue(queue, { ...job, data: { n: 2 }, runAt });
        }
        seen.push(n);
      });
      queue.sweep('demo', async waking => {
        if (seen.length > 0) return 0;
        await enqueue(waking, { ...job, data: { n: 1 } });
        return 1;
      });
      await queue.start();
      await eventually(() => expect(seen).toEqual([1]));
      clock.advanceMinutes(5);
      await eventually(() => expect(seen).toEqual([1, 2]));
    });

    it('leave the spacing of retries and dead letters as they are', async () => {
      const { clock, logger, newQueue, enqueue } = fixture;
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
      queue.sweep('demo', async waking => {
        await enqueue(waking, job);
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
});
