import { QuietHours } from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';

const minutesOf = (time: string): number =>
  Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/**
 * When the quiet hours end in which `now` lies; null outside them. Local times of their zone; an end not
 * after the beginning is the next day's, so that equal times are the whole day. An end that a clock change
 * skips is the first instant after the gap.
 */
export function quietUntil(quiet: QuietHours, now: Date): Date | null {
  const local = DateTime.fromJSDate(now, { zone: quiet.timezone });
  const at = local.hour * 60 + local.minute;
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  const overnight = to <= from;
  const inside = overnight ? at >= from || at < to : at >= from && at < to;
  if (!inside) return null;
  const day = overnight && at >= from ? local.plus({ days: 1 }) : local;
  const end = day.set({
    hour: Math.floor(to / 60),
    minute: to % 60,
    second: 0,
    millisecond: 0,
  });
  return end.toJSDate();
}
