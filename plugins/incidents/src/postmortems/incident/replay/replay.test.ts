import { deedsOf, ReplayEntry, Story } from './replay';

const ana = { kind: 'person', ref: 'user:default/ana', name: 'Ana' } as const;
const ben = { kind: 'person', ref: 'user:default/ben', name: 'Ben' } as const;
const system = { kind: 'system', ref: null, name: 'Muster' } as const;

const at = (seconds: number, actor: ReplayEntry['actor'], text: string) => ({
  at: new Date(Date.UTC(2026, 2, 14, 3) + seconds * 1000).toISOString(),
  actor,
  text,
});
const entries = [
  at(0, system, 'Triggered'),
  at(90, ana, 'Acknowledged'),
  at(7290, ben, 'Rolled back'),
  at(7300, ana, 'Resolved'),
];
const story = new Story([...entries].reverse());
const minute = 60_000;

describe('a replay', () => {
  it('tells what had happened at a moment', () => {
    expect(story.end).toBe(7300_000);
    expect(
      [0, 89_999, 90_000, 7290_000, 7300_000].map(moment =>
        story.happened(moment),
      ),
    ).toEqual([1, 1, 2, 3, 4]);
  });

  it('goes from entry to entry, and stays within', () => {
    expect(story.after(0)).toBe(90_000);
    expect(story.after(story.end)).toBe(story.end);
    expect(story.before(90_000)).toBe(0);
    expect(story.before(100_000)).toBe(90_000);
    expect(story.before(0)).toBe(0);
  });

  it.each([
    ['at its own pace', 0, 1_000, 1, false, 1_000],
    ['sixty times as fast', 0, 1_000, 60, false, minute],
    ['through a quiet hour in full', 90_000, 1_000, 60, false, 150_000],
    ['through its last three seconds only', 90_000, 1_000, 60, true, 7170_000],
    ['not beyond its end', 7299_000, 1_000, 60, true, 7300_000],
  ] as const)('runs %s', (_, from, watched, speed, skip, to) => {
    expect(story.advanced(from, watched, speed, skip)).toBe(to);
  });

  it('knows who did what until then, who acted last first', () => {
    expect(
      deedsOf(entries).map(({ actor, text, count }) => [
        actor.name,
        text,
        count,
      ]),
    ).toEqual([
      ['Ana', 'Resolved', 2],
      ['Ben', 'Rolled back', 1],
    ]);
  });
});
