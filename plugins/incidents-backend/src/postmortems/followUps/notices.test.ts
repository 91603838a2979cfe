import { FollowUpRecord } from './model';
import { dueNotice, nextNotice } from './notices';
import { addWorkingDays, dateOf } from './workingDays';

const clocks = {
  followUpDays: { high: 10, medium: 30, low: 60 },
  assignDays: { high: 1, medium: 3, low: 5 },
};
const ana = { ref: 'user:default/ana', name: 'Ana Ruiz' };

/** Made on a Monday, due on the Friday of the next week. */
const followUp = (
  rest: Partial<FollowUpRecord> = {},
): Parameters<typeof nextNotice>[0] => ({
  state: 'open',
  owner: ana,
  priority: 'high',
  dueOn: '2026-03-13',
  madeAt: new Date('2026-03-02T14:00:00.000Z'),
  doneAt: null,
  ...rest,
});

/** Every notice from its making on, as a lively queue would give them. */
function told(record: ReturnType<typeof followUp>, most = 5): string[] {
  const lines: string[] = [];
  let at = record.madeAt;
  while (lines.length < most) {
    const next = nextNotice(record, at, clocks);
    if (!next) break;
    expect(dueNotice(record, next.at, clocks)).toEqual(next);
    lines.push(`${dateOf(next.at)} ${next.kind}`);
    at = next.at;
  }
  return lines;
}

describe('working days', () => {
  it.each([
    ['2026-03-02', 1, '2026-03-03'],
    ['2026-03-06', 1, '2026-03-09'],
    ['2026-03-06', 10, '2026-03-20'],
    ['2026-03-07', 1, '2026-03-09'],
    ['2026-03-08', 0, '2026-03-06'],
    ['2026-03-09', -1, '2026-03-06'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 2, '2028-03-01'],
  ])('from %s, %i of them lead to %s', (from, days, to) => {
    expect(addWorkingDays(from, days)).toBe(to);
  });
});

describe('notices of a follow-up', () => {
  it('tells whoever has it before it is due, on the day, and each week after it', () => {
    expect(told(followUp())).toEqual([
      '2026-03-11 soon',
      '2026-03-13 due',
      '2026-03-16 overdue',
      '2026-03-23 overdue',
      '2026-03-30 overdue',
    ]);
  });

  it('asks until somebody has it', () => {
    expect(told(followUp({ owner: null }))).toEqual([
      '2026-03-03 unassigned',
      '2026-03-10 unassigned',
      '2026-03-11 soon',
      '2026-03-13 due',
      '2026-03-16 overdue',
    ]);
  });

  it('tells on the Friday of what is due in a weekend, and wakes nobody in one', () => {
    expect(told(followUp({ dueOn: '2026-03-15' }), 3)).toEqual([
      '2026-03-11 soon',
      '2026-03-13 due',
      '2026-03-16 overdue',
    ]);
  });

  it('asks once for the proof of what is done, and for nothing once it is verified', () => {
    const doneAt = new Date('2026-03-06T10:00:00.000Z');
    expect(told(followUp({ state: 'done', doneAt }))).toEqual([
      '2026-03-13 unproven',
    ]);
    expect(told(followUp({ state: 'verified', doneAt }))).toEqual([]);
  });

  it('says after an outage only what is so now', () => {
    const late = new Date('2026-03-24T08:00:00.000Z');
    expect(dueNotice(followUp(), late, clocks)).toEqual({
      at: new Date('2026-03-23T09:00:00.000Z'),
      kind: 'overdue',
    });
  });
});
