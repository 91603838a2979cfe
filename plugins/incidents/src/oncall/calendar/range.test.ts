import { DateTime } from 'luxon';
import {
  daysOf,
  instantAt,
  neighbour,
  rangeAround,
  shareOf,
  snapped,
} from './range';

const madrid = (text: string) =>
  DateTime.fromISO(text, { zone: 'Europe/Madrid' });

describe('the range of a calendar', () => {
  it.each([
    ['week', '2026-03-16', '2026-03-23'],
    ['two-weeks', '2026-03-16', '2026-03-30'],
    ['month', '2026-03-01', '2026-04-01'],
    ['quarter', '2026-01-01', '2026-04-01'],
  ] as const)('shows a %s from its beginning', (zoom, from, to) => {
    const range = rangeAround(madrid('2026-03-18T10:00'), zoom);
    expect(range.from.toISODate()).toBe(from);
    expect(range.to.toISODate()).toBe(to);
    expect(neighbour(range, zoom, 1).from.toISODate()).toBe(to);
    expect(
      neighbour(neighbour(range, zoom, -1), zoom, 1).from.toISODate(),
    ).toBe(from);
  });

  it('draws the day of a clock change as long as it is', () => {
    const range = rangeAround(madrid('2026-03-25T10:00'), 'week');
    const days = daysOf(range);
    const widths = days.map(
      day =>
        shareOf(range, day.plus({ days: 1 }).toJSDate()) -
        shareOf(range, day.toJSDate()),
    );
    expect(days).toHaveLength(7);
    expect(widths[6] / widths[0]).toBeCloseTo(23 / 24);
  });

  it('finds the hour under the pointer, and never one outside', () => {
    const range = rangeAround(madrid('2026-03-18'), 'week');
    const noon = madrid('2026-03-19T12:10');
    const share = shareOf(range, noon.toJSDate()) / 100;
    expect(snapped(instantAt(range, share), 'week').toISO()).toBe(
      madrid('2026-03-19T12:00').toISO(),
    );
    expect(snapped(instantAt(range, share), 'month').toISODate()).toBe(
      '2026-03-20',
    );
    expect(instantAt(range, 1.5).toISO()).toBe(range.to.toISO());
  });
});
