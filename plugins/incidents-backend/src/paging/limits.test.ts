import { addMinutes } from '../platform/clock';
import { Limit, nextAllowed } from './limits';

const now = new Date('2026-03-02T03:00:00.000Z');
/** The next instants in minutes from now, each counted as sent. */
function next(limits: readonly Limit[], sentMinutes: number[], many = 1) {
  const sent = sentMinutes.map(minute => addMinutes(now, minute));
  return Array.from({ length: many }, () => {
    const at = nextAllowed(limits, sent, now);
    sent.push(at);
    return (at.getTime() - now.getTime()) / 60_000;
  });
}

describe('nextAllowed', () => {
  it.each<[string, Limit[], number[], number[]]>([
    ['nothing limits it', [], [0, 0, 0], [0, 0]],
    ['nothing was sent', [{ count: 1, perMinutes: 5 }], [], [0, 5]],
    ['room is left', [{ count: 3, perMinutes: 15 }], [0], [0, 0, 15]],
    ['one a minute', [{ count: 1, perMinutes: 1 }], [0], [1, 2]],
    ['evenly', [{ count: 3, perMinutes: 15, smooth: true }], [0], [5, 10]],
    [
      'the oldest leaves the span',
      [{ count: 2, perMinutes: 10 }],
      [-9, -4],
      [1, 6],
    ],
    ['exactly at its end', [{ count: 1, perMinutes: 10 }], [-10], [0]],
    ['in any order', [{ count: 2, perMinutes: 10 }], [-4, -9], [1]],
    [
      'the strictest holds',
      [
        { count: 5, perMinutes: 1 },
        { count: 1, perMinutes: 3 },
      ],
      [-1],
      [2, 5],
    ],
    ['what is promised counts', [{ count: 1, perMinutes: 1 }], [4], [5]],
  ])('%s', (_name, limits, sent, expected) => {
    expect(next(limits, sent, expected.length)).toEqual(expected);
  });
});
