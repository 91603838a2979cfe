import {
  Actor,
  NamedRef,
  PostmortemComment,
} from '@muster/backstage-plugin-incidents-common';
import {
  instant,
  instantOrNull,
  iso,
  isoOrNull,
  Queryable,
  Tx,
} from '../../../platform/database';

interface CommentRow {
  id: string;
  postmortem_id: number;
  section: string | null;
  text: string;
  by: string;
  at: Date | number;
  resolved_at: Date | number | null;
  resolved_by: string | null;
}

const rows = (db: Queryable) => db<CommentRow>('postmortem_comments');

const toComment = (row: CommentRow): PostmortemComment => ({
  id: row.id,
  section: row.section,
  text: row.text,
  by: JSON.parse(row.by),
  at: iso(instant(row.at)),
  resolvedAt: isoOrNull(instantOrNull(row.resolved_at)),
  resolvedBy: row.resolved_by === null ? null : JSON.parse(row.resolved_by),
});

/** The newest comments of a postmortem, oldest first. */
export async function readComments(
  db: Queryable,
  postmortemId: number,
  limit: number,
): Promise<PostmortemComment[]> {
  const found = await rows(db)
    .where({ postmortem_id: postmortemId })
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
  return found.map(toComment).reverse();
}

/** Who has commented on a section, or on the whole (null), with one of the newest comments: refs of people, each once. */
export async function newestCommenters(
  db: Queryable,
  postmortemId: number,
  section: string | null,
  most: number,
): Promise<string[]> {
  const found = await rows(db)
    .where({ postmortem_id: postmortemId, section })
    .orderBy('at', 'desc')
    .limit(most)
    .select('by');
  const refs = found.flatMap(row => {
    const by: Actor = JSON.parse(row.by);
    return by.ref ?? [];
  });
  return [...new Set(refs)];
}

/** One of a postmortem, or undefined. */
export async function findComment(
  db: Queryable,
  postmortemId: number,
  id: string,
): Promise<PostmortemComment | undefined> {
  const row = await rows(db).where({ postmortem_id: postmortemId, id }).first();
  return row && toComment(row);
}

/** Adds one. */
export async function insertComment(
  tx: Tx,
  postmortemId: number,
  comment: {
    readonly id: string;
    readonly section: string | null;
    readonly text: string;
    readonly by: Actor;
    readonly at: Date;
  },
): Promise<void> {
  const { id, section, text, by, at } = comment;
  await rows(tx).insert({
    id,
    postmortem_id: postmortemId,
    section,
    text,
    by: JSON.stringify(by),
    at,
    resolved_at: null,
    resolved_by: null,
  });
}

/** It is dealt with; who said so first stays. */
export async function resolveComment(
  db: Queryable,
  postmortemId: number,
  id: string,
  at: Date,
  by: NamedRef,
): Promise<void> {
  await rows(db)
    .where({ postmortem_id: postmortemId, id, resolved_at: null })
    .update({ resolved_at: at, resolved_by: JSON.stringify(by) });
}
