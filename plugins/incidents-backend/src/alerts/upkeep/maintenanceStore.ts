import { Actor, NamedRef } from '@muster/backstage-plugin-incidents-common';
import { openStatuses } from '../../incidents/service';
import { SharedStatement } from '../../platform/convoy';
import {
  Database,
  instant,
  instantOrNull,
  Queryable,
  Tx,
} from '../../platform/database';
import { Cursor } from './cursor';
import { WindowSpan } from './model';

type At = Date | number;

/** A maintenance window as it is stored. */
export interface WindowRecord extends WindowSpan {
  readonly id: string;
  readonly entities: readonly NamedRef[];
  readonly reason: string;
  readonly createdBy: Actor;
  /** When incidents must be looked at for it again. */
  readonly settleAt: Date | null;
}

interface WindowRow {
  id: string;
  entities: string;
  reason: string;
  starts_at: At;
  ends_at: At;
  created_by: string;
  created_at: At;
  settle_at: At | null;
}

const windows = (db: Queryable) => db<WindowRow>('maintenance_windows');
const scopes = (db: Queryable) =>
  db<{ window_id: string; entity_ref: string }>('maintenance_scopes');
const heldBy = (db: Queryable) =>
  db<{ window_id: string; incident_id: number }>('maintenance_held');

const toRecord = (row: WindowRow): WindowRecord => ({
  id: row.id,
  entities: JSON.parse(row.entities),
  reason: row.reason,
  start: instant(row.starts_at),
  end: instant(row.ends_at),
  createdBy: JSON.parse(row.created_by),
  settleAt: instantOrNull(row.settle_at),
});

export async function findWindow(
  db: Queryable,
  id: string,
): Promise<WindowRecord | undefined> {
  const row = await windows(db).where({ id }).first();
  return row && toRecord(row);
}

/** A window, locked until the transaction ends. */
export async function lockWindow(
  database: Database,
  tx: Tx,
  id: string,
): Promise<WindowRecord | undefined> {
  const [row] = await database.forUpdate(windows(tx).where({ id }));
  return row && toRecord(row);
}

export async function insertWindow(
  tx: Tx,
  window: Omit<WindowRecord, 'settleAt'>,
  at: Date,
): Promise<void> {
  await windows(tx).insert({
    id: window.id,
    entities: JSON.stringify(window.entities),
    reason: window.reason,
    starts_at: window.start,
    ends_at: window.end,
    created_by: JSON.stringify(window.createdBy),
    created_at: at,
    settle_at: window.start,
  });
  await scopes(tx).insert(
    window.entities.map(({ ref }) => ({
      window_id: window.id,
      entity_ref: ref,
    })),
  );
}

/** Changes a window; its incidents are to be looked at now. */
export async function changeWindow(
  tx: Tx,
  id: string,
  change: { start: Date; end: Date; reason: string },
  now: Date,
): Promise<void> {
  await windows(tx).where({ id }).update({
    starts_at: change.start,
    ends_at: change.end,
    reason: change.reason,
    settle_at: now,
  });
}

/** Running first, then ahead, then over: as SQL, with the two bindings `now`. */
const rank =
  'case when ends_at <= ? then 2 when starts_at <= ? then 0 else 1 end';

/** Windows in the order of the list, after `after`; those that name one of `places` when given. */
export async function listWindows(
  db: Queryable,
  query: {
    now: Date;
    limit: number;
    after: Cursor | undefined;
    places: readonly string[] | undefined;
  },
): Promise<WindowRecord[]> {
  const { now, limit, after, places } = query;
  const select = windows(db)
    .orderByRaw(`${rank}, starts_at desc, id desc`, [now, now])
    .limit(limit);
  if (places) {
    select.whereIn(
      'id',
      scopes(db)
        .select('window_id')
        .whereIn('entity_ref', [...places]),
    );
  }
  if (after) {
    const [place, startsAt, id] = after;
    const start = instant(startsAt);
    select.whereRaw(
      `(${rank} > ? or (${rank} = ? and (starts_at < ? or (starts_at = ? and id < ?))))`,
      [now, now, place, now, now, place, start, start, id],
    );
  }
  return (await select).map(toRecord);
}

const running = new SharedStatement<Date, readonly WindowRecord[]>(
  async (db, instants) => {
    const all = instants.map(Number);
    const rows = await windows(db)
      .where('ends_at', '>', new Date(Math.min(...all)))
      .andWhere('starts_at', '<=', new Date(Math.max(...all)));
    return instants.map(now =>
      rows.map(toRecord).filter(({ start, end }) => start <= now && now < end),
    );
  },
);

/** Windows that run at `now`. */
export const runningWindows = (
  db: Queryable,
  now: Date,
): Promise<readonly WindowRecord[]> => running.run(db, now);

