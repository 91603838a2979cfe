const dayMs = 24 * 3600 * 1000;
/** When people are told, in UTC: early in the day of most, and in nobody's night who would mind a message. */
const tellingHour = 9;

/** The calendar date of an instant, in UTC: `2026-03-02`. */
export const dateOf = (at: Date): string => at.toISOString().slice(0, 10);

const midnight = (date: string): number => Date.parse(`${date}T00:00:00.000Z`);

const isWeekend = (at: number): boolean =>
  [0, 6].includes(new Date(at).getUTCDay());

/**
 * The date so many working days after another one (before it, when negative): Saturdays and Sundays count for nothing,
 * public holidays are not known here. With 0 days a weekend comes to the Friday before it.
 *
 * @param date - `2026-03-02`
 */
export function addWorkingDays(date: string, days: number): string {
  const step = days > 0 ? dayMs : -dayMs;
  let at = midnight(date);
  for (let left = Math.abs(days); left > 0;) {
    at += step;
    if (!isWeekend(at)) left -= 1;
  }
  while (isWeekend(at)) at -= dayMs;
  return dateOf(new Date(at));
}

/** When people are told of something on a date. */
export const morningOf = (date: string): Date =>
  new Date(midnight(date) + tellingHour * 3600 * 1000);
