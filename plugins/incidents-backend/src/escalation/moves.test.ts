import {
  plainPolicy,
  plainStep,
  PolicySnapshot,
  severities,
  Step,
} from '@muster/backstage-plugin-incidents-common';
import fc from 'fast-check';
import { Circumstances, standingOf } from './conditions';
import { isCatchAll, Position } from './model';
import { beginning, inTurn, Move, nextMove } from './moves';

const at = (text: string) => new Date(text);
const monday = at('2026-03-02T12:00:00.000Z');
const now: Circumstances = {
  at: monday,
  severity: 'SEV2',
  alertsWithin: () => 1,
};
const step = (
  more: Partial<Omit<Step, 'condition'>> & {
    condition?: Partial<Step['condition']>;
  } = {},
): Step => ({
  ...plainStep,
  targets: [],
  delayMinutes: 5,
  ...more,
  condition: { ...plainStep.condition, ...more.condition },
});
const policy = (steps: Step[], repeat = 0): PolicySnapshot => ({
  id: 'p',
  name: 'Payments',
  version: 1,
  ...plainPolicy,
  steps,
  repeat,
});
const office = (start: string, end: string, timezone = 'UTC') => ({
  days: ['mon' as const],
  start,
  end,
  timezone,
});

describe('the conditions of a step', () => {
  const hours = (...spans: Step['condition']['hours']) =>
    step({ condition: { hours: spans } });

  it.each([
    ['before it', hours(office('14:00', '16:00')), 'waits', '2026-03-02T14:00'],
    [
      'at its start',
      hours(office('12:00', '16:00')),
      'runs',
      '2026-03-02T16:00',
    ],
    [
      'at its end',
      hours(office('11:00', '12:00')),
      'waits',
      '2026-03-09T11:00',
    ],
    [
      'in another zone',
      hours(office('08:00', '09:00', 'America/New_York')),
      'waits',
      '2026-03-02T13:00',
    ],
    [
      'between two windows',
      hours(office('08:00', '09:00'), office('13:00', '14:00')),
      'waits',
      '2026-03-02T13:00',
    ],
  ])('a window, asked %s', (_name, one, kind, until) => {
    expect(standingOf(one, now)).toMatchObject({
      kind,
      until: at(`${until}:00.000Z`).getTime(),
    });
  });

  it('waits for the first instant of a local time that a change of the clock skips', () => {
    const sunday = hours({
      ...office('02:30', '05:00', 'Europe/Berlin'),
      days: ['sun'],
    });
    const before = { ...now, at: at('2026-03-29T00:00:00.000Z') };
    expect(standingOf(sunday, before).until).toBe(
      at('2026-03-29T01:00:00.000Z').getTime(),
    );
  });

  it('passes over another severity for good, and hours that never come', () => {
    expect(
      standingOf(step({ condition: { severities: ['SEV1'] } }), now),
    ).toMatchObject({ kind: 'passed', because: 'is for SEV1 only' });
    expect(
      standingOf(hours({ ...office('08:00', '09:00'), days: [] }), now),
    ).toMatchObject({ kind: 'passed' });
  });

  it('waits for more alerts than so many', () => {
    const one = step({ condition: { alerts: { count: 2, withinMinutes: 5 } } });
    const with_ = (count: number) => ({ ...now, alertsWithin: () => count });
    expect(standingOf(one, with_(2))).toMatchObject({
      kind: 'waits',
      waitsFor: 'alerts',
    });
    expect(standingOf(one, with_(3)).kind).toBe('runs');
  });
});

describe('what happens next', () => {
  const somebody = async () => ['x'];
  const nobody = async () => [];

  it('passes over steps that reach nobody or do not apply, and says why', async () => {
    const p = policy([
      step(),
      step({ condition: { severities: ['SEV1'] } }),
      step(),
    ]);
    const move = await nextMove(p, beginning, now, async (_one, index) =>
      index === 2 ? ['x'] : [],
    );
    expect(move).toEqual({
      kind: 'page',
      at: { step: 2, loop: 0 },
      people: ['x'],
      passed: [
        { step: 0, loop: 0, because: 'reaches nobody now' },
        { step: 1, loop: 0, because: 'is for SEV1 only' },
      ],
    });
  });

  it('keeps the delay of a step that is to wait although it reaches nobody', async () => {
    const p = policy([step({ whenNobody: 'wait' }), step()]);
    expect(await nextMove(p, beginning, now, nobody)).toMatchObject({
      kind: 'page',
      at: { step: 0 },
      people: [],
    });
  });

  it('goes to the catch-all when no step reaches anybody, without going round for ever', async () => {
    const p = policy([step(), step()], 9);
    const move = await nextMove(p, beginning, now, nobody);
    expect(move).toMatchObject({ kind: 'catch-all', at: { step: 2, loop: 0 } });
    expect(await nextMove(policy([]), beginning, now, somebody)).toMatchObject({
      kind: 'catch-all',
      at: { step: 0 },
    });
  });

  it('does not wait when somebody escalates now, but keeps to the severity', async () => {
    const p = policy([
      step({ condition: { severities: ['SEV4'] } }),
      step({ condition: { hours: [office('14:00', '16:00')] } }),
    ]);
    expect(await nextMove(p, beginning, now, somebody)).toMatchObject({
      kind: 'wait',
      at: { step: 1 },
      until: at('2026-03-02T14:00:00.000Z'),
    });
    expect(await nextMove(p, beginning, now, somebody, true)).toMatchObject({
      kind: 'page',
      at: { step: 1 },
    });
  });

  it('takes people in turn, by ref', () => {
    const people = ['c', 'a', 'b'].map(ref => ({ ref }));
    expect([0, 1, 2, 3].map(turn => inTurn(people, turn)[0].ref)).toEqual([
      'a',
      'b',
      'c',
      'a',
    ]);
    expect(inTurn([], 3)).toEqual([]);
  });
});

