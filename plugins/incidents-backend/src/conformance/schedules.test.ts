import { CaseResult, describeResult, UsageError } from './result';
import { runSchedules } from './schedules';

const daily = {
  name: 'Day',
  start: '2026-03-02T09:00',
  handoff: { every: 1, unit: 'day' },
  participants: ['ana', ['ben', 'cai'], []],
};
const one = {
  id: 'one',
  timezone: 'Europe/Zurich',
  rotations: [daily],
  overrides: [],
  query: { from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' },
  expect: {
    shifts: [
      {
        user: 'ana',
        start: '2026-03-03T01:00:00+01:00',
        end: '2026-03-03T08:00:00Z',
      },
      {
        user: 'ben',
        start: '2026-03-03T08:00:00Z',
        end: '2026-03-04T00:00:00Z',
      },
      {
        user: 'cai',
        start: '2026-03-03T08:00:00Z',
        end: '2026-03-04T00:00:00Z',
      },
    ],
  },
};
const onCall = (at: string, users: string[]) => ({ onCall: [{ at, users }] });

async function run(...cases: readonly object[]): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for await (const result of runSchedules({ cases })) results.push(result);
  return results;
}
const outcomeOf = async (changes: object) =>
  (await run({ ...one, ...changes }))[0].outcome;

describe('the runner of schedule vectors', () => {
  it('passes what is as expected, whatever offset the instants are written in', async () => {
    expect(await run(one)).toEqual([{ id: 'one', outcome: 'passed' }]);
  });

  it('fails what is otherwise, and shows both', async () => {
    const [result] = await run({
      ...one,
      expect: onCall('2026-03-03T12:00:00Z', ['ana']),
    });
    expect(describeResult(result)).toEqual([
      'FAIL one',
      '  on call at 2026-03-03T12:00:00Z',
      '    expected: ["ana"]',
      '    actual:   ["ben","cai"]',
    ]);
  });

  it('fails a case that the calculator refuses, and goes on', async () => {
    const results = await run({ ...one, timezone: 'Mars/Olympus' }, one);
    expect(results.map(({ outcome }) => outcome)).toEqual(['failed', 'passed']);
  });

  it('compares hand-offs without regard to who has them', async () => {
    const expect_ = {
      handoffs: ['2026-03-03T08:00:00Z', '2026-03-04T08:00:00Z'],
    };
    const query = { ...one.query, to: '2026-03-05T00:00:00Z' };
    expect(await outcomeOf({ query, expect: expect_ })).toBe('passed');
    expect(await outcomeOf({ expect: expect_ })).toBe('failed');
  });

  it('reads layers of equal number as beside each other, and the highest as the first', async () => {
    const lone = (name: string, layer?: number) => ({
      ...daily,
      participants: [name],
      layer,
    });
    const at = (users: string[]) => onCall('2026-03-03T12:00:00Z', users);
    expect(
      await outcomeOf({
        rotations: [lone('low'), lone('x', 2), lone('mid', 1), lone('y', 2)],
        expect: at(['y', 'x']),
      }),
    ).toBe('passed');
  });

  it('has nobody before a start that is an instant, even in the second of two equal hours', async () => {
    const rotations = [
      { ...daily, start: '2026-10-25T02:30:00+01:00', participants: ['ana'] },
    ];
    const at = (instant: string, users: string[]) =>
      outcomeOf({ rotations, expect: onCall(instant, users) });
    expect(await at('2026-10-25T01:29:59Z', [])).toBe('passed');
    expect(await at('2026-10-25T01:30:00Z', ['ana'])).toBe('passed');
  });

  it('bad input: a file of another format, or an expectation that is not known', async () => {
    await expect(run({ id: 'nothing' })).rejects.toThrow(UsageError);
    await expect(run({ ...one, expect: { mood: 'calm' } })).rejects.toThrow(
      /cases\[0\]\.expect/,
    );
  });
});
