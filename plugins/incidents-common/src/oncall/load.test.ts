import { loadOf } from './load';

const load = (zone: string, ...ranges: string[]) => {
  const shifts = ranges.map(range => {
    const [start, end] = range.split('/').map(text => new Date(text));
    return { start, end };
  });
  const { hours, nightHours, weekendHours } = loadOf(shifts, zone);
  return [hours, nightHours, weekendHours];
};

describe('load', () => {
  it.each([
    ['an afternoon', 'UTC', '2026-03-02T13:00Z/2026-03-02T17:30Z', [4.5, 0, 0]],
    [
      'a week',
      'Europe/Zurich',
      '2026-03-02T08:00Z/2026-03-09T08:00Z',
      [168, 56, 48],
    ],
    [
      'the edges of a night',
      'UTC',
      '2026-03-02T21:00Z/2026-03-03T07:00Z',
      [10, 8, 0],
    ],
    [
      'the edges of a weekend',
      'Asia/Tokyo',
      '2026-03-06T14:00Z/2026-03-08T16:00Z',
      [50, 18, 48],
    ],
    [
      'a night that is an hour longer',
      'Europe/Zurich',
      '2026-10-24T20:00Z/2026-10-25T05:00Z',
      [9, 9, 9],
    ],
    [
      'a night that is an hour shorter',
      'Europe/Zurich',
      '2026-03-28T21:00Z/2026-03-29T04:00Z',
      [7, 7, 7],
    ],
    [
      'a weekend without its Saturday',
      'Pacific/Apia',
      '2011-12-29T10:00Z/2011-12-31T10:00Z',
      [48, 16, 24],
    ],
  ])('%s in %s: %s', (_what, zone, range, expected) => {
    expect(load(zone, range)).toEqual(expected);
  });

  it('is the sum of several shifts, and nothing for none', () => {
    const night = '2026-03-02T21:00Z/2026-03-03T07:00Z';
    const saturday = '2026-03-07T09:00Z/2026-03-07T10:00Z';
    expect(load('UTC', night, saturday)).toEqual([11, 8, 1]);
    expect(loadOf([], 'UTC')).toEqual({
      shifts: 0,
      hours: 0,
      nightHours: 0,
      weekendHours: 0,
    });
  });
});
