import { NamedRef, Severity } from '@muster/backstage-plugin-incidents-common';
import {
  Database,
  instantOrNull,
  Queryable,
  Tx,
} from '../../platform/database';
import { Cursor } from './cursor';
import { Pulse } from './model';

type At = Date | number;

/** A heartbeat as it is stored. */
export interface HeartbeatRecord extends Pulse {
  readonly id: string;
  readonly name: string;
  readonly entity: NamedRef;
  readonly everyMinutes: number;
  readonly severity: Severity;
  readonly keyHint: string;
  /** When silence begins; null while it is paused, has never beaten, or is silent. */
  readonly dueAt: Date | null;
}

interface HeartbeatRow {
  id: string;
  name: string;
  entity_ref: string;
  entity_name: string;
  every_minutes: number;
  severity: Severity;
  token_hash: string;
  key_hint: string;
  paused: boolean | number;
  created_at: At;
  last_beat_at: At | null;
  due_at: At | null;
  silent_since: At | null;
  settle_at: At | null;
}

const heartbeats = (db: Queryable) => db<HeartbeatRow>('heartbeats');

const toRecord = (row: HeartbeatRow): HeartbeatRecord => ({
  id: row.id,
  name: row.name,
  entity: { ref: row.entity_ref, name: row.entity_name },
  everyMinutes: row.every_minutes,
  severity: row.severity,
  keyHint: row.key_hint,
  paused: Boolean(row.paused),
  lastBeatAt: instantOrNull(row.last_beat_at),
  dueAt: instantOrNull(row.due_at),
  silentSince: instantOrNull(row.silent_since),
});

export async function findHeartbeat(
  db: Queryable,
  id: string,
): Promise<HeartbeatRecord | undefined> {
  const row = await heartbeats(db).where({ id }).first();
  return row && toRecord(row);
}

/** A heartbeat, locked until the transaction ends. */
export async function lockHeartbeat(
  database: Database,
  tx: Tx,
  where: { id: string } | { token_hash: string },
): Promise<HeartbeatRecord | undefined> {
  const [row] = await database.forUpdate(heartbeats(tx).where(where));
  return row && toRecord(row);
}

export async function insertHeartbeat(
  db: Queryable,
  heartbeat: HeartbeatRecord & { tokenHash: string; createdAt: Date },
): Promise<void> {
  await heartbeats(db).insert({
    id: heartbeat.id,
    name: heartbeat.name,
    entity_ref: heartbeat.entity.ref,
    entity_name: heartbeat.entity.name,
    every_minutes: heartbeat.everyMinutes,
    severity: heartbeat.severity,
    token_hash: heartbeat.tokenHash,
    key_hint: heartbeat.keyHint,
    paused: heartbeat.paused,
    created_at: heartbeat.createdAt,
    last_beat_at: heartbeat.lastBeatAt,
    due_at: heartbeat.dueAt,
    silent_since: heartbeat.silentSince,
    settle_at: null,
  });
}

/** Changes columns, and when the heartbeat's alert is looked at next. */
export async function updateHeartbeat(
  tx: Tx,
  id: string,
  change: Partial<
    Pick<
      HeartbeatRow,
      | 'name'
      | 'every_minutes'
      | 'severity'
      | 'paused'
      | 'last_beat_at'
      | 'due_at'
      | 'silent_since'
      | 'settle_at'
    >
  >,
): Promise<void> {
  await heartbeats(tx).where({ id }).update(change);
}

export async function deleteHeartbeat(tx: Tx, id: string): Promise<void> {
  await heartbeats(tx).where({ id }).delete();
}

/** Nothing is left to do for the heartbeat until `next`, unless it has changed since it was seen so. */
export async function markSettled(
  db: Queryable,
  { id, paused, silentSince, dueAt }: HeartbeatRecord,
  next: Date | null,
): Promise<boolean> {
  const changed = await heartbeats(db)
    .where({ id, paused, silent_since: silentSince, due_at: dueAt })
    .update({ settle_at: next });
  return changed > 0;
}

/** Heartbeats whose alert was to be looked at before `before`. */
export async function heartbeatsDue(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<string[]> {
  const rows = await heartbeats(db)
    .where('settle_at', '<', before)
    .orderBy('settle_at')
    .limit(limit)
    .select('id');
  return rows.map(({ id }) => id);
}

/** All that are expected to beat. */
export async function expectedHeartbeats(
  db: Queryable,
): Promise<HeartbeatRecord[]> {
  return (await heartbeats(db).whereNotNull('due_at')).map(toRecord);
}

/** Silent ones first, then by name: as SQL. */
const rank = 'case when silent_since is null then 1 else 0 end';

/** Heartbeats in the order of the list, after `after`; those of one entity when it is given. */
export async function listHeartbeats(
  db: Queryable,
  query: { limit: number; after: Cursor | undefined; entityRef?: string },
): Promise<HeartbeatRecord[]> {
  const { limit, after, entityRef } = query;
  const select = heartbeats(db).orderByRaw(`${rank}, name, id`).limit(limit);
  if (entityRef !== undefined) select.where({ entity_ref: entityRef });
  if (after) {
    const [place, name, id] = after;
    select.whereRaw(
      `(${rank} > ? or (${rank} = ? and (name > ? or (name = ? and id > ?))))`,
      [place, place, name, name, id],
    );
  }
  return (await select).map(toRecord);
}

/** Names of some heartbeats, by id. */
export async function namesOfHeartbeats(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await heartbeats(db)
    .whereIn('id', [...ids])
    .select('id', 'name');
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The incident of each silent heartbeat's open alert. */
export async function incidentsOfHeartbeats(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db('alerts')
    .whereIn('integration_id', [...ids])
    .andWhere({ status: 'open' })
    .select('integration_id', 'incident_id');
  return new Map(
    rows.map(row => [String(row.integration_id), Number(row.incident_id)]),
  );
}
