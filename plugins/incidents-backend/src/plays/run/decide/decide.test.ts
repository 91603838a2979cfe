import { act, DryPlay } from '../testing/DryPlay';
import { withAnswer, withCallEnded, withDeath, withHappening } from './facts';
import { stepAt } from './findStep';

const ana = { ref: 'user:default/ana.ruiz', name: 'Ana Ruiz' };
const state = (run: DryPlay) => run.decision.run.state;

describe('a sequence', () => {
  it('runs one step after the other, and ends', () => {
    const run = new DryPlay([act('a'), act('b')]);
    expect(run.ready).toEqual(['a']);
    run.succeed('a', { page: 7 });
    expect(run.ready).toEqual(['b']);
    run.succeed('b');
    expect(state(run)).toBe('succeeded');
    expect(run.told).toEqual(['a succeeded', 'b succeeded']);
    expect(run.decision.run.dueAt).toBeNull();
  });

  it('keeps a line of what an action says of itself', () => {
    const said = (message: unknown) => {
      const run = new DryPlay([act('a')]);
      run.succeed('a', { message });
      return run.steps.get('a')?.text;
    };
    expect(said('Build 7 runs\r\nwith a log of it')).toBe('Build 7 runs');
    expect(said(`\n${'x'.repeat(600)}`)).toBe(`${'x'.repeat(499)}…`);
    expect([7, '', ' \n '].map(said)).toEqual(['Done', 'Done', 'Done']);
  });

  it('changes nothing when nothing is new', () => {
    const run = new DryPlay([act('a'), { id: 'w', wait: { minutes: 5 } }]);
    run.succeed('a');
    expect(run.look().changed).toEqual([]);
  });

  it('passes over what a condition excludes, and sees the outputs of earlier steps', () => {
    const run = new DryPlay([
      act('a'),
      act('b', { when: 'no' }),
      act('c', { when: 'steps.a.output.urgent' }),
    ]);
    run.succeed('a', { urgent: true });
    expect(run.told).toEqual(['a succeeded', 'b passed-over', 'c ready']);
  });

  it('fails at a condition that cannot be evaluated, and says so', () => {
    const run = new DryPlay([act('a', { when: 'incident.sevrity' }), act('b')]);
    expect(state(run)).toBe('failed');
    expect(run.decision.run.text).toBe('a: incident.sevrity is no yes or no');
  });

  it('stops with the outcome that a step says', () => {
    const run = new DryPlay([
      { id: 'enough', stop: { because: 'Nothing to do' } },
      act('b'),
    ]);
    expect(state(run)).toBe('succeeded');
    expect(run.decision.run.text).toBe('Nothing to do');
    const failing = new DryPlay(
      [{ id: 'no', stop: { outcome: 'failed', because: 'Bad' } }, act('b')],
      { onFailure: [act('tell'), act('again')] },
    );
    expect(failing.ready).toEqual(['onFailure.tell']);
    failing.succeed('onFailure.tell');
    expect(failing.ready).toEqual(['onFailure.again']);
    failing.succeed('onFailure.again');
    expect(failing.decision.run).toMatchObject({
      state: 'failed',
      text: 'Bad',
    });
  });
});

describe('a resolved incident', () => {
  it('has later steps passed over, unless they are marked', () => {
    const run = new DryPlay([
      act('a'),
      { id: 'w', wait: { minutes: 30 } },
      act('b'),
      act('c', { evenIfResolved: true }),
    ]);
    run.succeed('a');
    run.resolved = true;
    run.look();
    expect(run.told).toEqual([
      'a succeeded',
      'w passed-over',
      'b passed-over',
      'c ready',
    ]);
  });

  it('is what a step may wait for', () => {
    const run = new DryPlay([
      {
        id: 'w',
        waitFor: { event: 'incident.resolved', withinMinutes: 60 },
        evenIfResolved: true,
      },
      act('b', { evenIfResolved: true }),
    ]);
    run.resolved = true;
    run.look();
    expect(run.told).toEqual(['w succeeded', 'b ready']);
  });

  it('ends a repetition between two rounds', () => {
    const run = new DryPlay([
      { id: 'r', repeat: { everyMinutes: 5, times: 9, steps: [act('a')] } },
    ]);
    run.succeed('r[0].a');
    run.resolved = true;
    run.look();
    expect(run.told).toEqual(['r succeeded', 'r[0].a succeeded']);
  });
});