/** Ids of windows for which incidents were to be looked at before `before`. */
export async function windowsDue(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<string[]> {
  const rows = await windows(db)
    .where('settle_at', '<', before)
    .orderBy('settle_at')
    .limit(limit)
    .select('id');
  return rows.map(({ id }) => id);
}

/** Sets when a window's incidents are looked at again, unless somebody has changed the window meanwhile. */
export async function setSettling(
  tx: Tx,
  seen: WindowRecord,
  at: Date | null,
): Promise<boolean> {
  const changed = await windows(tx)
    .where({ id: seen.id, starts_at: seen.start, ends_at: seen.end })
    .update({ settle_at: at });
  return changed > 0;
}

/** Has the incidents of every window that is not done with looked at now; the answer is their ids. */
export async function settleAllNow(tx: Tx, now: Date): Promise<string[]> {
  const rows = await windows(tx)
    .where('settle_at', '>', now)
    .andWhere('starts_at', '<=', now)
    .update({ settle_at: now })
    .returning('id');
  return rows.map(({ id }) => id);
}

/** Entities that have open incidents, or had some held that were opened since `since`. */
export async function entitiesInQuestion(
  db: Queryable,
  since: Date,
): Promise<string[]> {
  const rows = await db('incidents')
    .whereIn('status', openStatuses)
    .orWhere(row =>
      row.whereNotNull('held_until').andWhere('opened_at', '>=', since),
    )
    .distinct('entity_ref');
  return rows.map(row => row.entity_ref);
}

/** Open incidents of these entities. */
export async function openIncidentsOf(
  db: Queryable,
  entityRefs: readonly string[],
): Promise<number[]> {
  const rows = await db('incidents')
    .whereIn('status', openStatuses)
    .whereIn('entity_ref', [...entityRefs])
    .orderBy('id')
    .select('id');
  return rows.map(row => row.id);
}

/** Open incidents that a window has held. */
export async function openIncidentsHeldBy(
  db: Queryable,
  windowId: string,
): Promise<number[]> {
  const rows = await heldBy(db)
    .join('incidents', 'incidents.id', 'maintenance_held.incident_id')
    .where({ window_id: windowId })
    .whereIn('incidents.status', openStatuses)
    .orderBy('incidents.id')
    .select({ id: 'incidents.id' });
  return rows.map(row => Number(row.id));
}

/** Open incidents that are held although the time has passed until which they were. */
export async function overheldIncidents(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<number[]> {
  const rows = await db('incidents')
    .where('held_until', '<', before)
    .whereIn('status', openStatuses)
    .orderBy('held_until')
    .limit(limit)
    .select('id');
  return rows.map(row => row.id);
}

/** Remembers that a window holds what is held of these entities and was opened while it ran, resolved ones too. */
export async function rememberHeld(
  db: Queryable,
  window: WindowRecord,
  entityRefs: readonly string[],
): Promise<void> {
  if (entityRefs.length === 0) return;
  const rows = await db('incidents')
    .whereNotNull('held_until')
    .whereIn('entity_ref', [...entityRefs])
    .andWhere(row =>
      row
        .whereIn('status', openStatuses)
        .orWhere('opened_at', '>=', window.start),
    )
    .select('id');
  if (rows.length === 0) return;
  await heldBy(db)
    .insert(rows.map(({ id }) => ({ window_id: window.id, incident_id: id })))
    .onConflict(['window_id', 'incident_id'])
    .ignore();
}

/** What a window has held, of one entity: number and whether it is resolved. */
export async function heldOfEntity(
  db: Queryable,
  windowId: string,
  entityRef: string,
): Promise<{ id: number; resolved: boolean }[]> {
  const rows = await heldBy(db)
    .join('incidents', 'incidents.id', 'maintenance_held.incident_id')
    .where({ window_id: windowId, entity_ref: entityRef })
    .orderBy('incidents.id')
    .select({ id: 'incidents.id', status: 'incidents.status' });
  return rows.map(row => ({
    id: Number(row.id),
    resolved: row.status === 'resolved',
  }));
}

/** How many open incidents each window holds now. */
export async function countHolding(
  db: Queryable,
  windowIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows: { window_id: string; n: number | string }[] = await heldBy(db)
    .join('incidents', 'incidents.id', 'maintenance_held.incident_id')
    .whereIn('window_id', [...windowIds])
    .whereIn('incidents.status', openStatuses)
    .whereNotNull('incidents.held_until')
    .groupBy('window_id')
    .select('window_id')
    .count({ n: 'incident_id' });
  return new Map(rows.map(row => [row.window_id, Number(row.n)]));
}

interface Naming {
  readonly windowIds: readonly string[];
  readonly places: readonly string[];
}

const naming = new SharedStatement<Naming, ReadonlySet<string>>(
  async (db, asked) => {
    const rows = await scopes(db)
      .whereIn('window_id', [...new Set(asked.flatMap(one => one.windowIds))])
      .whereIn('entity_ref', [...new Set(asked.flatMap(one => one.places))])
      .select('window_id', 'entity_ref');
    return asked.map(({ windowIds, places }) => {
      const own = rows.filter(
        row =>
          windowIds.includes(row.window_id) && places.includes(row.entity_ref),
      );
      return new Set(own.map(row => row.window_id));
    });
  },
);

/** Which of these windows name one of `places`. */
export const windowsNaming = (
  db: Queryable,
  windowIds: readonly string[],
  places: readonly string[],
): Promise<ReadonlySet<string>> => naming.run(db, { windowIds, places });
