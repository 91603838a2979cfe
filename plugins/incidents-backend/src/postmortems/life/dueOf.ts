import { addMinutes } from '../../platform/clock';

const dayMinutes = 24 * 60;

/** So many days after the end; when it begins later than that, from now on. */
export function dueOf(end: Date, days: number, now: Date): Date {
  const due = addMinutes(end, days * dayMinutes);
  return due > now ? due : addMinutes(now, days * dayMinutes);
}
