import {
  Database,
  instant,
  instantOrNull,
  Queryable,
  Tx,
} from '../../platform/database';
import { CoverRequestRecord, RequestState } from './model';

interface RequestRow {
  id: string;
  schedule_id: string;
  asker_ref: string;
  asked_ref: string;
  start_at: Date | number;
  end_at: Date | number;
  return_start_at: Date | number | null;
  return_end_at: Date | number | null;
  reason: string;
  state: RequestState;
  created_at: Date | number;
  answered_at: Date | number | null;
  told_state: RequestState | null;
  due_at: Date | number | null;
}

const requests = (db: Queryable) => db<RequestRow>('cover_requests');

/** Makes an open request; it is due at once, since the asked is to be told. */
export async function insertRequest(
  tx: Tx,
  record: CoverRequestRecord,
): Promise<void> {
  await requests(tx).insert({
    id: record.id,
    schedule_id: record.scheduleId,
    asker_ref: record.askerRef,
    asked_ref: record.askedRef,
    start_at: record.start,
    end_at: record.end,
    return_start_at: record.inReturn?.start ?? null,
    return_end_at: record.inReturn?.end ?? null,
    reason: record.reason,
    state: record.state,
    created_at: record.createdAt,
    answered_at: null,
    told_state: null,
    due_at: record.createdAt,
  });
}

export async function findRequest(
  db: Queryable,
  id: string,
): Promise<CoverRequestRecord | undefined> {
  const row = await requests(db).where({ id }).first();
  return row && toRecord(row);
}

/** As `findRequest`; nobody else changes it until the transaction ends. */
export async function lockRequest(
  database: Database,
  tx: Tx,
  id: string,
): Promise<CoverRequestRecord | undefined> {
  const row = await database.forUpdate(requests(tx).where({ id })).first();
  return row && toRecord(row);
}

/** Moves a request that is locked to its last state. It is due at once, since people are to be told. */
export async function closeRequest(
  tx: Tx,
  id: string,
  state: RequestState,
  at: Date,
): Promise<void> {
  await requests(tx)
    .where({ id })
    .update({ state, answered_at: at, due_at: at });
}

/** Open requests of an asker on a schedule. */
export async function openRequestsOf(
  db: Queryable,
  scheduleId: string,
  askerRef: string,
): Promise<CoverRequestRecord[]> {
  const rows = await requests(db).where({
    schedule_id: scheduleId,
    asker_ref: askerRef,
    state: 'open',
  });
  return rows.map(toRecord);
}

/** Open requests for and from somebody, and those answered since an instant; the newest first. */
export async function requestsAbout(
  db: Queryable,
  personRef: string,
  answeredSince: Date,
): Promise<CoverRequestRecord[]> {
  const rows = await requests(db)
    .where(either =>
      either.where({ asker_ref: personRef }).orWhere({ asked_ref: personRef }),
    )
    .andWhere(current =>
      current
        .where({ state: 'open' })
        .orWhere('answered_at', '>=', answeredSince),
    )
    .orderBy([{ column: 'created_at', order: 'desc' }, { column: 'id' }]);
  return rows.map(toRecord);
}

/** The state that people were told of last; null before the first time. */
export async function toldStateOf(
  db: Queryable,
  id: string,
): Promise<RequestState | null> {
  const row = await requests(db).where({ id }).first('told_state');
  return row?.told_state ?? null;
}

/**
 * Remembers that people were told of a state, and when there is something to do next; answers whether
 * the request is still in that state.
 */
export async function markTold(
  tx: Tx,
  id: string,
  state: RequestState,
  dueAt: Date | null,
): Promise<boolean> {
  const marked = await requests(tx)
    .where({ id, state })
    .update({ told_state: state, due_at: dueAt });
  return marked > 0;
}

/** Requests with something to do since before an instant. */
export async function requestsDue(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<string[]> {
  return requests(db)
    .where('due_at', '<', before)
    .orderBy('due_at')
    .limit(limit)
    .pluck('id');
}

const toRecord = (row: RequestRow): CoverRequestRecord => ({
  id: row.id,
  scheduleId: row.schedule_id,
  askerRef: row.asker_ref,
  askedRef: row.asked_ref,
  start: instant(row.start_at),
  end: instant(row.end_at),
  inReturn:
    row.return_start_at !== null && row.return_end_at !== null
      ? { start: instant(row.return_start_at), end: instant(row.return_end_at) }
      : null,
  reason: row.reason,
  state: row.state,
  createdAt: instant(row.created_at),
  answeredAt: instantOrNull(row.answered_at),
});
