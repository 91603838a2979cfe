import { DateTime } from 'luxon';

/** A day as people read it, in UTC: `9 March 2026`. */
export const dayInWords = (at: Date): string =>
  DateTime.fromJSDate(at, { zone: 'utc' })
    .setLocale('en-GB')
    .toFormat('d MMMM yyyy');

/** `a, b and c`. */
export const listed = (items: readonly (string | number)[]): string =>
  items.length < 2
    ? items.join('')
    : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
