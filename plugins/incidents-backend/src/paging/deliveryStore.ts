import { addSeconds } from '../platform/clock';
import { SharedStatement } from '../platform/convoy';
import {
  Database,
  inChunks,
  instant,
  Queryable,
  Tx,
} from '../platform/database';
import {
  deliveries,
  DeliveryRecord,
  DeliveryRow,
  NewDeliveryRow,
  toDelivery,
} from './rows';

/** Adds deliveries to pages that are there. */
export async function insertDeliveries(
  db: Queryable,
  rows: readonly NewDeliveryRow[],
): Promise<void> {
  for (const some of inChunks(rows)) await deliveries(db).insert(some);
}

const standing = new SharedStatement<
  { readonly incidentId: number; readonly since: Date },
  readonly DeliveryRow[]
>(async (db, asked) => {
  const earliest = new Date(Math.min(...asked.map(({ since }) => +since)));
  const rows = await deliveries(db)
    .whereIn(
      'incident_id',
      asked.map(({ incidentId }) => incidentId),
    )
    .whereIn('state', ['queued', 'sending', 'sent', 'delivered'])
    .andWhere('due_at', '>', earliest);
  return asked.map(({ incidentId, since }) =>
    rows.filter(
      row => row.incident_id === incidentId && instant(row.due_at) > since,
    ),
  );
});

/** What was sent for an incident within the last minute, and what is going to be. */
export const standingDeliveries = (
  db: Queryable,
  incidentId: number,
  now: Date,
): Promise<readonly DeliveryRow[]> =>
  standing.run(db, { incidentId, since: addSeconds(now, -60) });

/** A delivery, locked until `tx` ends. */
export async function lockDelivery(
  database: Database,
  tx: Tx,
  id: string,
): Promise<DeliveryRecord | undefined> {
  const row = await database.forUpdate(deliveries(tx).where({ id }).first());
  return row && toDelivery(row);
}

/** Deliveries by their ids, locked until `tx` ends. */
export async function lockDeliveries(
  database: Database,
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DeliveryRecord>> {
  const rows = await database.forUpdate(
    deliveries(tx).whereIn('id', ids).orderBy('id'),
  );
  return new Map(rows.map(row => [row.id, toDelivery(row)]));
}

/** As `lockDeliveries`, without those that somebody else holds just now. */
export async function lockFree(
  database: Database,
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DeliveryRecord>> {
  const rows = await database.forUpdateSkipLocked(
    deliveries(tx).whereIn('id', ids).orderBy('id'),
  );
  return new Map(rows.map(row => [row.id, toDelivery(row)]));
}

/** The deliveries of a bundle that wait or are being sent, locked until `tx` ends. */
export async function lockBundle(
  database: Database,
  tx: Tx,
  bundleId: string,
): Promise<DeliveryRecord[]> {
  const rows = await database.forUpdate(
    deliveries(tx)
      .where({ bundle_id: bundleId })
      .whereIn('state', ['queued', 'sending'])
      .orderBy('id'),
  );
  return rows.map(toDelivery);
}

/** Changes a delivery that `tx` has locked. */
export async function updateDelivery(
  tx: Tx,
  id: string,
  patch: Partial<DeliveryRow>,
): Promise<void> {
  await deliveries(tx).where({ id }).update(patch);
}

/** A delivery, and what changes in it. */
export type DeliveryChange = readonly [id: string, patch: Partial<DeliveryRow>];

/** Changes deliveries that `tx` has locked: those that change alike in one statement. */
export async function updateDeliveries(
  tx: Tx,
  changes: readonly DeliveryChange[],
): Promise<void> {
  const alike = new Map<string, DeliveryChange[]>();
  for (const change of changes) {
    const key = JSON.stringify(change[1]);
    const group = alike.get(key);
    if (group) group.push(change);
    else alike.set(key, [change]);
  }
  for (const group of alike.values()) {
    await deliveries(tx)
      .whereIn(
        'id',
        group.map(([id]) => id),
      )
      .update(group[0][1]);
  }
}

/** What is still ahead in the cycle of a page, and comes first; not what waits in a bundle. */
export async function nextOfCycle(
  tx: Tx,
  pageId: string,
): Promise<DeliveryRecord | undefined> {
  const row = await deliveries(tx)
    .where({ page_id: pageId, state: 'queued' })
    .whereNull('bundle_id')
    .orderBy(['due_at', 'position'])
    .first();
  return row && toDelivery(row);
}

/** Lets a delivery wait longer, together with its whole bundle. */
export async function putOff(
  tx: Tx,
  { id, bundleId }: Pick<DeliveryRecord, 'id' | 'bundleId'>,
  until: Date,
): Promise<void> {
  const put = deliveries(tx).whereIn('state', ['queued', 'sending']);
  if (bundleId === null) put.where({ id });
  else put.where({ bundle_id: bundleId });
  await put.update({ state: 'queued', sending_since: null, due_at: until });
}

/** Makes a delivery due, if it still waits; answers whether it does. */
export async function bringDue(tx: Tx, id: string, at: Date): Promise<boolean> {
  const moved = await deliveries(tx)
    .where({ id, state: 'queued' })
    .update({ due_at: at });
  return moved === 1;
}

/** What has come of a person's deliveries lately, the newest first. */
export function lastSettled(
  db: Queryable,
  personRef: string,
  since: Date,
): Promise<Pick<DeliveryRow, 'method_id' | 'state' | 'reason'>[]> {
  return deliveries(db)
    .where({ person_ref: personRef })
    .whereIn('state', ['sent', 'delivered', 'failed'])
    .andWhere('due_at', '>', since)
    .orderBy('due_at', 'desc')
    .limit(100)
    .select('method_id', 'state', 'reason');
}

/** Deliveries of an incident through some channels that have left or are leaving, and are not followed yet. */
export async function leftDeliveries(
  db: Queryable,
  incidentId: number,
  channels: readonly string[],
): Promise<DeliveryRecord[]> {
  const rows = await deliveries(db)
    .where({ incident_id: incidentId })
    .whereIn('state', ['sending', 'sent', 'delivered'])
    .whereIn('channel', channels)
    .whereNull('followed_at')
    .orderBy('due_at');
  return rows.map(toDelivery);
}

/** Whether it is for the caller to follow a delivery: true once. */
export async function takeFollowUp(
  db: Queryable,
  id: string,
  at: Date,
): Promise<boolean> {
  const taken = await deliveries(db)
    .where({ id })
    .whereNull('followed_at')
    .update({ followed_at: at });
  return taken === 1;
}
