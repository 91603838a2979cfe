import { SharedStatement } from '../platform/convoy';
import { instant, Queryable } from '../platform/database';

interface ArrivalRow {
  incident_id: number;
  at: Date | number;
  count: number;
}

const arrivals = (db: Queryable) => db<ArrivalRow>('escalation_arrivals');

/** Alerts and repeats that arrived together. */
export interface Arrival {
  readonly incidentId: number;
  readonly at: Date;
  readonly count: number;
}

/** Notes that alerts have arrived. */
export const insertArrivals = (
  db: Queryable,
  arrived: readonly Arrival[],
): Promise<void> => noted.run(db, arrived);

const noted = new SharedStatement<readonly Arrival[], void>(async (db, all) => {
  await arrivals(db).insert(
    all.flat().map(({ incidentId, at, count }) => ({
      incident_id: incidentId,
      at,
      count,
    })),
  );
  return all.map(() => {});
});

/** Alerts of an incident that have arrived since `since`. */
export async function arrivalsSince(
  db: Queryable,
  incidentId: number,
  since: Date,
): Promise<Arrival[]> {
  const rows = await arrivals(db)
    .where({ incident_id: incidentId })
    .andWhere('at', '>=', since);
  return rows.map(row => ({
    incidentId: row.incident_id,
    at: instant(row.at),
    count: row.count,
  }));
}

/** Forgets the alerts of an incident that is over. */
export async function deleteArrivals(
  db: Queryable,
  incidentId: number,
): Promise<void> {
  await arrivals(db).where({ incident_id: incidentId }).delete();
}
