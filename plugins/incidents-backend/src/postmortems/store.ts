import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  Actor,
  NamedRef,
  PostmortemDetail,
  PostmortemState,
  Severity,
} from '@muster/backstage-plugin-incidents-common';
import {
  instant,
  instantOrNull,
  iso,
  Queryable,
  Tx,
} from '../platform/database';
import { postmortemName, PostmortemRecord } from './model';

type At = Date | number;
type PostmortemEvent = PostmortemDetail['history'][number];

/** A row of `postmortems`. */
export interface PostmortemRow {
  id: number;
  incident_id: number | null;
  title: string;
  state: PostmortemState;
  required: boolean | number;
  severity: Severity;
  entity_ref: string;
  entity_name: string;
  owner_ref: string | null;
  owner_name: string | null;
  system_ref: string | null;
  writer_ref: string | null;
  writer_name: string | null;
  occurred_at: At;
  ended_at: At | null;
  opened_at: At;
  due_at: At | null;
  published_at: At | null;
  amended_at: At | null;
  waived: string | null;
  worth_reading: string | null;
  template_id: string | null;
  template_name: string | null;
  figures: string;
  dismissed: string;
  restricted: boolean | number;
  summary: string;
  import_hash: string | null;
  version: number;
  updated_at: At;
  notice_at: At | null;
  notices: number;
  /** Since when the folder of documents is behind. */
  docs_due_at: At | null;
}

const rows = (db: Queryable) => db<PostmortemRow>('postmortems');

const named = (ref: string | null, name: string | null): NamedRef | null =>
  ref === null ? null : { ref, name: name ?? ref };

/** The record of a row. */
export const toPostmortem = (row: PostmortemRow): PostmortemRecord => ({
  id: row.id,
  incidentId: row.incident_id,
  title: row.title,
  state: row.state,
  required: Boolean(row.required),
  severity: row.severity,
  entity: { ref: row.entity_ref, name: row.entity_name },
  owner: named(row.owner_ref, row.owner_name),
  systemRef: row.system_ref,
  writer: named(row.writer_ref, row.writer_name),
  occurredAt: instant(row.occurred_at),
  endedAt: instantOrNull(row.ended_at),
  openedAt: instant(row.opened_at),
  dueAt: instantOrNull(row.due_at),
  publishedAt: instantOrNull(row.published_at),
  amendedAt: instantOrNull(row.amended_at),
  waived: row.waived === null ? null : JSON.parse(row.waived),
  worthReading:
    row.worth_reading === null ? null : JSON.parse(row.worth_reading),
  template:
    row.template_id === null
      ? null
      : { id: row.template_id, name: row.template_name ?? row.template_id },
  figures: JSON.parse(row.figures),
  dismissed: JSON.parse(row.dismissed),
  restricted: Boolean(row.restricted),
  summary: row.summary,
  importHash: row.import_hash,
  version: row.version,
  updatedAt: instant(row.updated_at),
  noticeAt: instantOrNull(row.notice_at),
  notices: row.notices,
});

const columns = (record: Partial<PostmortemRecord>): Partial<PostmortemRow> => {
  const all: Partial<PostmortemRow> = {
    incident_id: record.incidentId,
    title: record.title,
    state: record.state,
    required: record.required,
    severity: record.severity,
    entity_ref: record.entity?.ref,
    entity_name: record.entity?.name,
    owner_ref: record.owner === null ? null : record.owner?.ref,
    owner_name: record.owner === null ? null : record.owner?.name,
    system_ref: record.systemRef,
    writer_ref: record.writer === null ? null : record.writer?.ref,
    writer_name: record.writer === null ? null : record.writer?.name,
    occurred_at: record.occurredAt,
    ended_at: record.endedAt,
    opened_at: record.openedAt,
    due_at: record.dueAt,
    published_at: record.publishedAt,
    amended_at: record.amendedAt,
    waived: record.waived && JSON.stringify(record.waived),
    worth_reading: record.worthReading && JSON.stringify(record.worthReading),
    template_id: record.template === null ? null : record.template?.id,
    template_name: record.template === null ? null : record.template?.name,
    figures: record.figures && JSON.stringify(record.figures),
    dismissed: record.dismissed && JSON.stringify(record.dismissed),
    restricted: record.restricted,
    summary: record.summary,
    import_hash: record.importHash,
    version: record.version,
    updated_at: record.updatedAt,
    notice_at: record.noticeAt,
    notices: record.notices,
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined),
  );
};

