import {
  IncidentStatus,
  Severity,
} from '@muster/backstage-plugin-incidents-common';
import { SharedStatement } from '../platform/convoy';
import { Queryable } from '../platform/database';

/** What decides whether a page of an incident is still wanted. */
export interface IncidentStanding {
  readonly status: IncidentStatus;
  readonly severity: Severity;
  /** Why maintenance holds it; null when none does. */
  readonly held: string | null;
}

const found = new SharedStatement<
  readonly number[],
  ReadonlyMap<number, IncidentStanding>
>(async (db, lists) => {
  const all = await readStandings(db, lists.flat());
  return lists.map(() => all);
});

/** Of these incidents, those that there are (and perhaps more); read without a lock, in one statement. */
export const findStandings = (
  db: Queryable,
  ids: readonly number[],
): Promise<ReadonlyMap<number, IncidentStanding>> => found.run(db, ids);

async function readStandings(
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
