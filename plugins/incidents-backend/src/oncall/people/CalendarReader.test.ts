import { FakeClock } from '../../platform/FakeClock';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { demoShop } from '../../testing/demoShop';
import { directoryOfShop } from '../../testing/directoryOfShop';
import { CalendarReader } from './CalendarReader';
import { FeedBook } from './FeedBook';

jest.setTimeout(60_000);

const ana = 'user:default/ana';

describe.each(eachDatabase())('calendars by secret addresses, %s', id => {
  async function setUp() {
    const database = await openDatabase(id);
    const clock = new FakeClock('2026-03-02T09:00:00.000Z');
    const directory = await directoryOfShop(database, clock);
    let count = 0;
    const feeds = new FeedBook({
      database,
      clock,
      newId: () => `f${++count}`,
      newToken: () => `token${++count}`,
    });
    const unused = async () => {
      throw new Error('not asked for here');
    };
    const calendars = new CalendarReader({
      clock,
      directory,
      feeds,
      urlOf: scheduleId => `https://portal.test/${scheduleId}`,
      book: {
        allRuled: async () => [],
        ruled: unused,
        lockedRules: unused,
        addOverride: unused,
        shadowsOf: unused,
      },
    });
    const leave = () => {
      clock.advanceSeconds(2);
      return directoryOfShop(
        database,
        clock,
        demoShop.filter(({ metadata }) => metadata.name !== 'ana'),
      );
    };
    return { database, clock, feeds, calendars, leave };
  }

  it('stop when their owner leaves the catalog', async () => {
    const { feeds, calendars, clock, leave } = await setUp();
    const { token } = await feeds.add(ana, null);
    expect(await calendars.read(token)).toContain('On call: Ana Ruiz');
    await leave();
    clock.advanceSeconds(2);
    expect(await calendars.read(token)).toBeUndefined();
  });

  it('are kept as hashes, and remember once a minute that they are read', async () => {
    const { database, feeds, calendars, clock } = await setUp();
    const { token } = await feeds.add(ana, null);
    const rows = await database.knex('calendar_feeds').select();
    expect(JSON.stringify(rows)).not.toContain(token);
    const readAt = async () => {
      await calendars.read(token);
      return (await feeds.of(ana))[0].lastReadAt;
    };
    const first = await readAt();
    expect(first).toEqual(clock.now());
    clock.advanceSeconds(59);
    expect(await readAt()).toEqual(first);
    clock.advanceSeconds(1);
    expect(await readAt()).toEqual(clock.now());
    expect(await calendars.read(`${token}x`)).toBeUndefined();
    expect(await calendars.read('')).toBeUndefined();
  });

  it('bad input: more of them than anybody needs', async () => {
    const { feeds } = await setUp();
    for (let count = 0; count < 200; count++) await feeds.add(ana, null);
    await expect(feeds.add(ana, null)).rejects.toThrow(/revoke one first/);
  });
});
