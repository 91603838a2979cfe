import {
  Heartbeat,
  Maintenance,
  Severity,
  AlertSeverity,
} from '@muster/backstage-plugin-incidents-common';

/** A maintenance window as it is stored, as far as its time is concerned. */
export interface WindowSpan {
  readonly start: Date;
  readonly end: Date;
}

/** Where a window stands. One that was called off ahead of time is over. */
export function stateOfWindow(
  { start, end }: WindowSpan,
  now: Date,
): Maintenance['state'] {
  if (end <= now) return 'over';
  return start <= now ? 'running' : 'ahead';
}

/** While a window runs its incidents are looked at this often: one may have been opened while it began. */
const againSeconds = 10;

/** When incidents must be looked at again for a window that was just looked at; null: never. */
export function nextSettling(span: WindowSpan, now: Date): Date | null {
  switch (stateOfWindow(span, now)) {
    case 'ahead':
      return span.start;
    case 'running':
      return new Date(Math.min(+span.end, +now + againSeconds * 1000));
    default:
      return null;
  }
}

/** Windows are planned in days; one that lasts longer is a slip of the pen that would silence a service. */
const longestDays = 90;
/** A start this little in the past means now: clocks differ, and forms take a while. */
const slackMinutes = 5;
const minute = 60_000;

/** The span that was asked for, with a start of now where it says so; or what is wrong with it. */
export function readSpan(
  asked: { readonly start: Date | undefined; readonly end: Date },
  now: Date,
): { span: WindowSpan; faults?: undefined } | { faults: string[] } {
  const { start = now, end } = asked;
  const faults: string[] = [];
  if (+start < +now - slackMinutes * minute) {
    faults.push(
      'body.start lies in the past; leave it out to begin now, or name a later one',
    );
  }
  const begins = start < now ? now : start;
  if (end <= begins) {
    faults.push(
      `body.end must lie after ${start > now ? 'body.start' : 'now'}`,
    );
  }
  if (+end - +begins > longestDays * 24 * 60 * minute) {
    faults.push(
      `body.end is more than ${longestDays} days after the beginning; plan a shorter one, it can be lengthened`,
    );
  }
  return faults.length > 0 ? { faults } : { span: { start: begins, end } };
}

/** What a heartbeat's state follows from. */
export interface Pulse {
  readonly paused: boolean;
  readonly lastBeatAt: Date | null;
  readonly silentSince: Date | null;
}

export function stateOfHeartbeat(pulse: Pulse): Heartbeat['state'] {
  if (pulse.paused) return 'paused';
  if (pulse.silentSince) return 'silent';
  return pulse.lastBeatAt ? 'beating' : 'new';
}

/** The alert's own word for a severity; its incident takes the severity itself. */
export const alertSeverityOf: Readonly<Record<Severity, AlertSeverity>> = {
  SEV1: 'critical',
  SEV2: 'critical',
  SEV3: 'error',
  SEV4: 'warning',
  SEV5: 'info',
};