/** A step that may wait, may not apply and may reach nobody; and whether it reaches somebody. */
const anyStep = fc
  .record({
    delayMinutes: fc.integer({ min: 1, max: 600 }),
    whenNobody: fc.constantFrom('next' as const, 'wait' as const),
    severities: fc.subarray([...severities], { maxLength: 3 }),
    hours: fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 23 }))
        .map(([from, to]) =>
          office(
            `${String(from).padStart(2, '0')}:00`,
            `${String(to).padStart(2, '0')}:30`,
          ),
        ),
      { maxLength: 2 },
    ),
    reaches: fc.boolean(),
  })
  .map(({ severities: some, hours, reaches, ...rest }) => ({
    reaches,
    step: step({ ...rest, condition: { hours, severities: some } }),
  }));

/** Nobody answers: every move until the catch-all, or until `most` of them. */
async function walk(
  p: PolicySnapshot,
  reaches: readonly boolean[],
  delayedBy: (index: number) => number = () => 0,
  most = 500,
): Promise<{ move: Move<string>; at: Date }[]> {
  const moves: { move: Move<string>; at: Date }[] = [];
  let last: Position = beginning;
  let time = monday.getTime();
  for (let index = 0; index < most; index++) {
    time += delayedBy(index) * 60_000;
    const move = await nextMove(
      p,
      last,
      { ...now, at: new Date(time) },
      async (_one, which) => (reaches[which] ? ['x'] : []),
    );
    moves.push({ move, at: new Date(time) });
    if (move.kind === 'catch-all') return moves;
    if (move.kind === 'wait') {
      if (!move.until) return moves;
      last = move.passed.at(-1) ?? last;
      time = move.until.getTime();
    } else {
      last = move.at;
      time += p.steps[move.at.step].delayMinutes * 60_000;
    }
  }
  return moves;
}

const place = ({ steps }: PolicySnapshot, { step: s, loop }: Position) =>
  loop * (steps.length + 1) + s;

describe('an escalation that nobody answers', () => {
  const anyPolicy = fc.tuple(
    fc.array(anyStep, { maxLength: 5 }),
    fc.integer({ min: 0, max: 9 }),
  );
  /** Minutes by which the engine is late for each move: mostly none, at times an outage. */
  const lateness = fc.infiniteStream(
    fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(3000)),
  );

  it('never goes back, and ends in the catch-all after every repeat', async () => {
    await fc.assert(
      fc.asyncProperty(anyPolicy, lateness, async ([steps, repeat], late) => {
        const p = policy(
          steps.map(one => one.step),
          repeat,
        );
        const moves = await walk(
          p,
          steps.map(({ reaches }) => reaches),
          () => late.next().value,
        );
        const places = moves.map(({ move }) => place(p, move.at));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        const ended = moves.at(-1)?.move;
        expect(ended && isCatchAll(p, ended.at)).toBe(true);
        expect(moves.filter(({ move }) => move.kind === 'page')).toHaveLength(
          new Set(
            moves
              .filter(({ move }) => move.kind === 'page')
              .map(({ move }) => place(p, move.at)),
          ).size,
        );
      }),
    );
  });

  it('skips nothing: every step of every pass is paged, or passed over with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(anyPolicy, lateness, async ([steps, repeat], late) => {
        const p = policy(
          steps.map(one => one.step),
          repeat,
        );
        const moves = await walk(
          p,
          steps.map(({ reaches }) => reaches),
          () => late.next().value,
        );
        const dealtWith = moves.flatMap(({ move }) => [
          ...move.passed.map(one => place(p, one)),
          ...(move.kind === 'page' ? [place(p, move.at)] : []),
        ]);
        const ended = moves.at(-1)?.move;
        const passes = (ended?.at.loop ?? 0) + 1;
        const all = Array.from({ length: passes }, (_, loop) =>
          p.steps.map((_one, index) => place(p, { step: index, loop })),
        ).flat();
        // A whole pass of steps that reach nobody ends it before its time.
        const lastPassed = ended?.passed.length ?? 0;
        const endsEarly = p.steps.length > 0 && lastPassed >= p.steps.length;
        const most = p.steps.length === 0 ? 1 : repeat + 1;
        expect(passes).toBe(endsEarly ? passes : most);
        expect(dealtWith).toEqual(
          endsEarly ? all.slice(0, dealtWith.length) : all,
        );
      }),
    );
  });

  it('runs one step after an outage, however many were due, and the next delay counts from then', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 60 }), {
          minLength: 2,
          maxLength: 5,
        }),
        fc.integer({ min: 0, max: 10_000 }),
        async (delays, outage) => {
          const p = policy(delays.map(delayMinutes => step({ delayMinutes })));
          const moves = await walk(
            p,
            delays.map(() => true),
            index => (index === 1 ? outage : 0),
          );
          const minutes = moves.map(
            move => (move.at.getTime() - monday.getTime()) / 60_000,
          );
          expect(minutes[1]).toBe(delays[0] + outage);
          for (let index = 1; index < delays.length; index++) {
            expect(minutes[index + 1] - minutes[index]).toBe(delays[index]);
          }
        },
      ),
    );
  });
});
