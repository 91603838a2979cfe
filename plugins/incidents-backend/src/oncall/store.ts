import {
  NamedRef,
  OverrideInput,
  ScheduleInput,
  scheduleInputSchema,
  ShadowInput,
  TemporaryInput,
} from '@muster/backstage-plugin-incidents-common';
import { Clock } from '../platform/clock';
import {
  Database,
  instant,
  instantOrNull,
  iso,
  Queryable,
  Tx,
} from '../platform/database';
import {
  DocumentRow,
  DocumentTable,
  StoredDocument,
} from '../platform/documents';

/** A schedule as it is stored: its newest version. */
export interface StoredSchedule extends StoredDocument<ScheduleInput> {
  /** When it was put away; null while in use. */
  readonly archivedAt: Date | null;
}

/** A version of a schedule, in force from `effectiveFrom`; null: it always held. */
export interface StoredVersion {
  readonly version: number;
  readonly effectiveFrom: Date | null;
  readonly content: ScheduleInput;
  readonly savedAt: Date;
  readonly savedBy: NamedRef;
}

/** What changes a schedule for a time, by its kind. */
export interface ChangeContents {
  readonly override: OverrideInput;
  readonly temporary: TemporaryInput;
  readonly shadow: ShadowInput;
}
export type ChangeKind = keyof ChangeContents;

/** A change for a time. Start and end in `content` are those that hold, also after it was ended early. */
export interface StoredChange<K extends ChangeKind> {
  readonly id: string;
  readonly scheduleId: string;
  readonly kind: K;
  readonly start: Date;
  readonly end: Date;
  readonly createdAt: Date;
  readonly createdBy: NamedRef;
  readonly content: ChangeContents[K];
}

/** A change of any kind; its `kind` says which. */
export type AnyChange = { [K in ChangeKind]: StoredChange<K> }[ChangeKind];

interface ScheduleRow extends DocumentRow {
  archived_at: Date | number | null;
  watch_at: Date | number | null;
}

interface VersionRow {
  schedule_id: string;
  version: number;
  effective_from: Date | number | null;
  document: string;
  saved_at: Date | number;
  saved_by: string;
}

interface ChangeRow {
  id: string;
  schedule_id: string;
  kind: ChangeKind;
  start_at: Date | number;
  end_at: Date | number;
  document: string;
  created_at: Date | number;
  created_by: string;
}

const rows = (db: Queryable) => db<ScheduleRow>('schedules');
const versionRows = (db: Queryable) => db<VersionRow>('schedule_versions');
const changeRows = (db: Queryable) => db<ChangeRow>('schedule_changes');

/** Ids that one statement carries, well below SQLite's limit of bound values. */
const chunk = 400;

function* inChunks<T>(items: readonly T[]): Generator<T[]> {
  for (let i = 0; i < items.length; i += chunk) yield items.slice(i, i + chunk);
}

/** So many parsed documents are remembered: checking one costs more than computing with it. */
const mostParsed = 5000;
const parsed = new Map<string, ScheduleInput>();

/** A stored schedule; what a document of an older version lacks is filled with defaults. */
function readSchedule(document: string): ScheduleInput {
  let content = parsed.get(document);
  if (!content) {
    content = scheduleInputSchema.parse(JSON.parse(document));
    if (parsed.size >= mostParsed) parsed.clear();
    parsed.set(document, content);
  }
  return content;
}

/** The table of schedules' newest versions, for writing. */
export const scheduleDocuments = (clock: Clock) =>
  new DocumentTable<ScheduleInput>({
    table: 'schedules',
    noun: 'schedule',
    clock,
    read: readSchedule,
  });

const toSchedule = (row: ScheduleRow): StoredSchedule => ({
  id: row.id,
  version: row.version,
  updatedAt: instant(row.updated_at),
  updatedBy: JSON.parse(row.updated_by),
  content: readSchedule(row.document),
  archivedAt: instantOrNull(row.archived_at),
});

const toVersion = (row: VersionRow): StoredVersion => ({
  version: row.version,
  effectiveFrom: instantOrNull(row.effective_from),
  content: readSchedule(row.document),
  savedAt: instant(row.saved_at),
  savedBy: JSON.parse(row.saved_by),
});

const toChange = (row: ChangeRow): AnyChange => ({
  id: row.id,
  scheduleId: row.schedule_id,
  kind: row.kind,
  start: instant(row.start_at),
  end: instant(row.end_at),
  createdAt: instant(row.created_at),
  createdBy: JSON.parse(row.created_by),
  content: {
    ...JSON.parse(row.document),
    start: iso(instant(row.start_at)),
    end: iso(instant(row.end_at)),
  },
});

/** Schedules by name: those in use, or those that were put away. */
export async function listSchedules(
  db: Queryable,
  archived: boolean,
): Promise<StoredSchedule[]> {
  const query = rows(db).orderBy('name');
  const found = await (archived
    ? query.whereNotNull('archived_at')
    : query.whereNull('archived_at'));
  return found.map(toSchedule);
}

/** Schedules by their ids, archived ones too; those that do not exist are left out. */
export async function findSchedules(
  db: Queryable,
  ids: readonly string[],
): Promise<StoredSchedule[]> {
  const found: StoredSchedule[] = [];
  for (const some of inChunks(ids)) {
    found.push(...(await rows(db).whereIn('id', some)).map(toSchedule));
  }
  return found;
}

