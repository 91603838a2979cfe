import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Queryable, Tx } from '../../../platform/database';

interface ImageRow {
  id: string;
  postmortem_id: number;
  name: string;
  media_type: string;
  data: Buffer;
  added_at: Date | number;
  added_by: string;
}

/** An image that is shown in a postmortem. */
export interface ImageRecord {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly data: Buffer;
}

const rows = (db: Queryable) => db<ImageRow>('postmortem_images');

const toRecord = (row: ImageRow): ImageRecord => ({
  id: row.id,
  name: row.name,
  mediaType: row.media_type,
  data: row.data,
});

/** Keeps an image. */
export async function insertImage(
  tx: Tx,
  postmortemId: number,
  image: ImageRecord,
  at: Date,
  by: NamedRef,
): Promise<void> {
  await rows(tx).insert({
    id: image.id,
    postmortem_id: postmortemId,
    name: image.name,
    media_type: image.mediaType,
    data: image.data,
    added_at: at,
    added_by: JSON.stringify(by),
  });
}

/** One of a postmortem, or undefined. */
export async function findImage(
  db: Queryable,
  postmortemId: number,
  id: string,
): Promise<ImageRecord | undefined> {
  const row = await rows(db).where({ postmortem_id: postmortemId, id }).first();
  return row && toRecord(row);
}

/** Of the named images those that are there, in the order in which they came, until they are `mostBytes` together. */
export async function readImages(
  db: Queryable,
  postmortemId: number,
  ids: ReadonlySet<string>,
  mostBytes = Infinity,
): Promise<ImageRecord[]> {
  const sizes: { id: string; bytes: number }[] = await rows(db)
    .where({ postmortem_id: postmortemId })
    .orderBy(['added_at', 'id'])
    .select('id', db.raw('length(data) as bytes'));
  let sum = 0;
  const wanted = sizes
    .filter(({ id }) => ids.has(id))
    .filter(({ bytes }) => (sum += bytes) <= mostBytes)
    .map(({ id }) => id);
  const found = await rows(db)
    .whereIn('id', wanted)
    .orderBy(['added_at', 'id']);
  return found.map(toRecord);
}

/** How many there are. */
export async function countImages(
  db: Queryable,
  postmortemId: number,
): Promise<number> {
  const [{ count }] = await rows(db)
    .where({ postmortem_id: postmortemId })
    .count({ count: '*' });
  return Number(count);
}
