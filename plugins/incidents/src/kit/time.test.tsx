import { DateTime } from 'luxon';
import { clockTime, durationText } from './time';

const minutes = (count: number) => count * 60_000;

describe('durationText', () => {
  it.each([
    [0, '0 s'],
    [-5_000, '0 s'],
    [59_999, '59 s'],
    [minutes(1), '1 min'],
    [minutes(59.99), '59 min'],
    [minutes(60), '1 h'],
    [minutes(126), '2 h 6 min'],
    [minutes(24 * 60), '1 d'],
    [minutes(24 * 60 + 59), '1 d'],
    [minutes(76 * 60), '3 d 4 h'],
  ])('tells %d ms in two units at most: %s', (milliseconds, text) => {
    expect(durationText(milliseconds)).toBe(text);
  });
});

describe('clockTime', () => {
  const now = DateTime.fromISO('2026-03-18T12:00');
  it.each([
    ['2026-03-18T03:04', '03:04'],
    ['2026-03-17T23:59', 'Tue 23:59'],
    ['2026-03-22T09:00', 'Sun 09:00'],
    ['2026-02-01T09:00', '1 Feb 09:00'],
  ])('tells %s so that the day is clear: %s', (iso, text) => {
    expect(clockTime(iso, now)).toBe(text);
  });
});
