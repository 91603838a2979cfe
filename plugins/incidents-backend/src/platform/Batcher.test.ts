import { Batcher, BatcherLimits } from './Batcher';

/** Batches that end when the test says so. */
function held(limits: BatcherLimits) {
  const batches: { items: readonly number[]; end: (error?: Error) => void }[] =
    [];
  const batcher = new Batcher<number, string>(
    items =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) =>
          error ? reject(error) : resolve(items.map(item => `${item}!`));
        batches.push({ items, end });
      }),
    limits,
  );
  return { batcher, batches, sizes: () => batches.map(b => b.items.length) };
}

/** Until the event loop has come round. */
const turn = () => new Promise(setImmediate);

describe('Batcher', () => {
  it('does what comes alone at once', async () => {
    const { batcher, batches } = held({ width: 1, most: 10 });
    const answer = batcher.run(1);
    await turn();
    expect(batches[0].items).toEqual([1]);
    batches[0].end();
    expect(await answer).toBe('1!');
  });

  it('gathers what comes at the same time', async () => {
    const { batcher, sizes } = held({ width: 2, most: 10 });
    for (const n of [1, 2, 3]) batcher.run(n).catch(() => {});
    await turn();
    expect(sizes()).toEqual([3]);
  });

  it('gathers what comes while all hands are full, and gives each its own answer', async () => {
    const { batcher, batches, sizes } = held({ width: 2, most: 3 });
    const answers: Promise<string>[] = [];
    for (const n of [1, 2]) {
      answers.push(batcher.run(n));
      await turn();
    }
    answers.push(...[3, 4, 5, 6].map(n => batcher.run(n)));
    await turn();
    expect(sizes()).toEqual([1, 1]);
    batches[0].end();
    await answers[0];
    expect(sizes()).toEqual([1, 1, 3]);
    batches[1].end();
    await answers[1];
    expect(sizes()).toEqual([1, 1, 3, 1]);
    batches[2].end();
    batches[3].end();
    expect(await Promise.all(answers)).toEqual([
      '1!',
      '2!',
      '3!',
      '4!',
      '5!',
      '6!',
    ]);
  });

  it('has another hand take what is too much for one', async () => {
    const { batcher, sizes } = held({ width: 2, most: 3 });
    for (const n of [1, 2, 3, 4]) batcher.run(n).catch(() => {});
    await turn();
    await turn();
    expect(sizes()).toEqual([3, 1]);
  });

  it('fails those of a batch that failed, and goes on with the next', async () => {
    const { batcher, batches } = held({ width: 1, most: 10 });
    const first = batcher.run(1);
    await turn();
    const answers = [first, batcher.run(2), batcher.run(3)];
    batches[0].end();
    await first;
    const later = batcher.run(4);
    batches[1].end(new Error('away'));
    await expect(answers[1]).rejects.toThrow('away');
    await expect(answers[2]).rejects.toThrow('away');
    await turn();
    batches[2].end();
    expect(await later).toBe('4!');
  });

  it('does nothing for nobody, when another hand was faster', async () => {
    const { batcher, batches, sizes } = held({ width: 2, most: 10 });
    const first = batcher.run(1);
    await turn();
    // The other hand is about to take it, when this one ends and takes it.
    batcher.run(2).catch(() => {});
    batches[0].end();
    await first;
    await turn();
    expect(sizes()).toEqual([1, 1]);
  });

  it('has what comes wait for company for as long as it is told, or until there is enough', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    try {
      let ms = 100;
      const gather = { forMs: () => ms, enough: 3 };
      const { batcher, batches, sizes } = held({ width: 2, most: 10, gather });
      const answers = [batcher.run(1), batcher.run(2)];
      await turn();
      jest.advanceTimersByTime(99);
      await turn();
      expect(sizes()).toEqual([]);
      jest.advanceTimersByTime(1);
      expect(sizes()).toEqual([2]);
      answers.push(...[3, 4, 5].map(n => batcher.run(n)));
      await turn();
      expect(sizes()).toEqual([2, 3]);
      // What is left over when a batch ends waits as well.
      answers.push(batcher.run(6));
      batches[0].end();
      batches[1].end();
      await answers[4];
      await turn();
      expect(sizes()).toEqual([2, 3]);
      jest.advanceTimersByTime(100);
      expect(sizes()).toEqual([2, 3, 1]);
      ms = 0;
      answers.push(batcher.run(7));
      await turn();
      expect(sizes()).toEqual([2, 3, 1, 1]);
      batches[2].end();
      batches[3].end();
      expect(await Promise.all(answers)).toHaveLength(7);
    } finally {
      jest.useRealTimers();
    }
  });
});