/** A schedule, locked until the transaction ends; undefined when there is none. */
export async function lockSchedule(
  database: Database,
  tx: Tx,
  id: string,
): Promise<StoredSchedule | undefined> {
  const row = await database.forUpdate(rows(tx).where({ id })).first();
  return row && toSchedule(row);
}

export async function setArchived(
  tx: Tx,
  id: string,
  at: Date | null,
): Promise<void> {
  await rows(tx).where({ id }).update({ archived_at: at });
}

/** Sets when a schedule is to be looked at next for notices; null: at once. */
export async function setWatch(
  tx: Tx,
  id: string,
  at: Date | null,
): Promise<void> {
  await rows(tx).where({ id }).update({ watch_at: at });
}

/** Ids of schedules in use that were to be looked at before an instant, or never have been. */
export async function schedulesToWatch(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<string[]> {
  const found = await rows(db)
    .whereNull('archived_at')
    .andWhere(overdue =>
      overdue.whereNull('watch_at').orWhere('watch_at', '<', before),
    )
    .limit(limit)
    .select('id');
  return found.map(({ id }) => id);
}

/** A version that the version before of this plugin has saved: only the schedule's own row tells of it. */
export function missingVersion(
  schedule: StoredSchedule,
  versions: readonly StoredVersion[],
): StoredVersion | undefined {
  const newest = Math.max(0, ...versions.map(({ version }) => version));
  if (schedule.version <= newest) return undefined;
  return {
    version: schedule.version,
    effectiveFrom: newest === 0 ? null : schedule.updatedAt,
    content: schedule.content,
    savedAt: schedule.updatedAt,
    savedBy: schedule.updatedBy,
  };
}

/** Versions that have a row of their own, the oldest first. */
export async function writtenVersionsOf(
  db: Queryable,
  scheduleId: string,
): Promise<StoredVersion[]> {
  const found = await versionRows(db)
    .where({ schedule_id: scheduleId })
    .orderBy('version');
  return found.map(toVersion);
}

/** Every version of a schedule, the oldest first. */
export async function versionsOf(
  db: Queryable,
  schedule: StoredSchedule,
): Promise<StoredVersion[]> {
  const written = await writtenVersionsOf(db, schedule.id);
  const missing = missingVersion(schedule, written);
  return missing ? [...written, missing] : written;
}

/**
 * The versions of each schedule that matter from an instant on: the one in force then, and later ones. A
 * version that a later save has superseded by then does not.
 */
export async function versionsFrom(
  db: Queryable,
  schedules: readonly StoredSchedule[],
  from: Date,
): Promise<ReadonlyMap<string, readonly StoredVersion[]>> {
  const bySchedule = new Map<string, StoredVersion[]>(
    schedules.map(({ id }) => [id, []]),
  );
  for (const some of inChunks([...bySchedule.keys()])) {
    const found = await db<VersionRow>('schedule_versions as v')
      .whereIn('v.schedule_id', some)
      .where(
        'v.version',
        '>=',
        db('schedule_versions as w')
          .whereRaw('?? = ??', ['w.schedule_id', 'v.schedule_id'])
          .andWhere(past =>
            past
              .whereNull('w.effective_from')
              .orWhere('w.effective_from', '<=', from),
          )
          .select(db.raw('coalesce(max(??), 0)', ['w.version'])),
      )
      .orderBy('v.version');
    for (const row of found) {
      bySchedule.get(row.schedule_id)?.push(toVersion(row));
    }
  }
  for (const schedule of schedules) {
    const versions = bySchedule.get(schedule.id) ?? [];
    const missing = missingVersion(schedule, versions);
    if (missing) versions.push(missing);
  }
  return bySchedule;
}

export async function insertVersion(
  tx: Tx,
  scheduleId: string,
  version: StoredVersion,
): Promise<void> {
  await versionRows(tx).insert({
    schedule_id: scheduleId,
    version: version.version,
    effective_from: version.effectiveFrom,
    document: JSON.stringify(version.content),
    saved_at: version.savedAt,
    saved_by: JSON.stringify(version.savedBy),
  });
}

/** Changes of schedules that touch `[from, to)`, by start. */
export async function changesBetween(
  db: Queryable,
  scheduleIds: readonly string[],
  from: Date,
  to: Date,
): Promise<AnyChange[]> {
  const found: AnyChange[] = [];
  for (const some of inChunks(scheduleIds)) {
    const touching = await changeRows(db)
      .whereIn('schedule_id', some)
      .andWhere('end_at', '>', from)
      .andWhere('start_at', '<', to)
      .orderBy(['start_at', 'created_at', 'id']);
    found.push(...touching.map(toChange));
  }
  return found;
}

export async function findChange(
  db: Queryable,
  scheduleId: string,
  id: string,
): Promise<AnyChange | undefined> {
  const row = await changeRows(db)
    .where({ id, schedule_id: scheduleId })
    .first();
  return row && toChange(row);
}

export async function insertChange<K extends ChangeKind>(
  tx: Tx,
  change: StoredChange<K>,
): Promise<void> {
  await changeRows(tx).insert({
    id: change.id,
    schedule_id: change.scheduleId,
    kind: change.kind,
    start_at: change.start,
    end_at: change.end,
    document: JSON.stringify(change.content),
    created_at: change.createdAt,
    created_by: JSON.stringify(change.createdBy),
  });
}

export async function endChange(tx: Tx, id: string, at: Date): Promise<void> {
  await changeRows(tx).where({ id }).update({ end_at: at });
}

export async function deleteChange(tx: Tx, id: string): Promise<void> {
  await changeRows(tx).where({ id }).delete();
}
