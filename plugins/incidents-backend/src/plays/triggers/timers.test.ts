import { eachDatabase } from '../../platform/testDatabase';
import { RecordingQueue } from '../../testing/RecordingQueue';
import { act, playOf } from '../run/testing/DryPlay';
import { createRunsFixture } from '../run/testing/runsFixture';
import { Timers } from './Timers';

jest.setTimeout(60_000);

it.each(eachDatabase())(
  'a timer that two replicas ring at the same moment starts one run, on %s',
  async id => {
    const f = await createRunsFixture(id);
    const { clock, database, occasions, shelf } = f;
    await f.addPlay(
      'unanswered',
      playOf([act('a')], {
        on: [{ event: 'page.unanswered', afterMinutes: 5 }],
      }),
    );
    const incidents = {
      find: async () => ({
        id: 7,
        entity: { ref: 'component:default/checkout', name: 'Checkout' },
        status: 'triggered' as const,
        openedAt: clock.now(),
      }),
      lastActivityAt: async () => undefined,
      nameOf: () => 'INC-7',
    };
    const replicas = [1, 2].map(() => {
      const work = new RecordingQueue();
      const timers = new Timers({
        ...{ database, clock, work, shelf, incidents, occasions },
        onEnabled: async () => {},
      });
      return { work, timers };
    });
    const [one, two] = replicas;
    const play = await shelf.version('unanswered');
    await one.timers.arm(play, 7, clock.now(), ['page.unanswered']);
    two.work.jobs.push(...one.work.jobs);
    clock.advanceMinutes(5);
    await Promise.all(replicas.map(({ work }) => work.runDue(clock.now())));
    expect(await database.knex('play_runs').pluck('incident_id')).toEqual([7]);
    expect(await database.knex('play_timers')).toEqual([]);
    // A wake-up that comes late finds nothing to ring.
    two.work.jobs.push(...one.work.jobs);
    await two.work.runAll();
    expect(await database.knex('play_runs')).toHaveLength(1);
  },
);
