import { DateTime } from 'luxon';

const inZone = (at: Date, zone: string): DateTime =>
  DateTime.fromJSDate(at, { zone }).setLocale('en-GB');

/** An instant as people read it: `Mon 2 Mar 2026, 09:00`. */
export const timeInWords = (at: Date, zone: string): string =>
  inZone(at, zone).toFormat('ccc d LLL yyyy, HH:mm');

/** A span as people read it: `Mon 2 Mar 2026, 09:00 to Tue 3 Mar 2026, 09:00 (Europe/Zurich)`. */
export const spanInWords = (
  { start, end }: { readonly start: Date; readonly end: Date },
  zone: string,
): string =>
  `${timeInWords(start, zone)} to ${timeInWords(end, zone)} (${zone})`;
