import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ScheduleInput } from '@muster/backstage-plugin-incidents-common';
import { FakeClock } from '../platform/FakeClock';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { demoShop } from '../testing/demoShop';
import { directoryOfShop } from '../testing/directoryOfShop';
import { Schedules } from './Schedules';

const dora = { ref: 'user:default/dora', name: 'Dora Admin' };
const ana = { ref: 'user:default/ana', name: 'Ana Ruiz' };
const ben = { ref: 'user:default/ben', name: 'Ben Okafor' };

type Rotation = ScheduleInput['layers'][number]['rotation'];

const primary = (
  rotation: Partial<Rotation> = {},
  rest: Partial<ScheduleInput> = {},
): ScheduleInput => ({
  name: 'Payments primary',
  description: '',
  ownerRef: 'group:default/payments',
  timezone: 'Europe/Zurich',
  layers: [
    {
      name: 'Week',
      rotation: {
        unit: 'week',
        every: 1,
        startDate: '2026-03-02',
        handoffTime: '09:00',
        participants: [ana.ref, ben.ref],
        ...rotation,
      },
    },
  ],
  ...rest,
});

// A fresh database per test takes its time on a busy machine.
jest.setTimeout(60_000);

describe.each(eachDatabase())('schedules, %s', id => {
  async function setUp(usedBy?: string) {
    const database = await openDatabase(id);
    // A Monday, an hour after the first hand-off.
    const clock = new FakeClock('2026-03-02T09:00:00.000Z');
    const directory = await directoryOfShop(database, clock);
    let ids = 0;
    const schedules = new Schedules({
      database,
      clock,
      directory,
      newId: () => `s${++ids}`,
      isUsed: async () => usedBy,
    });
    return { database, clock, schedules };
  }

  it('keeps a schedule as it was written, and lists by name', async () => {
    const { schedules } = await setUp();
    const input = primary(
      {},
      { description: 'Weeks, by turns \u0000\u{1f4df}' },
    );
    const made = await schedules.create(input, dora);
    expect(made).toEqual({
      id: 's1',
      version: 1,
      updatedAt: new Date('2026-03-02T09:00:00.000Z'),
      updatedBy: dora,
      content: input,
    });
    await schedules.create(primary({}, { name: 'Another' }), ana);
    expect((await schedules.list()).map(({ content }) => content.name)).toEqual(
      ['Another', 'Payments primary'],
    );
  });

  it('saves a new version, and tells the editor of the old one who was quicker', async () => {
    const { schedules, clock } = await setUp();
    await schedules.create(primary(), dora);
    clock.advanceMinutes(5);
    const changed = await schedules.update('s1', 1, primary({ every: 2 }), ana);
    expect(changed).toMatchObject({ version: 2, updatedBy: ana });
    await expect(
      schedules.update('s1', 1, primary({ every: 3 }), dora),
    ).rejects.toThrow(
      /Ana Ruiz changed the schedule “Payments primary” at 2026-03-02T09:05:00.000Z.*Nothing of yours was saved/,
    );
    expect(await schedules.get('s1')).toEqual(changed);
  });

  it('lets one of two editors win who save at the same time', async () => {
    const { schedules } = await setUp();
    await schedules.create(primary(), dora);
    const saved = await Promise.allSettled([
      schedules.update('s1', 1, primary({ every: 2 }), ana),
      schedules.update('s1', 1, primary({ every: 3 }), ben),
    ]);
    expect(saved.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect((await schedules.get('s1')).version).toBe(2);
  });

  it('answers who is on call until when, and who is next', async () => {
    const { schedules, clock } = await setUp();
    await schedules.create(primary(), dora);
    expect(await schedules.nameOf('s1')).toBe('Payments primary');
    expect(await schedules.onCallAt('s1', clock.now())).toEqual([
      { person: ana, until: new Date('2026-03-09T08:00:00.000Z') },
    ]);
    expect(await schedules.nextHandoff('s1', clock.now())).toEqual({
      person: ben,
      at: new Date('2026-03-09T08:00:00.000Z'),
    });
    // The last Monday of March is in summer time.
    expect(
      await schedules.onCallAt('s1', new Date('2026-03-30T06:59:59.999Z')),
    ).toMatchObject([{ person: ben }]);
    expect(
      await schedules.onCallAt('s1', new Date('2026-03-30T07:00:00.000Z')),
    ).toMatchObject([{ person: ana }]);
  });

  it('reads a group as the people who are in it at the time', async () => {
    const { schedules, clock, database } = await setUp();
    const alone = primary({ participants: ['group:default/payments'] });
    await schedules.create(alone, dora);
    expect(await schedules.onCallAt('s1', clock.now())).toEqual([
      { person: ana, until: null },
      { person: ben, until: null },
    ]);
    const withoutBen = demoShop.map(entity =>
      entity.metadata.name === 'payments'
        ? {
            ...entity,
            relations: [{ type: 'hasMember', targetRef: ana.ref }],
          }
        : entity,
    );
    await directoryOfShop(database, clock, withoutBen);
    // What another process has read is seen here a second later.
    clock.advanceSeconds(1);
    expect(await schedules.onCallAt('s1', clock.now())).toEqual([
      { person: ana, until: null },
    ]);
  });

  it('has nobody before the rotation begins, and says when it does', async () => {
    const { schedules, clock } = await setUp();
    const later = await schedules.create(
      primary({ startDate: '2026-03-16' }),
      dora,
    );
    const begins = new Date('2026-03-16T08:00:00.000Z');
    expect(await schedules.onCallAt('s1', clock.now())).toEqual([]);
    expect(await schedules.now(later, clock.now())).toEqual({
      people: [],
      until: begins,
    });
    expect(await schedules.nextHandoff('s1', clock.now())).toEqual({
      person: ana,
      at: begins,
    });
  });

  it('answers calmly for a schedule that is gone', async () => {
    const { schedules, clock } = await setUp();
    await schedules.create(primary(), dora);
    await schedules.remove('s1');
    expect(await schedules.nameOf('s1')).toBeUndefined();
    expect(await schedules.onCallAt('s1', clock.now())).toEqual([]);
    expect(await schedules.nextHandoff('s1', clock.now())).toBeUndefined();
  });

  it('lists shifts with names, cut to the range', async () => {
    const { schedules } = await setUp();
    await schedules.create(primary(), dora);
    const shifts = await schedules.shifts(
      's1',
      new Date('2026-03-01T00:00:00Z'),
      new Date('2026-03-12T00:00:00Z'),
    );
    expect(shifts).toEqual([
      {
        participant: ana,
        start: '2026-03-02T08:00:00.000Z',
        end: '2026-03-09T08:00:00.000Z',
      },
      {
        participant: ben,
        start: '2026-03-09T08:00:00.000Z',
        end: '2026-03-12T00:00:00.000Z',
      },
    ]);
  });

  it('is not removed while a policy pages it', async () => {
    const { schedules } = await setUp('Payments policy');
    await schedules.create(primary(), dora);
    await expect(schedules.remove('s1')).rejects.toThrow(
      'The policy “Payments policy” pages this schedule; take it out of the policy first',
    );
    expect(await schedules.nameOf('s1')).toBe('Payments primary');
  });

  it('its migration can be taken back with data in its tables, and applied again', async () => {
    const { schedules, database } = await setUp();
    await schedules.create(primary(), dora);
    const migration = {
      directory: resolvePackagePath(
        '@muster/backstage-plugin-incidents-backend',
        'migrations',
      ),
      name: '20261125000300_oncall.js',
    };
    await database.knex.migrate.down(migration);
    for (const table of ['schedules']) {
      expect(await database.knex.schema.hasTable(table)).toBe(false);
    }
    await database.knex.migrate.up(migration);
    expect(await schedules.list()).toEqual([]);
    await schedules.create(primary(), dora);
    expect(await schedules.list()).toHaveLength(1);
  });

  it('bad input: a name that is taken', async () => {
    const { schedules } = await setUp();
    await schedules.create(primary(), dora);
    await expect(schedules.create(primary(), ana)).rejects.toThrow(
      'name: there is a schedule called “Payments primary” already; choose another name',
    );
    const other = await schedules.create(primary({}, { name: 'Other' }), ana);
    await expect(schedules.update(other.id, 1, primary(), ana)).rejects.toThrow(
      'name: there is a schedule called “Payments primary” already',
    );
    expect((await schedules.get(other.id)).content.name).toBe('Other');
  });

  it('bad input: names every owner and participant that is nobody, at once', async () => {
    const { schedules } = await setUp();
    const create = schedules.create(
      primary(
        {
          participants: [
            ana.ref,
            'user:default/nobody',
            'component:default/checkout',
          ],
        },
        { ownerRef: 'user:default/ana' },
      ),
      dora,
    );
    await expect(create).rejects.toMatchObject({
      name: 'InputError',
      message: [
        'body.ownerRef is user:default/ana; it must be a group, such as group:default/team',
        'body.layers[0].rotation.participants[1] names user:default/nobody, which is not in the catalog; name somebody who is',
        'body.layers[0].rotation.participants[2] is component:default/checkout; it must be a user or a group, such as user:default/ana.ruiz',
      ].join('; '),
    });
    expect(await schedules.list()).toEqual([]);
  });

  it('bad input: somebody who has left the catalog is not put on call', async () => {
    const { schedules, database, clock } = await setUp();
    await directoryOfShop(
      database,
      clock,
      demoShop.filter(({ metadata }) => metadata.name !== 'ben'),
    );
    await expect(schedules.create(primary(), dora)).rejects.toThrow(
      'body.layers[0].rotation.participants[1] names user:default/ben, which is no longer in the catalog',
    );
  });

  it('bad input: a schedule that is not there', async () => {
    const { schedules } = await setUp();
    const missing = 'There is no schedule s9; it may have been removed';
    await expect(schedules.get('s9')).rejects.toThrow(missing);
    await expect(schedules.update('s9', 1, primary(), ana)).rejects.toThrow(
      missing,
    );
    await expect(schedules.remove('s9')).rejects.toThrow(missing);
  });

  it('bad input: a range of shifts that is backwards or too long', async () => {
    const { schedules } = await setUp();
    await schedules.create(primary(), dora);
    const range = (from: string, to: string) =>
      schedules.shifts('s1', new Date(from), new Date(to));
    await expect(range('2026-03-02', '2026-03-01')).rejects.toThrow(
      'query.to must be after query.from',
    );
    await expect(range('2026-03-02', '2028-03-06')).rejects.toThrow(
      'query.to must be at most two years after query.from; ask for less at a time',
    );
    expect(await range('2026-03-02', '2028-03-02')).toHaveLength(105);
  });
});
