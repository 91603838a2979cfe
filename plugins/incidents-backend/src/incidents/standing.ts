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

/** Of the incidents that there are; read without a lock, in one statement. */
export async function findStandings(
  db: Queryable,
  ids: readonly number[],
): Promise<ReadonlyMap<number, IncidentStanding>> {
  const rows = await db<{
    id: number;
    status: IncidentStatus;
    severity: Severity;
    held_until: Date | number | null;
    held_reason: string | null;
  }>('incidents')
    .whereIn('id', [...new Set(ids)])
    .select('id', 'status', 'severity', 'held_until', 'held_reason');
  return new Map(
    rows.map(row => [
      row.id,
      {
        status: row.status,
        severity: row.severity,
        held: row.held_until === null ? null : (row.held_reason ?? ''),
      },
    ]),
  );
}
