import { inConvoy, SharedStatement } from './convoy';
import { Database, Queryable } from './database';
import { eachDatabase, openDatabase } from './testDatabase';

describe.each(eachDatabase())('a convoy, on %s', id => {
  let database: Database;
  let made: (readonly string[])[];
  let store: SharedStatement<string, string>;
  const names = () => database.knex('settings').orderBy('name').pluck('name');

  beforeEach(async () => {
    database = await openDatabase(id);
    made = [];
    store = new SharedStatement(async (db: Queryable, items) => {
      made.push(items);
      await db('settings').insert(items.map(name => ({ name, value: '' })));
      return items.map(name => `${name} is stored`);
    });
  });

  it('makes one statement for all its members, and answers each', async () => {
    const answers = await database.transaction(tx =>
      inConvoy(tx, ['a', 'b', 'c'], item => store.run(tx, item)),
    );
    expect(answers).toEqual(['a is stored', 'b is stored', 'c is stored']);
    expect(made).toEqual([['a', 'b', 'c']]);
    expect(await names()).toEqual(['a', 'b', 'c']);
  });

  it('makes it at once for whoever is in none, and for a member that is alone', async () => {
    await store.run(database.knex, 'a');
    await database.transaction(tx => store.run(tx, 'b'));
    await database.transaction(tx =>
      inConvoy(tx, ['c'], item => store.run(tx, item)),
    );
    expect(made).toEqual([['a'], ['b'], ['c']]);
  });

  it('waits for members that are at something of their own, and not for those that have ended', async () => {
    await database.transaction(tx =>
      inConvoy(tx, ['a', 'b', 'c', 'd'], async item => {
        if (item === 'a') return;
        if (item === 'b') await tx('settings').first();
        await store.run(tx, item);
      }),
    );
    expect(made.map(items => [...items].sort())).toEqual([['b', 'c', 'd']]);
  });

  it('lets members go ways of their own', async () => {
    const count = new SharedStatement(async (db, items: readonly number[]) => {
      const [{ n }] = await db('settings').count({ n: '*' });
      return items.map(() => Number(n));
    });
    const counted = await database.transaction(tx =>
      inConvoy(tx, ['a', 'b', 'c'], async item => {
        if (item === 'b') return count.run(tx, 0);
        await store.run(tx, item);
        await store.run(tx, `${item}2`);
        return count.run(tx, 0);
      }),
    );
    expect(counted[0]).toBe(4);
    expect(counted[2]).toBe(4);
    expect(await names()).toEqual(['a', 'a2', 'c', 'c2']);
  });

  it('makes what locks rows that others want after all else', async () => {
    const order: string[] = [];
    const noted = (name: string, rank: number) =>
      new SharedStatement<string, void>(async (_db, items) => {
        order.push(`${name} of ${items.join(' and ')}`);
        return items.map(() => {});
      }, rank);
    const [plain, locking] = [noted('plain', 0), noted('locking', 1)];
    await database.transaction(tx =>
      inConvoy(tx, ['a', 'b'], async item => {
        await plain.run(tx, item);
        // One has more to do before it comes to the lock.
        if (item === 'b') await plain.run(tx, item);
        await locking.run(tx, item);
      }),
    );
    expect(order).toEqual([
      'plain of a and b',
      'plain of b',
      'locking of a and b',
    ]);
  });

  it('fails as a whole with what failed first, after everybody has ended', async () => {
    const ended: string[] = [];
    const failing = database.transaction(tx =>
      inConvoy(tx, ['a', 'b', 'c'], async item => {
        try {
          await store.run(tx, item);
          if (item === 'b') throw new Error('b cannot go on');
          await store.run(tx, `${item}2`);
        } finally {
          ended.push(item);
        }
      }),
    );
    await expect(failing).rejects.toThrow('b cannot go on');
    expect(ended.sort()).toEqual(['a', 'b', 'c']);
    expect(await names()).toEqual([]);
  });

  it('fails as a whole when a statement does', async () => {
    await store.run(database.knex, 'b');
    const failing = database.transaction(tx =>
      inConvoy(tx, ['a', 'b', 'c'], async item => {
        await store.run(tx, item);
        await store.run(tx, `${item}2`);
      }),
    );
    await expect(failing).rejects.toMatchObject({
      message: expect.stringMatching(/unique/i),
    });
    expect(await names()).toEqual(['b']);
  });
});