describe('failures', () => {
  it('are tried again after longer and longer, as long as that may help', () => {
    const run = new DryPlay([
      act('a', { retry: { times: 2, everySeconds: 60 } }),
    ]);
    run.fail('a', true);
    expect(run.told).toEqual(['a waiting']);
    run.after(1);
    expect(run.ready).toEqual(['a']);
    run.fail('a', true);
    run.after(1);
    expect(run.ready).toEqual([]);
    run.after(1);
    run.fail('a', true);
    expect(run.decision.run).toMatchObject({
      state: 'failed',
      text: 'a: It broke',
    });
  });

  it('wait as long as the other side asks', () => {
    const run = new DryPlay([act('a')]);
    run.settle('a', {
      outcome: 'failed',
      detail: 'Busy',
      retry: true,
      retryAfterSeconds: 600,
    });
    run.after(9);
    expect(run.ready).toEqual([]);
    run.after(1);
    expect(run.ready).toEqual(['a']);
  });

  it('go on, or run steps of their own', () => {
    const run = new DryPlay([
      act('a', { onFailure: 'continue' }),
      act('b', { onFailure: [act('tell')] }),
      act('c'),
    ]);
    run.fail('a');
    run.fail('b');
    expect(run.ready).toEqual(['b[otherwise].tell']);
    run.succeed('b[otherwise].tell');
    expect(run.ready).toEqual(['c']);
  });

  it('of the steps that deal with a failure end the run', () => {
    const run = new DryPlay([act('a', { onFailure: [act('tell')] }), act('b')]);
    run.fail('a');
    run.fail('a[otherwise].tell');
    expect(state(run)).toBe('failed');
  });

  it('are outputs over 1 MB', () => {
    const run = new DryPlay([act('a')]);
    run.succeed('a', 'x'.repeat(1_000_001));
    expect(run.decision.run.text).toMatch(/larger than 1 MB/);
    expect(run.steps.get('a')?.output).toBeNull();
  });

  it('include a deadline, after which the steps for failures run', () => {
    const run = new DryPlay([{ id: 'w', wait: { minutes: 100 } }], {
      deadlineMinutes: 10,
      onFailure: [act('tell')],
    });
    run.after(10);
    expect(run.told).toEqual(['w cancelled', 'onFailure.tell ready']);
    // Nobody does it: they have an hour.
    run.after(60);
    expect(state(run)).toBe('failed');
  });
});

describe('an attempt that was cut off', () => {
  const running = (run: DryPlay) =>
    run.tell('a', record => ({
      ...record,
      state: 'running',
      attempt: 1,
      leaseUntil: run.now,
    }));

  it('is made again when that is the same as once', () => {
    const run = new DryPlay([act('a')]);
    running(run);
    run.tell('a', record => withDeath(record, true, [], run.now));
    expect(run.told).toEqual(['a ready']);
    expect(run.steps.get('a')?.generation).toBe(0);
  });

  it.each([
    ['done', 'a succeeded'],
    ['give-up', 'a failed'],
    ['repeat', 'a ready'],
  ] as const)('asks otherwise, and %s means %s', (answer, expected) => {
    const run = new DryPlay([act('a')]);
    running(run);
    run.tell('a', record => withDeath(record, false, [ana.ref], run.now));
    expect(run.decision.run.asking).toBe(true);
    run.tell('a', record =>
      withAnswer(record, { answer, by: ana, note: '' }, 1, run.now),
    );
    expect(run.told).toEqual([expected]);
    expect(run.steps.get('a')?.generation).toBe(answer === 'repeat' ? 1 : 0);
  });
});

