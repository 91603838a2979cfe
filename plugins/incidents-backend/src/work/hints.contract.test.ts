import { eachDatabase } from '../platform/testDatabase';
import {
  createWorkFixture,
  eventually,
  gate,
  WorkFixture,
} from './workFixture';

jest.setTimeout(60_000);

const hint = (n: number) => ({ kind: 'demo', key: `demo:${n}`, data: { n } });

describe.each(eachDatabase())('work that is not written down, on %s', id => {
  let fixture: WorkFixture;
  beforeEach(async () => {
    fixture = await createWorkFixture(id);
  });
  afterEach(() => fixture.stop());

  it('runs after the commit, once, and leaves no job behind', async () => {
    const { queue, seen } = await fixture.recordingQueue();
    const committing = gate();
    const committed = fixture.database.transaction(async tx => {
      await queue.hint(tx, hint(1));
      await committing.opened;
    });
    expect(seen).toEqual([]);
    committing.open();
    await committed;
    await eventually(() => expect(seen).toEqual([1]));
    expect(await fixture.jobs()).toEqual([]);
  });

  it('does not run when the transaction is rolled back', async () => {
    const { queue, seen } = await fixture.recordingQueue();
    await expect(
      fixture.database.transaction(async tx => {
        await queue.hint(tx, hint(1));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await fixture.database.transaction(tx => queue.hint(tx, hint(2)));
    await eventually(() => expect(seen).toEqual([2]));
  });

  it('is a job where the queue does not work yet', async () => {
    const queue = fixture.newQueue();
    const seen: unknown[] = [];
    queue.handle('demo', async ({ n }) => {
      seen.push(n);
    });
    await queue.prepare();
    await fixture.database.transaction(tx => queue.hint(tx, hint(1)));
    expect(seen).toEqual([]);
    await queue.start();
    await eventually(() => expect(seen).toEqual([1]));
  });

  it('is a job when its handler fails; a sweep leaves alone what is at hand', async () => {
    const queue = fixture.newQueue({ sweepMs: 20 });
    const waiting = gate();
    const tries: unknown[] = [];
    let overdue: number[] = [];
    let sweeps = 0;
    queue.handle(
      'demo',
      async ({ n }) => {
        tries.push(n);
        if (n === 1) await waiting.opened;
        if (tries.filter(one => one === n).length === 1) {
          throw new Error('away');
        }
        overdue = overdue.filter(one => one !== n);
      },
      { concurrency: 1 },
    );
    queue.sweep('demo', async waking => {
      sweeps++;
      await fixture.database.transaction(async tx => {
        for (const n of overdue) await waking.enqueue(tx, hint(n));
      });
      return overdue.length;
    });
    await queue.start();
    await fixture.database.transaction(tx => queue.hint(tx, hint(1)));
    await eventually(() => expect(tries).toEqual([1]));
    // The second has no room before the first has ended.
    await fixture.database.transaction(tx => queue.hint(tx, hint(2)));
    overdue = [1, 2];
    const before = sweeps;
    await eventually(() => expect(sweeps).toBeGreaterThan(before + 3));
    expect(await fixture.jobs()).toEqual([]);
    expect(tries).toEqual([1]);
    overdue = [];
    waiting.open();
    await eventually(() => expect(tries).toEqual([1, 2]));
    await eventually(async () => expect(await fixture.jobs()).toHaveLength(2));
    fixture.clock.advanceSeconds(1);
    await eventually(() => expect([...tries].sort()).toEqual([1, 1, 2, 2]));
    await eventually(async () => expect(await fixture.jobs()).toEqual([]));
    expect(fixture.logger.warn.mock.calls.flat().join()).toMatch(
      /demo of demo:1 failed and is tried again: Error: away/,
    );
  });

  it('has what can wait wait while the process is short of time, behind all else', async () => {
    let isHigh = true;
    const queue = fixture.newQueue({}, { isHigh: () => isHigh });
    const seen: unknown[] = [];
    queue.handle('demo', async ({ n }) => {
      seen.push(n);
    });
    await queue.start();
    await fixture.database.transaction(async tx => {
      await queue.hint(tx, { ...hint(1), canWait: true });
      // Known already, so it is not told twice.
      await queue.hint(tx, { ...hint(1), canWait: true });
      await queue.hint(tx, hint(2));
    });
    await eventually(() => expect(seen).toEqual([2]));
    await fixture.database.transaction(tx => queue.hint(tx, hint(3)));
    await eventually(() => expect(seen).toEqual([2, 3]));
    isHigh = false;
    await eventually(() => expect(seen).toEqual([2, 3, 1]));
  });

  it('begins the next when a hand is free, but only as many again; the end waits for all', async () => {
    const queue = fixture.newQueue();
    const seen: unknown[] = [];
    const ended: unknown[] = [];
    const isOver = gate();
    queue.handle(
      'demo',
      async ({ n }, freeHand) => {
        seen.push(n);
        // Twice is once.
        freeHand();
        freeHand();
        await isOver.opened;
        ended.push(n);
      },
      { concurrency: 2 },
    );
    await queue.start();
    await fixture.database.transaction(async tx => {
      for (let n = 1; n <= 3; n++) await queue.hint(tx, hint(n));
    });
    for (const n of [4, 5]) {
      await fixture.enqueue(queue, { kind: 'demo', data: { n } });
    }
    await eventually(() => expect(seen).toHaveLength(4));
    await fixture.database.transaction(tx => queue.hint(tx, hint(6)));
    expect(seen).toHaveLength(4);
    expect(ended).toEqual([]);
    isOver.open();
    await eventually(() =>
      expect([...ended].sort()).toEqual([1, 2, 3, 4, 5, 6]),
    );
    await queue.stop();
    expect(await fixture.jobs()).toEqual([]);
  });

  it.each([
    ['ends', false],
    ['frees its hand', true],
  ])(
    'leaves hands for jobs, however much of it comes, when each %s',
    async (_, frees) => {
      const queue = fixture.newQueue();
      const seen: unknown[] = [];
      const isOver = gate();
      const again = (n: number) =>
        fixture.database.transaction(tx => queue.hint(tx, hint(n)));
      let hinted = 0;
      queue.handle(
        'demo',
        async ({ n }, freeHand) => {
          seen.push(n);
          // Each brings the next ones, as a storm does whose provider is slow.
          if (n !== 'job') {
            await again(++hinted);
            await again(++hinted);
            // Nor those who only write down what came of it.
            if (frees) freeHand();
            await isOver.opened;
          }
        },
        { concurrency: 4 },
      );
      await queue.start();
      for (let n = 0; n < 4; n++) await again(++hinted);
      await eventually(() => expect(seen).toHaveLength(frees ? 6 : 3));
      await fixture.enqueue(queue, { kind: 'demo', data: { n: 'job' } });
      await eventually(() => expect(seen).toContain('job'));
      isOver.open();
      await queue.stop();
    },
  );
});
