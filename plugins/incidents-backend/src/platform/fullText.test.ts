import { Database } from './database';
import { excerptOf, FullText, TextKind } from './fullText';
import { eachDatabase, openDatabase } from './testDatabase';

describe.each(eachDatabase())('words on %s', id => {
  let database: Database;
  let text: FullText;
  beforeAll(async () => {
    database = await openDatabase(id);
    text = new FullText(database);
    await database.transaction(async tx => {
      const put = (n: number, title: string, body: string) =>
        text.put(tx, { kind: 'postmortem', id: n, title, body });
      await put(1, 'Checkout timed out', 'The connection pool was exhausted.');
      await put(
        2,
        'Search was slow',
        'A timeout of the pool, and then of the connection. São Paulo saw it first.',
      );
      await put(
        3,
        'Mail stood still',
        'queue_depth grew to 5,000 in checkout-api.prod; the OR and NOT gates held.',
      );
      await text.put(tx, {
        kind: 'incident',
        id: 1,
        title: 'Pool',
        body: 'of incidents',
      });
    });
  });

  const found = async (typed: string, kind: TextKind = 'postmortem') => {
    const looking = text.look(kind, typed);
    if (!looking) return 'no words';
    const { knex } = database;
    const ids = knex
      .select(knex.raw('1 as id union all select 2 union all select 3'))
      .as('numbers');
    const inner = knex
      .select('numbers.id', looking.matched('numbers.id'))
      .from(ids);
    looking.narrow(inner, 'numbers.id');
    const rows = await knex
      .select('id')
      .from(inner.as('inner_found'))
      .orderByRaw('? desc, id', [looking.score]);
    return rows.map(row => row.id);
  };

  it.each([
    ['pool', [1, 2]],
    ['connection pool', [1, 2]],
    ['"connection pool"', [1]],
    ['CONNECTION Po', [1, 2]],
    ['sao paulo', [2]],
    ['SÃO', [2]],
    ['depth', [3]],
    ['checkout', [1, 3]],
    ['checkout-ap', [3]],
    ['pool mail', []],
    ['or', [3]],
    ['NOT gates', [3]],
    ['-', 'no words'],
    ['"', 'no words'],
    ['', 'no words'],
  ])('finds %j', async (typed, expected) => {
    expect(await found(typed)).toEqual(expected);
  });

  it('keeps kinds apart, and knows the newest text only', async () => {
    expect(await found('pool', 'incident')).toEqual([1]);
    await database.transaction(tx =>
      text.put(tx, { kind: 'incident', id: 1, title: 'Disk', body: '' }),
    );
    expect(await found('pool', 'incident')).toEqual([]);
    expect(await found('disk', 'incident')).toEqual([1]);
  });

  it('is never an error, whatever is typed', async () => {
    for (const typed of [
      '" OR 1=1 --',
      'a AND',
      'NEAR(',
      'title:x',
      '(((',
      "''; drop table full_texts",
      '!a & | <-> b:*',
      'a*b',
      '\\',
      'ﬁ 💥 и ё 漢字',
      '\ud800',
      'x'.repeat(5000),
      'a '.repeat(5000),
      '"a" "b',
    ]) {
      expect(await found(typed)).toBeDefined();
    }
  });

  it('takes texts that are all different words, and finds what stands before the limit', async () => {
    const words = Array.from(
      { length: 60_000 },
      (_, n) => String.fromCodePoint(0x4e00 + (n % 20_000)) + n.toString(36),
    );
    const ideographs = Array.from({ length: 90_000 }, (_, n) =>
      String.fromCodePoint(0x3400 + n),
    ).join(' ');
    const put = (body: string) =>
      database.transaction(tx =>
        text.put(tx, { kind: 'incident', id: 2, title: 'Paste', body }),
      );
    await put(words.join(' '));
    await put('x'.repeat(200_000));
    await put(ideographs);
    expect(await found('paste', 'incident')).toEqual([2]);
  });

  it('shows where the words are', async () => {
    expect(
      await text.excerpts(
        database.knex,
        'postmortem',
        [1, 2],
        'connections sao',
      ),
    ).toEqual(
      new Map([
        [1, 'The **connection** pool was exhausted.'],
        [
          2,
          'A timeout of the pool, and then of the **connection**. **São** Paulo saw it first.',
        ],
      ]),
    );
  });
});

it('cuts an excerpt around the first word', () => {
  const body = `${'before '.repeat(100)}the needle ${'after '.repeat(100)}`;
  const excerpt = excerptOf(body, ['needle']);
  expect(excerpt).toMatch(/^… before .*the \*\*needle\*\* after .* …$/);
  expect(excerpt.length).toBeLessThan(260);
});
