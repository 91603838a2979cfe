import { SharedStatement } from '../platform/convoy';
import { Tx } from '../platform/database';
import { AlertName, AlertRow, alerts, shownColumns } from './alertStore';
import { TriggerEvent } from './eventsV2';
import { AlertRecord } from './model';

/** An alert that begins with an event. */
export interface NewAlert extends Pick<
  AlertRecord,
  'id' | 'integrationId' | 'entity' | 'dedupKey'
> {
  readonly event: TriggerEvent;
  readonly at: Date;
}

const insertedAlerts = new SharedStatement<NewAlert, boolean>(
  async (db, news) => {
    const inserted = await alerts(db)
      // Two processes that insert the same keys come to them in the same order.
      .insert(news.map(newRow).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)))
      .onConflict()
      .ignore()
      .returning('id');
    const ids = new Set(inserted.map(({ id }) => id));
    return news.map(({ id }) => ids.has(id));
  },
);

/**
 * Inserts an open alert, not yet with an incident. False when the key has an open one already; a
 * concurrent insert of the same key is waited for (the partial unique index makes it so).
 */
export const insertAlert = (tx: Tx, alert: NewAlert): Promise<boolean> =>
  insertedAlerts.run(tx, alert);

const newRow = ({ event, at, ...alert }: NewAlert): AlertRow => ({
  ...shownColumns(event),
  id: alert.id,
  incident_id: 0,
  integration_id: alert.integrationId,
  entity_ref: alert.entity.ref,
  entity_name: alert.entity.name,
  dedup_key: alert.dedupKey,
  status: 'open',
  severity: event.severity,
  summary: event.summary,
  occurred_at: event.occurredAt ?? at,
  first_at: at,
  last_at: at,
  count: 1,
  resolved_at: null,
});

const nameOf = (row: AlertRow): string =>
  `${row.integration_id} ${row.dedup_key}`;

const incidentsSet = new SharedStatement<
  { readonly id: string; readonly incidentId: number },
  void
>(async (db, all) => {
  const cases = all.map(() => 'when ? then ?').join(' ');
  const values = all.flatMap(({ id, incidentId }) => [id, incidentId]);
  await alerts(db)
    .whereIn(
      'id',
      all.map(({ id }) => id),
    )
    .update({
      incident_id: db.raw(`cast(case id ${cases} end as integer)`, values),
    });
  return all.map(() => {});
});

/** Gives a new alert its incident. */
export const setIncident = (
  tx: Tx,
  id: string,
  incidentId: number,
): Promise<void> => incidentsSet.run(tx, { id, incidentId });

const lastResolved = new SharedStatement<
  AlertName & { readonly since: Date },
  number | undefined
>(async (db, names) => {
  // The newest of each, by the index: a key that flaps has thousands.
  const newest = names.map(({ integrationId, dedupKey, since }, place) =>
    db.from(
      alerts(db)
        .where({ integration_id: integrationId, dedup_key: dedupKey })
        .andWhere('resolved_at', '>=', since)
        .orderBy('resolved_at', 'desc')
        .limit(1)
        .select('incident_id', db.raw('? as place', [place]))
        .as('newest'),
    ),
  );
  const rows: { incident_id: number; place: number | string }[] =
    await db.unionAll(newest);
  const found = new Map(rows.map(row => [Number(row.place), row.incident_id]));
  return names.map((_, place) => found.get(place));
});

/** The incident of the name's alert that resolved last, not before `since`. */
export const lastResolvedIncident = (
  tx: Tx,
  name: AlertName,
  since: Date,
): Promise<number | undefined> => lastResolved.run(tx, { ...name, since });
