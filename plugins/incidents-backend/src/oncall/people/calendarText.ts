import ical, { ICalEventTransparency } from 'ical-generator';

/** A shift as a calendar program shows it. */
export interface CalendarShift {
  readonly schedule: { readonly id: string; readonly name: string };
  readonly person: { readonly ref: string; readonly name: string };
  readonly start: Date;
  readonly end: Date;
  /** When the schedule was changed last: the event's DTSTAMP. */
  readonly changedAt: Date;
}

/** How often calendar programs are asked to look again. */
const refreshSeconds = 15 * 60;

/**
 * Shifts as iCalendar (RFC 5545). Instants are UTC, which every program shows in its own zone and which
 * no clock change can shift. The same shift has the same UID in every calendar and at every reading.
 *
 * @param options - `name` is the calendar's; `whose` is true where all shifts are one person's own;
 * `urlOf` a schedule's page
 */
export function calendarText(
  shifts: readonly CalendarShift[],
  options: {
    name: string;
    whose: 'everybody' | 'own';
    urlOf: (scheduleId: string) => string;
  },
): string {
  const calendar = ical({
    name: options.name,
    prodId: { company: 'Muster', product: 'on call', language: 'EN' },
    ttl: refreshSeconds,
  });
  for (const { schedule, person, start, end, changedAt } of shifts) {
    calendar.createEvent({
      id: `${schedule.id}-${encodeURIComponent(person.ref)}-${start.getTime()}@muster`,
      start,
      end,
      stamp: changedAt,
      summary:
        options.whose === 'own'
          ? `On call: ${schedule.name}`
          : `${person.name} on call: ${schedule.name}`,
      description: `${person.name} is on call by the schedule ${schedule.name}.\n${options.urlOf(schedule.id)}`,
      url: options.urlOf(schedule.id),
      // One can meet people while on call: the time is not taken.
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return `${calendar.toString()}\r\n`;
}
