import { eachDatabase } from '../platform/testDatabase';
import { createWorkFixture, eventually, WorkFixture } from './workFixture';

jest.setTimeout(60_000);

describe.each(eachDatabase())('failing work on %s', id => {
  let fixture: WorkFixture;
  beforeEach(async () => {
    fixture = await createWorkFixture(id);
  });
  afterEach(() => fixture.stop());

  describe('a handler that fails', () => {
    it('is tried again after its spacing, and done when it works', async () => {
      const { clock, logger, newQueue, enqueue, jobs } = fixture;
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
      await eventually(async () => expect(await jobs()).toHaveLength(0));
      expect(logger.warn.mock.calls[0][0]).toMatch(
        /^demo {"page":"p1"} failed \(try 1 of 3\), next at 2026-03-02T09:00:10.000Z: Error: provider away/,
      );
      expect(await queue.deadLetters({ limit: 10 })).toEqual([]);
      expect(logger.error).not.toHaveBeenCalled();
    });

    it('becomes a dead letter when its tries run out, and can be tried again', async () => {
      const { clock, logger, newQueue, enqueue, jobs } = fixture;
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
      expect(await jobs()).toHaveLength(0);

      isAway = false;
      await queue.retry(letter.id);
      await eventually(() => expect(done).toBe(1));
      expect(await queue.deadLetters({ limit: 10 })).toEqual([]);
      await expect(queue.retry(letter.id)).rejects.toThrow(
        /no dead letter.*Reload the list/,
      );
    });

    it('does not hold up the others', async () => {
      const { newQueue, enqueue } = fixture;
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
    const { logger, newQueue, enqueue } = fixture;
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
    const { newQueue } = fixture;
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

  it('buries a job that kills its process again and again', async () => {
    const { database, clock, logger, enqueue, recordingQueue, jobs } = fixture;
    const { queue, seen } = await recordingQueue();
    const runAt = new Date('2026-03-02T09:05:00Z');
    await enqueue(queue, { kind: 'demo', data: { n: 1 }, runAt });
    await jobs().update(
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