describe('waiting', () => {
  it('takes its time, and ends its list when its condition no longer holds', () => {
    const run = new DryPlay([
      {
        id: 'p',
        parallel: {
          branches: [
            [{ id: 'w', wait: { minutes: 10, onlyIf: 'no' } }, act('a')],
            [act('b')],
          ],
        },
      },
      act('c'),
    ]);
    run.succeed('p[1].b');
    run.after(9);
    expect(run.ready).toEqual([]);
    run.after(1);
    expect(run.told).toContain('p[0].a passed-over');
    expect(run.ready).toEqual(['c']);
  });

  it('for a condition looks again now and then', () => {
    const run = new DryPlay([
      {
        id: 'w',
        waitFor: { until: 'no', withinMinutes: 60, otherwise: [act('late')] },
      },
      act('a'),
    ]);
    expect(run.decision.run.dueAt).toEqual(new Date('2026-03-02T09:05:00Z'));
    run.after(5);
    expect(run.decision.run.dueAt).toEqual(new Date('2026-03-02T09:10:00Z'));
    run.after(55);
    expect(run.ready).toEqual(['w[otherwise].late']);
    expect(run.steps.get('w')?.output).toEqual({ happened: false, text: '' });
  });

  it.each([
    ['incident.acknowledged', 'incident.acknowledged', ['a']],
    ['incident.resolved', 'incident.acknowledged', []],
    ['incident.changed', 'incident.severity-changed', ['a']],
    ['incident.changed', 'note.added', []],
  ] as const)('for %s hears of %s', (event, happens, ready) => {
    const run = new DryPlay([
      { id: 'w', waitFor: { event, withinMinutes: 60 } },
      act('a'),
    ]);
    const step = stepAt(run.play, 'w');
    run.tell('w', record =>
      step
        ? withHappening(record, step, {
            event: happens,
            at: run.now,
            text: 'So',
          })
        : record,
    );
    expect(run.ready).toEqual(ready);
  });

  it('for an approval goes on, or to its other steps', () => {
    const approve = {
      id: 'ask',
      approve: {
        by: ['group:default/execs'],
        question: 'May we?',
        otherwise: [act('tell')],
      },
    };
    const approved = new DryPlay([approve, act('a')]);
    expect(approved.decision.run).toMatchObject({
      asking: true,
      text: 'Asks: May we?',
    });
    approved.tell('ask', record =>
      withAnswer(
        record,
        { answer: 'approve', by: ana, note: '' },
        1,
        approved.now,
      ),
    );
    expect(approved.ready).toEqual(['a']);
    const refused = new DryPlay([approve, act('a')]);
    refused.tell('ask', record =>
      withAnswer(
        record,
        { answer: 'refuse', by: ana, note: 'No' },
        1,
        refused.now,
      ),
    );
    expect(refused.ready).toEqual(['ask[otherwise].tell']);
    refused.succeed('ask[otherwise].tell');
    expect(refused.ready).toEqual(['a']);
    const late = new DryPlay([
      { ...approve, approve: { ...approve.approve, otherwise: 'stop' } },
    ]);
    late.after(60);
    expect(late.decision.run).toMatchObject({
      state: 'failed',
      text: 'ask: Nobody answered within 60 minutes',
    });
  });

  it('for nobody fails', () => {
    const run = new DryPlay([
      { id: 'ask', tickOff: { by: [' , '], text: 'Do', otherwise: 'stop' } },
    ]);
    expect(run.decision.run.text).toMatch(/Nobody is left to ask/);
  });
});

