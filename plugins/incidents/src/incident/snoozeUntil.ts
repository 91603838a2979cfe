import { DateTime } from 'luxon';

/** Until when an incident can be snoozed with one press; `own` is a time that the person names. */
export const snoozeChoices = [
  'forMinutes',
  'forHour',
  'forHours',
  'tomorrow',
  'own',
] as const;
/** @see snoozeChoices */
export type SnoozeChoice = (typeof snoozeChoices)[number];

/** The end of a snooze that begins now, on the clock of `now`'s zone. */
export function snoozeUntil(
  choice: Exclude<SnoozeChoice, 'own'>,
  now: DateTime,
): DateTime {
  switch (choice) {
    case 'forMinutes':
      return now.plus({ minutes: 30 });
    case 'forHour':
      return now.plus({ hours: 1 });
    case 'forHours':
      return now.plus({ hours: 4 });
    default:
      // Set after the day is added: the day of a clock change has another length.
      return now.plus({ days: 1 }).startOf('day').set({ hour: 9 });
  }
}
