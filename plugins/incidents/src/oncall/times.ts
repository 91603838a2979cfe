import { DateTime } from 'luxon';

/** An instant as it comes from the API, or as it is drawn. */
export type Instant = string | Date;

/** An instant on the clock of a zone. */
export const inZone = (at: Instant, zone: string): DateTime =>
  typeof at === 'string'
    ? DateTime.fromISO(at, { zone })
    : DateTime.fromJSDate(at, { zone });

/** `Thu 19 Mar, 09:00`. */
export const momentWords = (at: Instant, zone: string): string =>
  inZone(at, zone).toFormat('ccc d LLL, HH:mm');

/** `Sat 21 Mar, 10:00–22:00`, or with both days where they are not the same. An end at midnight belongs to the day before. */
export function spanWords(start: Instant, end: Instant, zone: string): string {
  const to = inZone(end, zone);
  const midnight = to.toMillis() === to.startOf('day').toMillis();
  const lastDay = midnight ? to.minus({ milliseconds: 1 }) : to;
  const endTime = midnight ? '24:00' : to.toFormat('HH:mm');
  return inZone(start, zone).hasSame(lastDay, 'day')
    ? `${momentWords(start, zone)}–${endTime}`
    : `${momentWords(start, zone)} – ${lastDay.toFormat('ccc d LLL')}, ${endTime}`;
}

/** Hours between two instants. */
const hoursBetween = (start: Instant, end: Instant): number =>
  (new Date(end).getTime() - new Date(start).getTime()) / 3_600_000;

/** `16 h`, `2 d 4 h`, `30 min`: how long nobody is there. */
export function lengthWords(start: Instant, end: Instant): string {
  const minutes = Math.round(hoursBetween(start, end) * 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours < 48) return rest ? `${hours} h ${rest} min` : `${hours} h`;
  const days = Math.floor(hours / 24);
  return hours % 24 ? `${days} d ${hours % 24} h` : `${days} d`;
}

/** The viewer's own zone. */
export const ownZone = (): string => DateTime.local().zoneName;

/** How far the viewer's clock is from a zone's at an instant, in minutes; 0 when both show the same. */
export const minutesApart = (zone: string, at: Date): number =>
  inZone(at, ownZone()).offset - inZone(at, zone).offset;
