/** Where the portal and its calendars are, for people and for their programs. */
export interface OnCallLinks {
  /** A schedule's page. */
  readonly scheduleUrl: (scheduleId: string) => string;
  /** The page that everybody has for themselves. */
  readonly myUrl: string;
  /** Where calendar programs read; the token follows: `https://…/public/calendar/`. */
  readonly calendarUrl: string;
}
