import { KeyMoment } from '@muster/backstage-plugin-incidents-common';
import { Tx } from '../../../platform/database';
import { DrawnEntry } from './drawn';
import { EntryRecord, entryRows, EntryRow } from './entryStore';

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
    await entryRows(tx).insert(all.slice(start, start + rowsAtOnce));
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
  await entryRows(tx).insert({
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
  await entryRows(tx)
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
  await entryRows(tx)
    .where({ id })
    .update(original === null ? { text } : { original: text });
}

/** No entry of the postmortem is this moment any more. */
export async function clearMoment(
  tx: Tx,
  postmortemId: number,
  moment: KeyMoment,
): Promise<void> {
  await entryRows(tx)
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
  await entryRows(tx)
    .where({ postmortem_id: postmortemId })
    .whereIn('id', [...ids])
    .update({ merged_into: into, version: tx.raw('version + 1') });
}

/** Deletes one. */
export async function deleteEntry(tx: Tx, id: string): Promise<void> {
  await entryRows(tx).where({ id }).delete();
}

async function nextPosition(tx: Tx, postmortemId: number): Promise<number> {
  const last = await entryRows(tx)
    .where({ postmortem_id: postmortemId })
    .max<{ last: number | null }[]>({ last: 'position' });
  return (last[0].last ?? -1) + 1;
}
