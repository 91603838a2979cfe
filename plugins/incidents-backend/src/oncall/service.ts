import { NamedRef } from '@muster/backstage-plugin-incidents-common';

/** Somebody on call by a schedule. */
export interface OnCallPerson {
  readonly person: NamedRef;
  /** The end of the turn; null when it does not end. */
  readonly until: Date | null;
}

/** What other rooms ask of schedules. */
export interface OnCallAnswers {
  /** A schedule's name, or undefined when there is no such schedule. */
  nameOf(scheduleId: string): Promise<string | undefined>;
  /** People on call at an instant; groups are resolved to their members. */
  onCallAt(scheduleId: string, at: Date): Promise<readonly OnCallPerson[]>;
  /** Who takes over next, and when; undefined when nobody does within a year. */
  nextHandoff(
    scheduleId: string,
    after: Date,
  ): Promise<{ person: NamedRef; at: Date } | undefined>;
}
