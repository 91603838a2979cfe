import {
  Actor,
  EntrySource,
  KeyMoment,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { instant, Queryable } from '../../../platform/database';

/** A row of `postmortem_entries`. */
export interface EntryRow {
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

/** The table. */
export const entryRows = (db: Queryable) => db<EntryRow>('postmortem_entries');

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
  const found = await entryRows(db)
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
  const found = await entryRows(db)
    .where({ postmortem_id: postmortemId })
    .orderBy(['at', 'position'])
    .select('at', 'source', 'type', 'moment', 'hidden');
  return found.map(({ at, hidden, ...mark }) => ({
    ...mark,
    at: instant(at),
    hidden: Boolean(hidden),
  }));
}

/** When each key moment was. */
export async function readMoments(
  db: Queryable,
  postmortemId: number,
): Promise<ReadonlyMap<KeyMoment, Date>> {
  const found = await entryRows(db)
    .where({ postmortem_id: postmortemId })
    .whereNotNull('moment')
    .select('moment', 'at');
  return new Map(
    found.flatMap(({ moment, at }) => (moment ? [[moment, instant(at)]] : [])),
  );
}

/** One entry with everything that it stands for, down to the last; none when there is no such entry. */
export async function readBranch(
  db: Queryable,
  postmortemId: number,
  id: string,
): Promise<EntryRecord[]> {
  const ofIt = () => entryRows(db).where({ postmortem_id: postmortemId });
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
  const [{ count }] = await entryRows(db)
    .where({ postmortem_id: postmortemId })
    .count({ count: '*' });
  return Number(count);
}
