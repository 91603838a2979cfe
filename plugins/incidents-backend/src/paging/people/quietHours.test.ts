import { quietUntil } from './quietHours';

const night = { from: '22:00', to: '07:00', timezone: 'Europe/Zurich' };
const noon = { from: '12:00', to: '13:00', timezone: 'Europe/Zurich' };

describe('quietUntil', () => {
  it.each([
    ['before them', night, '2026-03-02T20:59:00Z', null],
    [
      'at their beginning',
      night,
      '2026-03-02T21:00:00Z',
      '2026-03-03T06:00:00Z',
    ],
    ['after midnight', night, '2026-03-03T02:00:00Z', '2026-03-03T06:00:00Z'],
    ['at their end', night, '2026-03-03T06:00:00Z', null],
    ['within a day', noon, '2026-03-02T11:30:00Z', '2026-03-02T12:00:00Z'],
    ['outside, within a day', noon, '2026-03-02T12:00:00Z', null],
    [
      'the whole day',
      { ...noon, to: '12:00' },
      '2026-03-02T20:00:00Z',
      '2026-03-03T11:00:00Z',
    ],
    [
      'a night in which the clock is put forward',
      night,
      '2026-03-28T22:00:00Z',
      '2026-03-29T05:00:00Z',
    ],
    [
      'an end that the clock skips',
      { ...night, to: '02:30' },
      '2026-03-28T23:00:00Z',
      '2026-03-29T01:30:00Z',
    ],
  ])('%s', (_name, quiet, now, end) => {
    expect(quietUntil(quiet, new Date(now))).toEqual(
      end === null ? null : new Date(end),
    );
  });
});
