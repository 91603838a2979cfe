import { instant, Queryable } from '../platform/database';

/** Somebody who has acknowledged an incident, and has it still. */
export interface PersonAtWork {
  readonly personRef: string;
  readonly incidentId: number;
  readonly entityRef: string;
  readonly acknowledgedAt: Date;
}

interface Row {
  id: number;
  entity_ref: string;
  acknowledged_at: Date | number;
  acknowledged_by: string | null;
  person_ref: string;
}

/** Who of some people acknowledged something by an instant. */
export interface AtWorkQuery {
  readonly personRefs: readonly string[];
  readonly acknowledgedBefore: Date;
}

/** Incidents of one person that are looked at. */
const mostOfOne = 20;

/**
 * Who of these people acknowledged an incident of high urgency and has it still; longest first. All that the queries ask for,
 * and perhaps more: read in one statement.
 */
export async function findAtWork(
  db: Queryable,
  queries: readonly AtWorkQuery[],
): Promise<readonly PersonAtWork[]> {
  const latest = Math.max(
    ...queries.map(({ acknowledgedBefore }) => +acknowledgedBefore),
  );
  const placed = db<Row>('incidents')
    .join('incident_people', 'incident_people.incident_id', 'incidents.id')
    .where({ part: 'assigned', status: 'acknowledged', urgency: 'high' })
    .whereIn('person_ref', [
      ...new Set(queries.flatMap(({ personRefs }) => personRefs)),
    ])
    .whereNull('snoozed_until')
    .andWhere('acknowledged_at', '<=', new Date(latest))
    .select(
      'incidents.id',
      'entity_ref',
      'acknowledged_at',
      'acknowledged_by',
      'person_ref',
    )
    .rowNumber('place', row =>
      row.partitionBy('person_ref').orderBy('acknowledged_at'),
    )
    .as('placed');
  const rows: Row[] = await db
    .from(placed)
    .where('place', '<=', mostOfOne)
    .orderBy('acknowledged_at');
  return rows
    .filter(
      // After a monitor's acknowledgement people are assigned who may know nothing of it.
      ({ acknowledged_by: actor, person_ref: ref }) =>
        actor !== null && JSON.parse(actor).ref === ref,
    )
    .map(row => ({
      personRef: row.person_ref,
      incidentId: row.id,
      entityRef: row.entity_ref,
      acknowledgedAt: instant(row.acknowledged_at),
    }));
}
