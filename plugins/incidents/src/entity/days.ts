import {
  ChangeEvent,
  Incident,
  isWorse,
  Severity,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';

/** One day of an entity, in the viewer's zone. */
export interface Day {
  readonly start: DateTime;
  /** Minutes in which at least one incident was open; at most the minutes of the day. */
  readonly minutes: number;
  /** Of the incidents that were open; undefined on a quiet day. */
  readonly worst: Severity | undefined;
  /** What changed, oldest first. */
  readonly changes: readonly ChangeEvent[];
}

/**
 * The last days of an entity, oldest first, today included.
 *
 * @param now - in the zone whose days are meant
 */
export function daysOf(
  incidents: readonly Incident[],
  changes: readonly ChangeEvent[],
  now: DateTime,
  count: number,
): Day[] {
  return Array.from({ length: count }, (_, index) => {
    const start = now.startOf('day').minus({ days: count - 1 - index });
    // Not 24 hours later: a day on which the clock changes is shorter or longer.
    const from = start.toMillis();
    const to = Math.min(start.plus({ days: 1 }).toMillis(), now.toMillis());
    const spans = incidents
      .map(incident => ({
        severity: incident.severity,
        from: Math.max(from, Date.parse(incident.openedAt)),
        to: incident.resolvedAt
          ? Math.min(to, Date.parse(incident.resolvedAt))
          : to,
      }))
      .filter(span => span.from < span.to);
    return {
      start,
      minutes: Math.round(coveredMillis(spans) / 60_000),
      worst: spans.reduce<Severity | undefined>(
        (worst, { severity }) =>
          worst === undefined || isWorse(severity, worst) ? severity : worst,
        undefined,
      ),
      changes: changes
        .filter(({ at }) => from <= Date.parse(at) && Date.parse(at) < to)
        .sort((a, b) => a.at.localeCompare(b.at)),
    };
  });
}

/** How long at least one of the spans lasts; what overlaps counts once. */
function coveredMillis(
  spans: readonly { readonly from: number; readonly to: number }[],
): number {
  let covered = 0;
  let until = -Infinity;
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    covered += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return covered;
}
