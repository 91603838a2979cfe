import { DateTime } from 'luxon';

/** How much a calendar shows at once. */
export const zooms = ['week', 'two-weeks', 'month', 'quarter'] as const;
/** @see zooms */
export type Zoom = (typeof zooms)[number];

/** The span of time that a calendar shows, `[from, to)`, whole days of the zone that it is drawn in. */
export interface Range {
  readonly from: DateTime;
  readonly to: DateTime;
}

const steps = {
  week: { unit: 'week', length: { days: 7 } },
  'two-weeks': { unit: 'week', length: { days: 14 } },
  month: { unit: 'month', length: { months: 1 } },
  quarter: { unit: 'quarter', length: { months: 3 } },
} as const;

/** The range of this zoom around an instant, in the instant's zone: it begins with the week, the month or the quarter. */
export function rangeAround(at: DateTime, zoom: Zoom): Range {
  const { unit, length } = steps[zoom];
  const from = at.startOf(unit);
  return { from, to: from.plus(length) };
}

/** The range before (`-1`) or after (`1`) another one of this zoom. */
export function neighbour({ from }: Range, zoom: Zoom, way: 1 | -1): Range {
  const { length } = steps[zoom];
  const begin = way === 1 ? from.plus(length) : from.minus(length);
  return { from: begin, to: begin.plus(length) };
}

/** Two weeks from the beginning of a day. */
export const twoWeeksFrom = (at: DateTime): Range => {
  const from = at.startOf('day');
  return { from, to: from.plus({ days: 14 }) };
};

/** The days of a range. A day with a clock change is shorter or longer than the others, and drawn so. */
export function daysOf({ from, to }: Range): DateTime[] {
  const count = Math.round(to.diff(from, 'days').days);
  return Array.from({ length: count }, (_, day) => from.plus({ days: day }));
}

/** Where an instant lies in a range, in percent of its width; outside of 0 to 100 when it lies outside. */
export const shareOf = ({ from, to }: Range, at: Date): number =>
  ((at.getTime() - from.toMillis()) / (to.toMillis() - from.toMillis())) * 100;

/** The instant at a share of a range, 0 to 1. */
export const instantAt = ({ from, to }: Range, share: number): DateTime =>
  from.plus(
    (to.toMillis() - from.toMillis()) * Math.min(1, Math.max(0, share)),
  );

/** The nearest full hour, or the nearest midnight where hours are too narrow to be aimed at. */
export function snapped(at: DateTime, zoom: Zoom): DateTime {
  const unit = zoom === 'month' || zoom === 'quarter' ? 'day' : 'hour';
  const begin = at.startOf(unit);
  const next = begin.plus({ [unit]: 1 });
  return at.toMillis() - begin.toMillis() < next.toMillis() - at.toMillis()
    ? begin
    : next;
}
