import {
  IncidentStatus,
  Severity,
} from '@muster/backstage-plugin-incidents-common';
import { Queryable } from '../platform/database';

/** What decides whether a page of an incident is still wanted. */
export interface IncidentStanding {
  readonly status: IncidentStatus;
  readonly severity: Severity;
  /** Why maintenance holds it; null when none does. */
  readonly held: string | null;
}

/** Read without a lock, in one statement; undefined when there is no such incident. */
export async function findStanding(
  db: Queryable,
  id: number,
): Promise<IncidentStanding | undefined> {
  const row = await db<{
    id: number;
    status: IncidentStatus;
    severity: Severity;
    held_until: Date | number | null;
    held_reason: string | null;
  }>('incidents')
    .where({ id })
    .first('status', 'severity', 'held_until', 'held_reason');
  return (
    row && {
      status: row.status,
      severity: row.severity,
      held: row.held_until === null ? null : (row.held_reason ?? ''),
    }
  );
}
