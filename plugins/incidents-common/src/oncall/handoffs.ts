import { Restriction, Rotation } from '../api/oncall';
import { Weekday, weekdays } from '../weekdays';
import { LocalTime } from './zone';

/**
 * The hand-offs of a rotation on the wall clock, numbered from 0 at its start and backwards before it.
 * Each is computed from the start and never from the one before, so that nothing adds up.
 */
export interface Handoffs {
  localTimeOf(k: number): LocalTime;
  /** The last hand-off that is not after a local time. */
  lastUpTo(local: LocalTime): number;
}

const minute = 60 * 1000;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;

/** Milliseconds since midnight of `HH:MM`, perhaps with seconds: `HH:MM:SS.SSS`. */
export const timeOfDay = (time: string): number =>
  Number(time.slice(0, 2)) * hour +
  Number(time.slice(3, 5)) * minute +
  Math.round(Number(time.slice(6)) * 1000);

/** The weekday of a local time: 0 is Monday. The epoch was a Thursday. */
const weekdayOf = (local: LocalTime): number =>
  remainder(Math.floor(local / day) + 3, 7);

/** Never negative, unlike `%`. */
export const remainder = (dividend: number, divisor: number): number =>
  dividend - divisor * Math.floor(dividend / divisor);

/** The hand-offs of a rotation; undefined when none ever comes, because it counts active days and has none. */
export function handoffsOf(
  rotation: Rotation,
  restrictions: readonly Restriction[],
): Handoffs | undefined {
  const { unit, every } = rotation;
  const start =
    Date.parse(rotation.startDate) + timeOfDay(rotation.handoffTime);
  switch (unit) {
    case 'month':
      return monthly(start, every);
    case 'week':
      return periodic(start, every * week, weeklyOffsets(rotation, start));
    case 'day':
      return rotation.count === 'active-days' && restrictions.length > 0
        ? onActiveDays(start, every, restrictions)
        : periodic(start, every * day);
    default:
      return periodic(start, every * hour);
  }
}

/**
 * Hand-offs at some offsets into each period, of which every `every`-th counts.
 *
 * @param offsets - ascending, each from 0 to the period
 */
function periodic(
  start: LocalTime,
  period: number,
  offsets: readonly number[] = [0],
  every = 1,
): Handoffs {
  return {
    localTimeOf: k => {
      const position = k * every;
      const round = Math.floor(position / offsets.length);
      return (
        start + round * period + offsets[position - round * offsets.length]
      );
    },
    lastUpTo: local => {
      const round = Math.floor((local - start) / period);
      const into = local - start - round * period;
      const passed = offsets.filter(offset => offset <= into).length;
      return Math.floor((round * offsets.length + passed - 1) / every);
    },
  };
}

/** In the week of each hand-off of a weekly rotation: itself, and the further ones after it. */
function weeklyOffsets(
  { moreHandoffs }: Rotation,
  start: LocalTime,
): readonly number[] {
  const monday = start - remainder(start, day) - weekdayOf(start) * day;
  const more = moreHandoffs.map(({ weekday, time }) =>
    remainder(
      monday + weekdays.indexOf(weekday) * day + timeOfDay(time) - start,
      week,
    ),
  );
  return [...new Set([0, ...more])].sort((a, b) => a - b);
}

/** At the hand-off time of each day on which a restriction begins; the first is not before the start. */
function onActiveDays(
  start: LocalTime,
  every: number,
  restrictions: readonly Restriction[],
): Handoffs | undefined {
  const active = new Set<Weekday>(restrictions.flatMap(({ days }) => days));
  const offsets = weekdays
    .map((_, index) => index * day)
    .filter(offset => active.has(weekdays[weekdayOf(start + offset)]));
  return offsets.length > 0 ? periodic(start, week, offsets, every) : undefined;
}

/** On the day of the start, or the last one of a shorter month. */
function monthly(start: LocalTime, every: number): Handoffs {
  const first = new Date(start);
  const firstMonth = monthOf(first);
  const ownDay = first.getUTCDate();
  const time = remainder(start, day);
  const localTimeOf = (k: number): LocalTime => {
    const month = firstMonth + k * every;
    const lastDay = new Date(Date.UTC(0, month + 1, 0)).getUTCDate();
    return Date.UTC(0, month, Math.min(ownDay, lastDay)) + time;
  };
  return {
    localTimeOf,
    lastUpTo: local => {
      const k = Math.floor((monthOf(new Date(local)) - firstMonth) / every);
      return localTimeOf(k) <= local ? k : k - 1;
    },
  };
}

/** Months since January of the year 1900, which is how `Date.UTC(0, …)` counts. */
const monthOf = (date: Date): number =>
  (date.getUTCFullYear() - 1900) * 12 + date.getUTCMonth();
