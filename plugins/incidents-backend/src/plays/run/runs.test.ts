import { addMinutes } from '../../platform/clock';
import { eachDatabase, somebodyWaits } from '../../platform/testDatabase';
import { act, playOf } from './testing/DryPlay';
import { createRunsFixture } from './testing/runsFixture';

jest.setTimeout(60_000);

const ana = {
  kind: 'person',
  ref: 'user:default/ana.ruiz',
  ownership: ['user:default/ana.ruiz'],
  isAdmin: false,
} as const;
const ben = { ...ana, ref: 'user:default/ben.ito', ownership: [] };
const byAna = { ref: ana.ref, name: 'Ana Ruiz' };

const call = (id: string, more = {}) =>
  act(id, { action: 'test.call@1', ...more });

describe.each(eachDatabase())('runs of plays, %s', id => {
  let f: Awaited<ReturnType<typeof createRunsFixture>>;
  beforeAll(async () => {
    f = await createRunsFixture(id);
  });
  beforeEach(async () => {
    f.outside.call = async () => ({ outcome: 'succeeded', output: 'called' });
    f.notes.length = 0;
    await f.database.knex('effects').delete();
  });

  /** Adds a play, starts it and lets it go as far as it goes. */
  const begin = async (
    playId: string,
    steps: Parameters<typeof playOf>[0],
    more = {},
  ) => {
    await f.addPlay(playId, playOf(steps, { name: playId, ...more }));
    const { runId } = await f.start(playId);
    if (runId === null) throw new Error('It was refused');
    await f.settle();
    return runId;
  };

  it('does each action inside once, however often it is woken', async () => {
    const run = await begin('inside', [act('a'), act('b'), act('c')]);
    await Promise.all([f.runner.advance(run), f.runner.advance(run)]);
    expect(await f.effects()).toEqual([
      `${run}/a/0`,
      `${run}/b/0`,
      `${run}/c/0`,
    ]);
    expect((await f.run(run)).state).toBe('succeeded');
  });

  it('lets replicas race', async () => {
    await f.addPlay('race', playOf([act('a'), act('b'), act('c')]));
    const { runId: run = '' } = await f.start('race');
    await Promise.all([1, 2, 3, 4].map(() => f.runner.advance(String(run))));
    expect(await f.effects()).toHaveLength(3);
  });

  it('takes back what an action did that fails in the middle, and goes on by its onFailure', async () => {
    const run = await begin('rolled back', [
      act('a', {
        with: { fails: true },
        retry: { times: 1, everySeconds: 60 },
        onFailure: 'continue',
      }),
      act('b'),
    ]);
    expect(await f.effects()).toEqual([]);
    expect(await f.told(run)).toEqual(['a waiting']);
    f.clock.advanceMinutes(1);
    await f.settle();
    expect(await f.told(run)).toEqual(['a failed', 'b succeeded']);
    expect(await f.effects()).toEqual([`${run}/b/0`]);
  });

  it('calls outside with one key for all attempts', async () => {
    const keys: string[] = [];
    f.outside.call = async ({ key }) => {
      keys.push(key);
      return keys.length < 3
        ? {
            outcome: 'failed',
            detail: 'Busy',
            retry: true,
            retryAfterSeconds: 30,
          }
        : { outcome: 'succeeded', output: { ticket: 7 } };
    };
    const run = await begin('outside', [call('a')]);
    for (let n = 0; n < 2; n++) {
      f.clock.advanceSeconds(30);
      await f.settle();
    }
    expect(keys).toEqual(Array(3).fill(`${run}/a/0`));
    expect((await f.run(run)).state).toBe('succeeded');
  });

  it('ends an action that hangs', async () => {
    f.outside.call = ({ signal }) =>
      new Promise(resolve => {
        signal.addEventListener('abort', () =>
          resolve({
            outcome: 'failed',
            detail: 'It took too long',
            retry: false,
          }),
        );
      });
    const run = await begin('hangs', [call('a', { timeoutSeconds: 1 })]);
    expect(await f.run(run)).toMatchObject({
      state: 'failed',
      text: 'a: It took too long',
    });
  });

  /** A run whose step `a` has begun in a process that has died since. */
  const leftBehind = async (playId: string, action: string) => {
    const steps = [act('a', { action, retry: { times: 0 } })];
    await f.addPlay(playId, playOf(steps));
    const { runId } = await f.start(playId);
    await f.runner.advance(String(runId));
    await f.database
      .knex('play_steps')
      .where({ run_id: runId })
      .update({ state: 'running', attempt: 1, lease_until: f.clock.now() });
    f.clock.advanceSeconds(20);
    await f.work.sweepAll();
    await f.settle();
    return String(runId);
  };

  it('makes an attempt again whose process died, when twice is the same as once', async () => {
    const keys: string[] = [];
    f.outside.call = async ({ key }) => {
      keys.push(key);
      return { outcome: 'succeeded', output: null };
    };
    const run = await leftBehind('died', 'test.call@1');
    expect(keys).toEqual([`${run}/a/0`]);
    expect((await f.run(run)).state).toBe('succeeded');
  });

  it('asks otherwise, and repeats it when a person says so', async () => {
    const keys: string[] = [];
    f.outside.call = async ({ key }) => {
      keys.push(key);
      return { outcome: 'succeeded', output: null };
    };
    const run = await leftBehind('died once', 'test.once@1');
    expect(keys).toEqual([]);
    expect(await f.told(run)).toEqual(['a interrupted']);
    expect(f.notes.map(({ recipientRef }) => recipientRef)).toEqual([
      ana.ref,
      'group:default/team',
    ]);
    const repeat = { answer: 'repeat', by: byAna, note: '' } as const;
    await f.commands.answer(run, 'a', repeat, ana);
    await f.settle();
    expect(keys).toEqual([`${run}/a/1`]);
    expect((await f.run(run)).state).toBe('succeeded');
  });

  it('counts no attempt for those that were cut off before it was repeated', async () => {
    const run = await leftBehind('died twice', 'test.once@1');
    const repeat = { answer: 'repeat', by: byAna, note: '' } as const;
    await f.commands.answer(run, 'a', repeat, ana);
    f.outside.call = async () => ({
      outcome: 'failed',
      detail: 'Busy',
      retry: true,
    });
    await f.settle();
    // It is to be tried once: had it a death to its credit, it would be tried again.
    expect(await f.told(run)).toEqual(['a failed']);
  });

  it('asks those it names, and nobody else may answer', async () => {
    const run = await begin('asks', [
      { id: 'ask', approve: { by: [ana.ref], question: 'Roll back?' } },
      act('a'),
    ]);
    expect(f.notes).toEqual([
      expect.objectContaining({
        about: `run ${run}`,
        url: `http://portal/${run}`,
      }),
    ]);
    const yes = { answer: 'approve', by: byAna, note: '' } as const;
    await expect(f.commands.answer(run, 'ask', yes, ben)).rejects.toThrow(
      /Only those who are asked/,
    );
    await expect(
      f.commands.answer(run, 'ask', { ...yes, answer: 'done' }, ana),
    ).rejects.toThrow(/takes approve, refuse/);
    await f.commands.answer(run, 'ask', yes, ana);
    await f.commands.answer(run, 'ask', yes, ana);
    await f.settle();
    expect(await f.told(run)).toEqual(['ask succeeded', 'a succeeded']);
  });

  it('goes on from the step that failed, with the outputs of those before it', async () => {
    f.outside.call = async () => ({
      outcome: 'failed',
      detail: 'No',
      retry: false,
    });
    const run = await begin(
      'again',
      [
        act('a'),
        { id: 'p', parallel: { branches: [[act('b')], [call('c')]] } },
        act('d'),
      ],
      { onFailure: [act('tell')] },
    );
    expect((await f.run(run)).state).toBe('failed');
    const keys: string[] = [];
    f.outside.call = async ({ key }) => {
      keys.push(key);
      return { outcome: 'succeeded', output: null };
    };
    await f.commands.rerun(run, byAna);
    await f.settle();
    expect((await f.run(run)).state).toBe('succeeded');
    expect(keys).toEqual([`${run}/p[1].c/1`]);
    expect(await f.effects()).toEqual(
      ['a/0', 'p[0].b/0', 'onFailure.tell/0', 'd/1'].map(
        key => `${run}/${key}`,
      ),
    );
    await expect(f.commands.rerun(run, byAna)).rejects.toThrow(
      /Only a run that has failed/,
    );
  });

  it('begins as many runs at a time as the play allows, and so many in an hour', async () => {
    const first = await begin('limits', [{ id: 'w', wait: { minutes: 5 } }], {
      limits: { atOnce: 1, perHour: 2 },
    });
    const { runId: second = '' } = await f.start('limits');
    await f.settle();
    expect((await f.run(String(second))).state).toBe('queued');
    expect(await f.start('limits')).toMatchObject({
      runId: null,
      started: false,
    });
    expect(f.refusals.at(-1)).toMatch(/limits.perHour/);
    f.clock.advanceMinutes(5);
    await f.settle();
    expect((await f.run(first)).state).toBe('succeeded');
    const admitted = await f.run(String(second));
    expect(admitted.state).toBe('running');
    // Its time begins when it begins.
    const minutes = (await f.playOf('limits')).deadlineMinutes;
    expect(admitted.deadlineAt).toEqual(addMinutes(f.clock.now(), minutes));
  });

  // SQLite has one connection: nobody comes in between.
  if (id !== 'SQLITE_3') {
    it('lets none begin that is cancelled while its turn comes', async () => {
      await begin('turns', [{ id: 'w', wait: { minutes: 5 } }], {
        limits: { atOnce: 1 },
      });
      const { runId: id2 } = await f.start('turns');
      const { knex } = f.database;
      await knex('play_runs')
        .where({ play_id: 'turns', state: 'running' })
        .update({ state: 'succeeded' });
      const cancelling = await knex.transaction();
      const cancelled = { state: 'cancelled', revision: 1 };
      await cancelling('play_runs').where({ id: id2 }).update(cancelled);
      const admitting = f.starter.admit('turns');
      await somebodyWaits(f.database);
      await cancelling.commit();
      await admitting;
      await f.settle();
      expect((await f.run(String(id2))).state).toBe('cancelled');
      expect(await f.told(String(id2))).toEqual([]);
      await knex('play_runs').where({ play_id: 'turns' }).delete();
    });
  }

  it('starts none of a play that was paused or removed a moment ago', async () => {
    await f.addPlay('gone', playOf([act('a')]));
    const plays = f.database.knex('plays').where({ id: 'gone' });
    await plays.clone().update({ state: 'paused' });
    const refused = { runId: null, started: false };
    expect(await f.start('gone')).toMatchObject({
      ...refused,
      refused: 'The play is not enabled',
    });
    await plays.clone().update({ state: 'enabled', name: null });
    expect(await f.start('gone')).toMatchObject({
      ...refused,
      refused: 'The play was removed',
    });
  });

  it('takes no answer after its time, though the question stands there still', async () => {
    const run = await begin('late', [
      {
        id: 'q',
        approve: { by: [ana.ref], question: 'Go?', withinMinutes: 5 },
      },
    ]);
    f.pause('Sana has paused all automation');
    f.clock.advanceMinutes(6);
    await f.settle();
    const given = { answer: 'approve', by: byAna, note: '' } as const;
    await expect(f.commands.answer(run, 'q', given, ana)).rejects.toThrow(
      'q could be answered until',
    );
    f.pause(null);
  });

  it('starts once for a key', async () => {
    await f.addPlay('once', playOf([act('a')]));
    const one = await f.start('once', { onceKey: 'incident:1' });
    expect(await f.start('once', { onceKey: 'incident:1' })).toEqual({
      runId: one.runId,
      started: false,
    });
    const race = [1, 2, 3].map(() => f.start('once', { onceKey: 'race' }));
    const started = (await Promise.all(race)).filter(run => run.started);
    expect(started).toHaveLength(1);
  });

  it('calls another play, and is cancelled with it', async () => {
    await f.addPlay(
      'callee',
      playOf([{ id: 'w', wait: { minutes: 5 } }], { name: 'callee' }),
    );
    const run = await begin('caller', [
      { id: 'c', call: { play: 'callee' } },
      act('a'),
    ]);
    expect(await f.told(run)).toEqual(['c waiting']);
    f.clock.advanceMinutes(5);
    await f.settle();
    expect(await f.told(run)).toEqual(['c succeeded', 'a succeeded']);
    const { runId: other = '' } = await f.start('caller');
    await f.settle();
    const cancelled = () =>
      f.database
        .knex('play_runs')
        .where({ state: 'cancelled' })
        .orderBy('text')
        .pluck('text');
    await f.commands.cancel(String(other), { kind: 'person', ...byAna });
    // The wake-up is lost: what nobody waits for is found all the same.
    f.work.jobs.length = 0;
    await f.work.sweepAll();
    await f.settle();
    expect(await cancelled()).toEqual([
      'Ana Ruiz cancelled it',
      'caller, which had called it and waits no longer, cancelled it',
    ]);
    const { runId: again = '' } = await f.start('caller');
    await f.settle();
    const step = f.database.knex('play_steps').where({ run_id: again });
    await step.update({ data: '{"called":{"play":"callee","runId":"other"}}' });
    await f.work.sweepAll();
    await f.settle();
    expect(await cancelled()).toHaveLength(3);
    await begin('quicker', [
      {
        id: 'p',
        parallel: {
          join: 'first',
          branches: [[{ id: 'c', call: { play: 'callee' } }], [act('a')]],
        },
      },
    ]);
    expect(await cancelled()).toContain(
      'quicker, which had called it and waits no longer, cancelled it',
    );
    const circle = await begin('circle', [
      { id: 'c', call: { play: 'circle' } },
    ]);
    expect((await f.run(circle)).text).toMatch(/go in circles/);
    // What starts by itself uses no other team's play, and so none of its secrets.
    const theirs = playOf([{ id: 'c', call: { play: 'callee' } }], {
      name: 'theirs',
      ownerRef: 'group:default/others',
    });
    await f.addPlay('theirs', theirs);
    for (const [everywhere, ended] of [
      [false, /^failed: .*“callee” belongs to group:/],
      [true, /^running/],
    ] as const) {
      const { runId: own } = await f.start('theirs', {
        authority: { kind: 'play', approvedBy: byAna, everywhere },
      });
      await f.settle();
      const { state, text } = await f.run(String(own));
      expect(`${state}: ${text}`).toMatch(ended);
    }
  });

  it('does nothing while automation is paused, and goes on afterwards', async () => {
    await f.addPlay('paused', playOf([call('a')]));
    const { runId: run = '' } = await f.start('paused');
    f.pause('Sana has paused all automation');
    await f.settle();
    expect(await f.told(String(run))).toEqual([]);
    f.pause(null);
    f.clock.advanceSeconds(40);
    await f.work.sweepAll();
    await f.settle();
    expect((await f.run(String(run))).state).toBe('succeeded');
  });

  it('hears what happens to its incident', async () => {
    await f.addPlay(
      'hears',
      playOf([
        {
          id: 'w',
          waitFor: { event: 'incident.acknowledged', withinMinutes: 9 },
        },
        act('a'),
      ]),
    );
    const { runId: run = '' } = await f.start('hears', {
      subject: { incidentId: 7, entityRef: null, trigger: {}, inputs: {} },
    });
    await f.settle();
    const happening = {
      event: 'incident.acknowledged',
      at: f.clock.now(),
      text: 'Ana Ruiz acknowledged',
      data: {},
    } as const;
    await f.follower.happened(7, [happening]);
    await f.follower.happened(7, [happening]);
    await f.settle();
    expect(await f.told(String(run))).toEqual(['w succeeded', 'a succeeded']);
    expect(f.timeline).toEqual([
      expect.stringMatching(
        /^Play Test v1 \(started by Ana Ruiz\) began: it was tested/,
      ),
      expect.stringMatching(/ended well/),
    ]);
  });
});