/** Inserts one. @returns it with its number. @throws a unique violation when its incident has one */
export async function insertPostmortem(
  tx: Tx,
  record: Omit<PostmortemRecord, 'id'>,
): Promise<PostmortemRecord> {
  const [{ id }] = await tx('postmortems')
    .insert(columns(record))
    .returning('id');
  return { ...record, id };
}

/** One, or undefined. */
export async function findPostmortem(
  db: Queryable,
  id: number,
): Promise<PostmortemRecord | undefined> {
  const row = await rows(db).where({ id }).first();
  return row && toPostmortem(row);
}

/** One. @throws NotFoundError */
export async function getPostmortem(
  db: Queryable,
  id: number,
): Promise<PostmortemRecord> {
  const found = await findPostmortem(db, id);
  if (!found) {
    throw new NotFoundError(`There is no postmortem ${postmortemName(id)}`);
  }
  return found;
}

/** That of an incident, or undefined. */
export async function findOfIncident(
  db: Queryable,
  incidentId: number,
): Promise<PostmortemRecord | undefined> {
  const row = await rows(db).where({ incident_id: incidentId }).first();
  return row && toPostmortem(row);
}

/** Holds one for the rest of the transaction, before anything that belongs to it. @throws NotFoundError */
export async function lockPostmortem(
  tx: Tx,
  id: number,
): Promise<PostmortemRecord> {
  const query = rows(tx).where({ id }).first();
  const row = await (tx.client.config.client === 'pg'
    ? query.forUpdate()
    : query);
  if (!row) {
    throw new NotFoundError(`There is no postmortem ${postmortemName(id)}`);
  }
  return toPostmortem(row);
}

/** Writes changes; give it what `lockPostmortem` has answered. The version grows when `edited`. */
export async function updatePostmortem(
  tx: Tx,
  record: PostmortemRecord,
  change: Partial<Omit<PostmortemRecord, 'id' | 'version'>>,
  edited = true,
): Promise<PostmortemRecord> {
  const next = {
    ...record,
    ...change,
    version: record.version + (edited ? 1 : 0),
  };
  await rows(tx)
    .where({ id: record.id })
    .update({
      ...columns({ ...change, version: next.version }),
      ...(change.waived === null ? { waived: null } : {}),
    });
  return next;
}

/** @throws ConflictError when somebody has changed it since */
export function mustBeVersion(record: PostmortemRecord, seen: number): void {
  if (record.version !== seen) {
    throw new ConflictError(
      `${postmortemName(record.id)} was changed since you opened it (version ${record.version}, you saw ${seen}); look at it again, then repeat your change`,
    );
  }
}

/** A row of `postmortem_events`. */
export interface EventRow {
  postmortem_id: number;
  seq: number;
  at: At;
  actor: string;
  text: string;
}

/** Writes into the history of a postmortem that the transaction holds. */
export async function appendEvent(
  tx: Tx,
  id: number,
  event: { readonly at: Date; readonly actor: Actor; readonly text: string },
): Promise<void> {
  const last = await tx<EventRow>('postmortem_events')
    .where({ postmortem_id: id })
    .orderBy('seq', 'desc')
    .first('seq');
  await tx<EventRow>('postmortem_events').insert({
    postmortem_id: id,
    seq: (last?.seq ?? 0) + 1,
    at: event.at,
    actor: JSON.stringify(event.actor),
    text: event.text,
  });
}

/** The history of a postmortem, newest first. */
export async function readEvents(
  db: Queryable,
  id: number,
  limit: number,
): Promise<PostmortemEvent[]> {
  const found = await db<EventRow>('postmortem_events')
    .where({ postmortem_id: id })
    .orderBy('seq', 'desc')
    .limit(limit);
  return found.map(({ at, actor, text }) => ({
    at: iso(instant(at)),
    actor: JSON.parse(actor),
    text,
  }));
}

/** Numbers of those whose reminder should have been given before an instant. */
export async function overdueNotices(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<number[]> {
  const found = await rows(db)
    .where('notice_at', '<', before)
    .orderBy('notice_at')
    .limit(limit)
    .select('id');
  return found.map(({ id }) => id);
}
