import {
  openingsOf,
  Severity,
  Step,
} from '@muster/backstage-plugin-incidents-common';

/** What the conditions of a step look at. */
export interface Circumstances {
  readonly at: Date;
  readonly severity: Severity;
  /** How many alerts, repeats too, have arrived within the last so many minutes. */
  readonly alertsWithin: (minutes: number) => number;
}

/** What a waiting step waits for. */
export type WaitingFor = 'hours' | 'alerts';

/** How the conditions of a step stand at an instant. */
export type Standing =
  | {
      readonly kind: 'runs';
      /** When that may change by itself, in milliseconds since the epoch; `Infinity`: never. */
      readonly until: number;
    }
  | {
      readonly kind: 'passed';
      readonly until: number;
      /** Part of a sentence: `is for SEV1 only`. */
      readonly because: string;
    }
  | {
      readonly kind: 'waits';
      /** When it ends by itself; `Infinity` for alerts, which may never come. */
      readonly until: number;
      readonly waitsFor: WaitingFor;
    };

/**
 * Whether a step may run now. Another severity passes over it for good; outside its hours it waits for their
 * next beginning (windows are half-open, with the clock changes of restrictions); with too few alerts, for more.
 */
export function standingOf(
  { condition: { hours, severities, alerts } }: Step,
  { at, severity, alertsWithin }: Circumstances,
): Standing {
  if (severities.length > 0 && !severities.includes(severity)) {
    return {
      kind: 'passed',
      until: Infinity,
      because: `is for ${severities.join(', ')} only`,
    };
  }
  let until = Infinity;
  if (hours.length > 0) {
    const opening = openingsOf(hours, 'UTC')(at.getTime());
    if (!opening.isOpen) {
      return opening.until === Infinity
        ? { kind: 'passed', until: Infinity, because: 'has no hours at all' }
        : { kind: 'waits', until: opening.until, waitsFor: 'hours' };
    }
    until = opening.until;
  }
  if (alerts && alertsWithin(alerts.withinMinutes) <= alerts.count) {
    return { kind: 'waits', until: Infinity, waitsFor: 'alerts' };
  }
  return { kind: 'runs', until };
}
