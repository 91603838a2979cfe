import { addSeconds } from './clock';
import { FakeClock } from './FakeClock';
import { Recent } from './Recent';

describe('Recent', () => {
  const start = new Date('2026-03-02T03:00:00.000Z');

  function reader() {
    const asked: string[][] = [];
    return {
      asked,
      read: async (keys: readonly string[]) => {
        asked.push([...keys]);
        return new Map(
          keys.filter(key => key !== 'nobody').map(key => [key, `${key}!`]),
        );
      },
    };
  }

  it('asks once for each key within its time, and only for what it does not know', async () => {
    const recent = new Recent<string>(new FakeClock(start), 1);
    const { asked, read } = reader();
    await recent.get(['a', 'b', 'a'], read);
    expect(await recent.get(['b', 'c'], read)).toEqual(
      new Map([
        ['b', 'b!'],
        ['c', 'c!'],
      ]),
    );
    expect(asked).toEqual([['a', 'b'], ['c']]);
  });

  it('asks again for what was not there, so that something new is seen at once', async () => {
    const recent = new Recent<string>(new FakeClock(start), 1);
    const { asked, read } = reader();
    expect(await recent.get(['nobody'], read)).toEqual(new Map());
    await recent.get(['nobody'], read);
    expect(asked).toEqual([['nobody'], ['nobody']]);
  });

  it('forgets when its time is up, and when it is told', async () => {
    const clock = new FakeClock(start);
    const recent = new Recent<string>(clock, 1);
    const { asked, read } = reader();
    await recent.get(['a'], read);
    clock.set(addSeconds(start, 1));
    await recent.get(['a'], read);
    clock.set(addSeconds(start, -3600));
    await recent.get(['a'], read);
    recent.forget();
    await recent.get(['a'], read);
    expect(asked).toHaveLength(4);
  });

  it('keeps nothing of a read that began before it was told to forget', async () => {
    const recent = new Recent<string>(new FakeClock(start), 1);
    const { read } = reader();
    await recent.get(['a'], async keys => {
      recent.forget();
      return new Map(keys.map(key => [key, 'old']));
    });
    expect(await recent.get(['a'], read)).toEqual(new Map([['a', 'a!']]));
  });
});
