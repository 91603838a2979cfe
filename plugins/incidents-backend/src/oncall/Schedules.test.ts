import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  Rotation,
  rotationSchema,
  ScheduleInput,
  scheduleInputSchema,
} from '@muster/backstage-plugin-incidents-common';
import { FakeClock } from '../platform/FakeClock';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { demoShop } from '../testing/demoShop';
import { directoryOfShop } from '../testing/directoryOfShop';
import { rangeOf } from './ranges';
import { ScheduleChanges } from './ScheduleChanges';
import { ScheduleReader } from './ScheduleReader';
import { Schedules } from './Schedules';

const dora = { ref: 'user:default/dora', name: 'Dora Admin' };
const ana = { ref: 'user:default/ana', name: 'Ana Ruiz' };
const ben = { ref: 'user:default/ben', name: 'Ben Okafor' };

const primary = (
  rotation: Partial<Rotation> = {},
  rest: Partial<ScheduleInput> = {},
): ScheduleInput =>
  scheduleInputSchema.parse({
    name: 'Payments primary',
    ownerRef: 'group:default/payments',
    timezone: 'Europe/Zurich',
    layers: [
      {
        name: 'Week',
        rotation: rotationSchema.parse({
          unit: 'week',
          every: 1,
          startDate: '2026-03-02',
          handoffTime: '09:00',
          participants: [ana.ref, ben.ref],
          ...rotation,
        }),
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
    const options = {
      database,
      clock,
      directory,
      newId: () => `s${++ids}`,
      isUsed: async () => usedBy,
      changed: async () => {},
    };
    const schedules = new Schedules(options);
    const changes = new ScheduleChanges(options);
    const reader = new ScheduleReader({ ...options, changes });
    /** Who is on call by the first schedule. */
    const at = async (instant: string | Date) =>
      (await reader.at(['s1'], new Date(instant))).get('s1');
    return { database, clock, schedules, changes, reader, at };
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
      archivedAt: null,
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
      /Ana Ruiz changed the schedule “Payments primary” at 2026-03-02T09:05:00.000Z, after you had opened it: Layer “Week”, rotation: every week, .* → every 2 weeks, .*Nothing of yours was saved/,
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
    const { schedules, clock, reader, at } = await setUp();
    await schedules.create(primary(), dora);
    expect(await reader.nameOf('s1')).toBe('Payments primary');
    expect(await at(clock.now())).toEqual({
      name: 'Payments primary',
      people: [ana],
      until: new Date('2026-03-09T08:00:00.000Z'),
      shadowing: [],
      everyone: [ana, ben],
    });
    expect(await reader.nextHandoff('s1', clock.now())).toEqual({
      people: [ben],
      at: new Date('2026-03-09T08:00:00.000Z'),
    });
    // The last Monday of March is in summer time.
    expect(await at('2026-03-30T06:59:59.999Z')).toMatchObject({
      people: [ben],
    });
    expect(await at('2026-03-30T07:00:00.000Z')).toMatchObject({
      people: [ana],
    });
    // There is no schedule by this name; the others are answered all the same.
    const both = await reader.at(['s9', 's1'], clock.now());
    expect([...both.keys()]).toEqual(['s1']);
    expect(await reader.nextHandoff('s9', clock.now())).toBeUndefined();
  });

  it('reads a group as the people who are in it, and lets the next layer count for an empty one and for leavers', async () => {
    const { schedules, clock, database, at } = await setUp();
    const { layers } = primary({ participants: ['group:default/payments'] });
    const below = primary({ participants: [[dora.ref]] }).layers;
    await schedules.create(
      primary({}, { layers: [...layers, ...below] }),
      dora,
    );
    const people = async () => (await at(clock.now()))?.people;
    expect(await people()).toEqual([ana, ben]);
    const without = async (...names: string[]) => {
      const rest = demoShop
        .filter(({ metadata }) => !names.includes(metadata.name))
        .map(entity =>
          entity.metadata.name === 'payments'
            ? {
                ...entity,
                relations: [ana.ref, ben.ref].map(targetRef => ({
                  type: 'hasMember',
                  targetRef,
                })),
              }
            : entity,
        );
      await directoryOfShop(database, clock, rest);
      // What another process has read is seen here a second later.
      clock.advanceSeconds(1);
      return people();
    };
    expect(await without('ben')).toEqual([ana]);
    expect(await without('ana', 'ben')).toEqual([dora]);
    expect(await without('payments')).toEqual([dora]);
    expect(await without('ana', 'ben', 'dora')).toEqual([]);
  });

  it('comes to an end with groups in a circle, and names it when one is to be put on call', async () => {
    const { schedules, clock, database } = await setUp();
    const groups = ['payments', 'search'];
    const circular = demoShop.map(entity =>
      groups.includes(entity.metadata.name) && entity.kind === 'Group'
        ? {
            ...entity,
            relations: groups
              .filter(name => name !== entity.metadata.name)
              .map(name => ({
                type: 'childOf',
                targetRef: `group:default/${name}`,
              })),
          }
        : entity,
    );
    const directory = await directoryOfShop(database, clock, circular);
    clock.advanceSeconds(1);
    expect(await directory.membersOf('group:default/payments')).toEqual([]);
    await expect(
      schedules.create(
        primary({
          participants: [groups.map(name => `group:default/${name}`)],
        }),
        dora,
      ),
    ).rejects.toThrow(
      'body.layers[0].rotation.participants[0][1] names group:default/search, which is a parent of itself in the catalog (group:default/search → group:default/payments → group:default/search)',
    );
  });

  it('has nobody before the rotation begins, and says when it does', async () => {
    const { schedules, clock, reader, at } = await setUp();
    await schedules.create(primary({ startDate: '2026-03-16' }), dora);
    const begins = new Date('2026-03-16T08:00:00.000Z');
    expect(await at(clock.now())).toMatchObject({ people: [], until: begins });
    expect(await reader.nextHandoff('s1', clock.now())).toEqual({
      people: [ana],
      at: begins,
    });
  });

  it('keeps what was: an edit counts from now or later, and an archived schedule has nobody until it is restored', async () => {
    const { schedules, clock, at, reader } = await setUp();
    await schedules.create(primary(), dora);
    clock.advanceMinutes(60);
    const onlyBen = primary({ participants: [ben.ref] });
    const later = new Date('2026-03-02T12:00:00Z');
    await schedules.update('s1', 1, onlyBen, ana, later);
    const people = async (instant: string) => (await at(instant))?.people;
    expect(await people('2026-03-02T11:59:59.999Z')).toEqual([ana]);
    expect(await people('2026-03-02T12:00:00Z')).toEqual([ben]);
    await expect(
      schedules.update('s1', 2, onlyBen, ana, new Date('2026-03-02T08:00:00Z')),
    ).rejects.toThrow('body.effectiveFrom has passed');

    clock.advanceMinutes(180);
    await schedules.archive('s1');
    expect(await reader.nameOf('s1')).toBeUndefined();
    expect(await schedules.list()).toEqual([]);
    expect(await schedules.list(true)).toHaveLength(1);
    await expect(schedules.create(primary(), ana)).rejects.toThrow(
      'an archived schedule is called “Payments primary”; restore that one',
    );
    await expect(schedules.update('s1', 2, primary(), ana)).rejects.toThrow(
      'is archived since',
    );
    clock.advanceMinutes(60);
    await schedules.restore('s1', ana);
    clock.advanceMinutes(60);
    expect(await people('2026-03-02T12:59:59Z')).toEqual([ben]);
    expect(await people('2026-03-02T13:00:00Z')).toEqual([]);
    expect(await people('2026-03-02T14:00:00Z')).toEqual([ben]);

    expect(
      (await schedules.versions('s1')).map(({ version, changes }) => [
        version,
        ...changes,
      ]),
    ).toEqual([
      [2, 'Layer “Week”, turns: Ana Ruiz, Ben Okafor → Ben Okafor'],
      [1, 'Made'],
    ]);
  });

  it('reads what the version before of this plugin has saved, and keeps it when it is changed again', async () => {
    const { schedules, clock, database, at } = await setUp();
    await schedules.create(primary(), dora);
    clock.advanceMinutes(60);
    const old = { ...primary({ participants: [ben.ref] }) };
    // It writes the schedule's row alone, and documents without what came later.
    const { rotation, name } = old.layers[0];
    const { unit, every, startDate, handoffTime, participants } = rotation;
    await database.knex('schedules').update({
      document: JSON.stringify({
        ...old,
        layers: [
          {
            name,
            rotation: { unit, every, startDate, handoffTime, participants },
          },
        ],
      }),
      version: 2,
      updated_at: clock.now(),
      updated_by: JSON.stringify(ben),
    });
    const check = async () => {
      expect((await at('2026-03-02T09:30:00Z'))?.people).toEqual([ana]);
      expect((await at('2026-03-02T10:30:00Z'))?.people).toEqual([ben]);
    };
    await check();
    clock.advanceMinutes(60);
    await schedules.update('s1', 2, primary({ every: 2 }), ana);
    await check();
    expect((await at('2026-03-02T11:00:00Z'))?.people).toEqual([ana]);
    expect(
      (await schedules.versions('s1')).map(({ savedBy }) => savedBy),
    ).toEqual([ana, ben, dora]);
  });

  it('is not archived while a policy pages it', async () => {
    const { schedules, reader } = await setUp('Payments policy');
    await schedules.create(primary(), dora);
    await expect(schedules.archive('s1')).rejects.toThrow(
      'The policy “Payments policy” pages this schedule; take it out of the policy first',
    );
    expect(await reader.nameOf('s1')).toBe('Payments primary');
  });

  it('its migration can be taken back with data in its tables, and applied again', async () => {
    const { schedules, database, at } = await setUp();
    await schedules.create(primary(), dora);
    const migration = {
      directory: resolvePackagePath(
        '@muster/backstage-plugin-incidents-backend',
        'migrations',
      ),
      name: '20261126000300_oncall_history.js',
    };
    await database.knex.migrate.down(migration);
    expect(await database.knex.schema.hasTable('schedule_versions')).toBe(
      false,
    );
    await database.knex.migrate.up(migration);
    // What existing schedules say has always held.
    expect(await schedules.versions('s1')).toMatchObject([
      { version: 1, effectiveFrom: null, content: primary(), savedBy: dora },
    ]);
    expect((await at('2026-03-02T09:00:00Z'))?.people).toEqual([ana]);
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
    await expect(schedules.archive('s9')).rejects.toThrow(missing);
    await expect(schedules.restore('s9', ana)).rejects.toThrow(missing);
  });
});

describe('a range', () => {
  it('bad input: is not backwards and not longer than two years', () => {
    const range = (from: string, to: string) => () =>
      rangeOf('query', { from, to });
    expect(range('2026-03-02', '2026-03-01')).toThrow(
      'query.to must be after query.from',
    );
    expect(range('2026-03-02', '2028-03-06')).toThrow(
      'query.to must be at most two years after query.from; ask for less at a time',
    );
    expect(range('2026-03-02', '2028-03-02')).not.toThrow();
  });
});
