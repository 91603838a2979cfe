import { DateTime } from 'luxon';

/** A day in the viewer's zone, with its year: `14 Mar 2026`. */
export const dayText = (instant: string): string =>
  DateTime.fromISO(instant).toFormat('d LLL yyyy');

/** A day as a heading, in the viewer's zone: `Saturday, 14 Mar 2026`. */
export const weekdayText = (instant: string): string =>
  DateTime.fromISO(instant).toFormat('cccc, d LLL yyyy');

/** A time of day in the viewer's zone: `03:02`. */
export const timeText = (instant: string): string =>
  DateTime.fromISO(instant).toFormat('HH:mm');

/** A calendar date without a zone, such as the day on which a follow-up is due: `14 Mar 2026`. */
export const dateText = (date: string): string =>
  DateTime.fromISO(date, { zone: 'utc' }).toFormat('d LLL yyyy');

/** A month as facets name it (`2026-03`): `March 2026`. */
export const monthText = (month: string): string =>
  DateTime.fromISO(month, { zone: 'utc' }).toFormat('LLLL yyyy');
