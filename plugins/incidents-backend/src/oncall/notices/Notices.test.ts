import { scheduleInputSchema } from '@muster/backstage-plugin-incidents-common';
import { FakeClock } from '../../platform/FakeClock';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { demoShop } from '../../testing/demoShop';
import { directoryOfShop } from '../../testing/directoryOfShop';
import { RecordingQueue } from '../../testing/RecordingQueue';
import { ScheduleChanges } from '../ScheduleChanges';
import { ScheduleReader } from '../ScheduleReader';
import { Schedules } from '../Schedules';
import { Notices } from './Notices';

const dora = { ref: 'user:default/dora', name: 'Dora Admin' };
const [ana, ben] = ['user:default/ana', 'user:default/ben'];
const payments = 'group:default/payments';

const weekly = (participants: string[], rest: object = {}) =>
  scheduleInputSchema.parse({
    name: 'Rota',
    ownerRef: payments,
    timezone: 'UTC',
    layers: [
      {
        name: 'Week',
        rotation: {
          unit: 'week',
          every: 1,
          startDate: '2026-03-02',
          handoffTime: '09:00',
          participants,
        },
        ...rest,
      },
    ],
  });

jest.setTimeout(60_000);

describe.each(eachDatabase())('notices on %s', id => {
  async function setUp(handoffNoticeMinutes = 60) {
    const database = await openDatabase(id);
    const clock = new FakeClock('2026-03-02T09:00:00.000Z');
    const directory = await directoryOfShop(database, clock);
    const work = new RecordingQueue();
    let ids = 0;
    const told: string[] = [];
    const notices = new Notices({
      database,
      clock,
      newId: () => `n${++ids}`,
      work,
      notes: {
        post: async (_tx, { recipientRef, subject }) => {
          told.push(`${recipientRef}: ${subject}`);
        },
      },
      handoffNoticeMinutes,
      links: { scheduleUrl: scheduleId => `https://portal/${scheduleId}` },
    });
    const options = {
      database,
      clock,
      directory,
      newId: () => `s${++ids}`,
      isUsed: async () => undefined,
      changed: notices.changed.bind(notices),
    };
    const changes = new ScheduleChanges(options);
    notices.registerWork(new ScheduleReader({ ...options, changes }));
    const schedules = new Schedules(options);
    /** What is told when the schedules are looked at, by two replicas. */
    const look = async (scheduleId: string) => {
      await Promise.all([notices.look(scheduleId), notices.look(scheduleId)]);
      work.jobs.splice(0);
      return told.splice(0);
    };
    return { database, clock, schedules, changes, notices, work, look };
  }

  it('tells who goes on call an hour before, once, and again when it is somebody else', async () => {
    const { schedules, changes, clock, look } = await setUp();
    const { id: scheduleId } = await schedules.create(weekly([ana, ben]), dora);
    expect(await look(scheduleId)).toEqual([]);
    clock.set('2026-03-09T07:59:00Z');
    expect(await look(scheduleId)).toEqual([]);
    clock.set('2026-03-09T08:00:00Z');
    expect(await look(scheduleId)).toEqual([
      `${ben}: You go on call at Mon 9 Mar 2026, 09:00`,
    ]);
    clock.advanceMinutes(10);
    expect(await look(scheduleId)).toEqual([]);
    await changes.add(
      scheduleId,
      'override',
      {
        kind: 'cover',
        personRef: dora.ref,
        replacesRef: ben,
        start: '2026-03-09T09:00:00Z',
        end: '2026-03-09T17:00:00Z',
        reason: '',
      },
      dora,
    );
    expect(await look(scheduleId)).toEqual([
      `${dora.ref}: You go on call at Mon 9 Mar 2026, 09:00`,
    ]);
  });

  it('tells who goes on call as long before as is configured, or not at all', async () => {
    const early = await setUp(24 * 60);
    const made = await early.schedules.create(weekly([ana, ben]), dora);
    early.clock.set('2026-03-08T08:30:00Z');
    expect(await early.look(made.id)).toEqual([]);
    early.clock.set('2026-03-08T09:00:00Z');
    expect(await early.look(made.id)).toHaveLength(1);
    const never = await setUp(0);
    const other = await never.schedules.create(weekly([ana, ben]), dora);
    for (const at of ['2026-03-09T08:59:00Z', '2026-03-09T09:00:00Z']) {
      never.clock.set(at);
      expect(await never.look(other.id)).toEqual([]);
    }
  });

  it('tells the owners of a gap when somebody leaves the catalog, a week before, a day before, and when it is there', async () => {
    const { schedules, clock, database, look } = await setUp();
    const { id: scheduleId } = await schedules.create(
      weekly([ana, ben, ana, ana, ana, ana, ana, ana, ana, ana, ana, ana, ana]),
      dora,
    );
    expect(await look(scheduleId)).toEqual([]);
    await directoryOfShop(
      database,
      clock,
      demoShop.filter(({ metadata }) => metadata.name !== 'ben'),
    );
    clock.advanceSeconds(1);
    const gap = [`${payments}: Nobody is on call: Rota`];
    // In seven days less a second: within the week already.
    expect(await look(scheduleId)).toEqual(gap);
    expect(await look(scheduleId)).toEqual([]);
    clock.set('2026-03-08T10:00:00Z');
    expect(await look(scheduleId)).toEqual(gap);
    clock.set('2026-03-09T10:00:00Z');
    expect(await look(scheduleId)).toEqual(gap);
    clock.advanceMinutes(60);
    expect(await look(scheduleId)).toEqual([]);
  });

  it('tells once of the hours outside which nobody is on call by design, and not of what is left empty on purpose', async () => {
    const { schedules, changes, clock, look } = await setUp();
    const hours = {
      restrictions: [{ days: ['mon', 'tue'], start: '09:00', end: '17:00' }],
    };
    const { id: scheduleId } = await schedules.create(
      weekly([ana], hours),
      dora,
    );
    expect(await look(scheduleId)).toEqual([
      `${payments}: Nobody is on call: Rota`,
    ]);
    await changes.add(
      scheduleId,
      'override',
      {
        kind: 'remove',
        replacesRef: null,
        start: '2026-03-02T11:00:00Z',
        end: '2026-03-02T12:00:00Z',
        reason: '',
      },
      dora,
    );
    clock.set('2026-03-04T09:00:00Z');
    expect(await look(scheduleId)).toEqual([]);
  });

  it('looks again when a change is committed, and when every job is lost', async () => {
    const { schedules, clock, work, look } = await setUp();
    const { id: scheduleId } = await schedules.create(weekly([ana, ben]), dora);
    expect(work.jobs).toMatchObject([
      { kind: 'oncall.watch', data: { scheduleId } },
    ]);
    await look(scheduleId);
    expect(await work.sweepAll()).toBe(0);
    clock.advanceMinutes(61);
    expect(await work.sweepAll()).toBe(1);
    await look(scheduleId);
    await schedules.archive(scheduleId);
    expect(await work.sweepAll()).toBe(0);
  });
});
