import { Restriction } from '../api/oncall';
import { weekdays } from '../weekdays';
import { Opening, openingsOf } from './restriction';
import { Span } from './schedule';
import { Ask } from './timeline';

/** How much duty some shifts are. Hours are those that pass, so that a night on which the clock is put back has one more. @public */
export interface LoadFigures {
  readonly shifts: number;
  readonly hours: number;
  /** Of the hours, those from 22:00 to 06:00 on the zone's clock. */
  readonly nightHours: number;
  /** Of the hours, those on Saturdays and Sundays of the zone. */
  readonly weekendHours: number;
}

const hour = 3600 * 1000;

const night: Restriction = {
  days: [...weekdays],
  start: '22:00',
  end: '06:00',
  timezone: null,
};
const weekend: Restriction = {
  days: ['sat', 'sun'],
  start: '00:00',
  end: '00:00',
  timezone: null,
};

/**
 * Hours, nights and weekends of one person's shifts; of several people's, their sum.
 *
 * @param zone - IANA name; whose nights and weekends are meant
 * @public
 */
export function loadOf(shifts: readonly Span[], zone: string): LoadFigures {
  const nights = openingsOf([night], zone);
  const weekends = openingsOf([weekend], zone);
  const sum = (hoursOf: (start: number, end: number) => number) =>
    shifts.reduce(
      (total, { start, end }) =>
        total + hoursOf(start.getTime(), end.getTime()),
      0,
    ) / hour;
  return {
    shifts: shifts.length,
    hours: sum((start, end) => end - start),
    nightHours: sum((start, end) => openTime(nights, start, end)),
    weekendHours: sum((start, end) => openTime(weekends, start, end)),
  };
}

/** How long it is open between two instants. */
function openTime(openings: Ask<Opening>, start: number, end: number): number {
  let total = 0;
  for (let at = start; at < end;) {
    const { isOpen, until } = openings(at);
    const next = Math.min(until, end);
    if (isOpen) total += next - at;
    at = next;
  }
  return total;
}
