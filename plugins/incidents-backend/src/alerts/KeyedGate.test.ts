import { KeyedGate } from './KeyedGate';

/** A promise and the way to keep it. */
function gatedWork() {
  let finish = () => {};
  const promise = new Promise<void>(resolve => {
    finish = resolve;
  });
  return { promise, finish };
}

describe('KeyedGate', () => {
  it('runs at most its width of one key, the others in order', async () => {
    const gate = new KeyedGate(2);
    const started: number[] = [];
    const works = [0, 1, 2, 3].map(() => gatedWork());
    const runs = works.map(({ promise }, n) =>
      gate.run('a', async () => {
        started.push(n);
        await promise;
        return n;
      }),
    );
    await gate.run('b', async () => {});
    expect(started).toEqual([0, 1]);
    works[1].finish();
    expect(await runs[1]).toBe(1);
    await gate.run('b', async () => {});
    expect(started).toEqual([0, 1, 2]);
    works.forEach(({ finish }) => finish());
    expect(await Promise.all(runs)).toEqual([0, 1, 2, 3]);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  it('goes on after a work that fails', async () => {
    const gate = new KeyedGate(1);
    const failing = gate.run('a', async () => {
      throw new Error('no');
    });
    const next = gate.run('a', async () => 'yes');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