describe('steps in steps', () => {
  const branches = [[act('a'), act('a2')], [act('b')]];

  it('all: goes on when all have ended, and fails when one has', () => {
    const run = new DryPlay([{ id: 'p', parallel: { branches } }, act('c')]);
    expect(run.ready).toEqual(['p[0].a', 'p[1].b']);
    run.fail('p[1].b');
    expect(state(run)).toBe('running');
    run.succeed('p[0].a');
    run.succeed('p[0].a2');
    expect(run.decision.run.text).toBe('b: It broke');
  });

  it('first: cancels the others', () => {
    const run = new DryPlay([
      { id: 'p', parallel: { join: 'first', branches } },
      act('c'),
    ]);
    run.succeed('p[1].b');
    expect(run.told).toEqual([
      'p succeeded',
      'p[0].a cancelled',
      'p[1].b succeeded',
      'c ready',
    ]);
  });

  it('first: what is cancelled is not dealt with as a failure, and is no reason for a later one', () => {
    const run = new DryPlay([
      {
        id: 'p',
        parallel: {
          join: 'first',
          branches: [[act('a', { onFailure: [act('tell')] })], [act('b')]],
        },
      },
      act('c'),
    ]);
    run.succeed('p[1].b');
    run.fail('c');
    expect(run.told).not.toContain('p[0].a[otherwise].tell ready');
    expect(run.decision.run.text).toBe('c: It broke');
  });

  it('any: in a container that has ended goes on all the same', () => {
    const any = { id: 'p', parallel: { join: 'any', branches } };
    const run = new DryPlay([
      { id: 'c', choose: [{ when: 'yes', steps: [any] }] },
    ]);
    run.succeed('c[0].p[1].b');
    run.succeed('c[0].p[0].a');
    expect(run.ready).toEqual(['c[0].p[0].a2']);
    run.succeed('c[0].p[0].a2');
    expect(state(run)).toBe('succeeded');
  });

  it('any: goes on at once, and the others to their end', () => {
    const run = new DryPlay([
      { id: 'p', parallel: { join: 'any', branches } },
      act('c'),
    ]);
    run.succeed('p[1].b');
    expect(run.ready).toEqual(['p[0].a', 'c']);
    run.succeed('c');
    expect(state(run)).toBe('running');
    run.succeed('p[0].a');
    expect(run.ready).toEqual(['p[0].a2']);
    run.fail('p[0].a2');
    expect(state(run)).toBe('succeeded');
  });

  it('choose: takes the first that holds, or otherwise', () => {
    const choose = (first: string, second: string) =>
      new DryPlay([
        {
          id: 'c',
          choose: [
            { when: first, steps: [act('a')] },
            { when: second, steps: [act('b')] },
          ],
          otherwise: [act('o')],
        },
      ]);
    expect(choose('yes', 'yes').ready).toEqual(['c[0].a']);
    expect(choose('no', 'yes').ready).toEqual(['c[1].b']);
    const run = choose('no', 'no');
    expect(run.ready).toEqual(['c[otherwise].o']);
    run.succeed('c[otherwise].o');
    expect(state(run)).toBe('succeeded');
  });

  it('forEach: takes so many at once, sees each value, and begins none after a failure', () => {
    const run = new DryPlay([
      {
        id: 'e',
        forEach: { in: 'yes', as: 'x', steps: [act('a')] },
      },
    ]);
    expect(run.decision.run.text).toBe('e: yes is no list');
    const list = new DryPlay([
      act('find'),
      {
        id: 'e',
        forEach: {
          in: 'steps.find.output',
          as: 'x',
          atOnce: 2,
          steps: [act('a', { when: 'x.on' }), act('b')],
        },
      },
    ]);
    list.succeed('find', [{ on: true }, { on: false }, { on: true }]);
    expect(list.ready).toEqual(['e[0].a', 'e[1].b']);
    list.fail('e[1].b');
    expect(list.ready).toEqual(['e[0].a']);
    list.succeed('e[0].a');
    list.succeed('e[0].b');
    expect(list.told).not.toContain('e[2].a ready');
    expect(state(list)).toBe('failed');
  });

  it('repeat: until its condition holds, or it has run often enough', () => {
    const run = new DryPlay([
      {
        id: 'r',
        repeat: {
          everyMinutes: 10,
          until: 'steps.a.output.well',
          times: 3,
          steps: [act('a')],
        },
      },
    ]);
    run.succeed('r[0].a', { well: false });
    expect(run.ready).toEqual([]);
    run.after(10);
    run.succeed('r[1].a', { well: true });
    run.after(10);
    expect(run.steps.get('r')).toMatchObject({
      state: 'succeeded',
      output: { rounds: 2 },
    });
    expect(state(run)).toBe('succeeded');
  });

  it('call: ends as the run that was called', () => {
    const run = new DryPlay([{ id: 'c', call: { play: 'Other' } }, act('a')]);
    expect(run.ready).toEqual(['c']);
    run.tell('c', record =>
      withCallEnded(
        record,
        { runId: 'r2', state: 'failed', text: 'No' },
        run.now,
      ),
    );
    expect(run.decision.run.text).toBe('c: Other: No');
  });

  it('a stop in a branch ends all', () => {
    const run = new DryPlay([
      {
        id: 'p',
        parallel: {
          branches: [[act('a')], [{ id: 's', stop: { because: 'Enough' } }]],
        },
      },
      act('c'),
    ]);
    expect(state(run)).toBe('succeeded');
    expect(run.told).toEqual([
      'p cancelled',
      'p[0].a cancelled',
      'p[1].s succeeded',
    ]);
  });

  it('a run that goes round and round is ended', () => {
    const nothing = { id: 'n', choose: [{ when: 'no', steps: [] }] };
    const inner = {
      id: 'i',
      repeat: { everyMinutes: 0, times: 100, steps: [nothing] },
    };
    const run = new DryPlay([
      { id: 'o', repeat: { everyMinutes: 0, times: 100, steps: [inner] } },
    ]);
    expect(run.decision.run.text).toMatch(/more than a run may/);
  });
});
