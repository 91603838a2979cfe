import {
  Actor,
  EntrySource,
  KeyMoment,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { instant, Queryable, Tx } from '../../../platform/database';
import { DrawnEntry } from './drawn';

interface EntryRow {
  id: string;
  postmortem_id: number;
  at: Date | number;
  text: string;
  original: string | null;
  source: EntrySource;
  source_id: string | null;
  type: string;
  path: string | null;
  actor: string;
  starred: boolean | number;
  hidden: boolean | number;
  moment: KeyMoment | null;
  added_by: string | null;
  merged_into: string | null;
  version: number;
  position: number;
}

/** An entry as it is stored. */
export interface EntryRecord {
  readonly id: string;
  readonly postmortemId: number;
  readonly at: Date;
  readonly text: string;
  /** What was recorded, once it has been reworded. */
  readonly original: string | null;
  readonly source: EntrySource;
  readonly sourceId: string | null;
  readonly type: string;
  readonly path: string | null;
  readonly actor: Actor;
  readonly starred: boolean;
  readonly hidden: boolean;
  readonly moment: KeyMoment | null;
  readonly addedBy: NamedRef | null;
  readonly mergedInto: string | null;
  readonly version: number;
  readonly position: number;
}

const rows = (db: Queryable) => db<EntryRow>('postmortem_entries');

const toRecord = (row: EntryRow): EntryRecord => ({
  id: row.id,
  postmortemId: row.postmortem_id,
  at: instant(row.at),
  text: row.text,
  original: row.original,
  source: row.source,
  sourceId: row.source_id,
  type: row.type,
  path: row.path,
  actor: JSON.parse(row.actor),
  starred: Boolean(row.starred),
  hidden: Boolean(row.hidden),
  moment: row.moment,
  addedBy: row.added_by === null ? null : JSON.parse(row.added_by),
  mergedInto: row.merged_into,
  version: row.version,
  position: row.position,
});

/** Every entry of a postmortem, those that others stand for as well; oldest first. */
export async function readEntries(
  db: Queryable,
  postmortemId: number,
): Promise<EntryRecord[]> {
  const found = await rows(db)
    .where({ postmortem_id: postmortemId })
    .orderBy(['at', 'position']);
  return found.map(toRecord);
}

/** What figures follow from. */
export type EntryMark = Pick<
  EntryRecord,
  'at' | 'source' | 'type' | 'moment' | 'hidden'
>;

/** As `readEntries`, without what people read. */
export async function readMarks(
  db: Queryable,
  postmortemId: number,
): Promise<EntryMark[]> {
  const found = await rows(db)
    .where({ postmortem_id: postmortemId })
    .orderBy(['at', 'position'])
    .select('at', 'source', 'type', 'moment', 'hidden');
  return found.map(({ at, hidden, ...mark }) => ({
    ...mark,
    at: instant(at),
    hidden: Boolean(hidden),
  }));
}

/** One entry with everything that it stands for, down to the last; none when there is no such entry. */
export async function readBranch(
  db: Queryable,
  postmortemId: number,
  id: string,
): Promise<EntryRecord[]> {
  const ofIt = () => rows(db).where({ postmortem_id: postmortemId });
  let level = (await ofIt().where({ id })).map(toRecord);
  const found = [...level];
  while (level.some(({ source }) => source === 'merged')) {
    const next = await ofIt()
      .whereIn(
        'merged_into',
        level.map(entry => entry.id),
      )
      .orderBy(['at', 'position']);
    level = next.map(toRecord);
    found.push(...level);
  }
  return found;
}

/** How many entries a postmortem has, those that others stand for as well. */
export async function countEntries(
  db: Queryable,
  postmortemId: number,
): Promise<number> {
  const [{ count }] = await rows(db)
    .where({ postmortem_id: postmortemId })
    .count({ count: '*' });
  return Number(count);
}

/** So many rows go into one statement: SQLite binds at most 32,766 values. */
const rowsAtOnce = 500;

/** Adds drawn entries, in their order after those that are there. */
export async function insertDrawn(
  tx: Tx,
  postmortemId: number,
  drawn: readonly DrawnEntry[],
  newId: () => string,
): Promise<void> {
  const first = await nextPosition(tx, postmortemId);
  const all = drawn.map((entry, index): EntryRow => ({
    id: newId(),
    postmortem_id: postmortemId,
    at: entry.at,
    text: entry.text,
    original: null,
    source: entry.source,
    source_id: entry.sourceId,
    type: entry.type,
    path: entry.path,
    actor: JSON.stringify(entry.actor),
    starred: entry.starred,
    hidden: entry.hidden,
    moment: entry.moment,
    added_by: null,
    merged_into: null,
    version: 1,
    position: first + index,
  }));
  for (let start = 0; start < all.length; start += rowsAtOnce) {
    await rows(tx).insert(all.slice(start, start + rowsAtOnce));
  }
}

/** Adds one that was not drawn: written by hand, or standing for several. */
export async function insertEntry(
  tx: Tx,
  entry: Pick<
    EntryRecord,
    | 'id'
    | 'postmortemId'
    | 'at'
    | 'text'
    | 'source'
    | 'type'
    | 'actor'
    | 'starred'
    | 'hidden'
    | 'moment'
    | 'addedBy'
  >,
): Promise<void> {
  await rows(tx).insert({
    id: entry.id,
    postmortem_id: entry.postmortemId,
    at: entry.at,
    text: entry.text,
    original: null,
    source: entry.source,
    source_id: null,
    type: entry.type,
    path: null,
    actor: JSON.stringify(entry.actor),
    starred: entry.starred,
    hidden: entry.hidden,
    moment: entry.moment,
    added_by: entry.addedBy && JSON.stringify(entry.addedBy),
    merged_into: null,
    version: 1,
    position: await nextPosition(tx, entry.postmortemId),
  });
}

/** What curation changes. */
export type EntryChange = Partial<
  Pick<
    EntryRecord,
    'at' | 'text' | 'original' | 'starred' | 'hidden' | 'moment'
  >
>;

/** Changes entries of a postmortem; their versions grow. */
export async function updateEntries(
  tx: Tx,
  postmortemId: number,
  ids: readonly string[],
  change: EntryChange,
): Promise<void> {
  await rows(tx)
    .where({ postmortem_id: postmortemId })
    .whereIn('id', [...ids])
    .update({ ...change, version: tx.raw('version + 1') });
}

/** What was recorded has a newer text: what people have made of it stays. */
export async function refreshText(
  tx: Tx,
  { id, original }: Pick<EntryRecord, 'id' | 'original'>,
  text: string,
): Promise<void> {
  await rows(tx)
    .where({ id })
    .update(original === null ? { text } : { original: text });
}

/** No entry of the postmortem is this moment any more. */
export async function clearMoment(
  tx: Tx,
  postmortemId: number,
  moment: KeyMoment,
): Promise<void> {
  await rows(tx)
    .where({ postmortem_id: postmortemId, moment })
    .update({ moment: null, version: tx.raw('version + 1') });
}

/** Has one entry stand for others; null: they stand for themselves again. */
export async function setMergedInto(
  tx: Tx,
  postmortemId: number,
  ids: readonly string[],
  into: string | null,
): Promise<void> {
  await rows(tx)
    .where({ postmortem_id: postmortemId })
    .whereIn('id', [...ids])
    .update({ merged_into: into, version: tx.raw('version + 1') });
}

/** Deletes one. */
export async function deleteEntry(tx: Tx, id: string): Promise<void> {
  await rows(tx).where({ id }).delete();
}

async function nextPosition(tx: Tx, postmortemId: number): Promise<number> {
  const last = await rows(tx)
    .where({ postmortem_id: postmortemId })
    .max<{ last: number | null }[]>({ last: 'position' });
  return (last[0].last ?? -1) + 1;
}
