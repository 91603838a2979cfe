import { Directory } from '../directory/service';
import { Queryable } from '../platform/database';
import { isPublished, PostmortemRecord } from './model';
import { PostmortemGate } from './ports';

/**
 * The people to whom a note may tell what stands in a postmortem, without admins.
 *
 * @returns undefined for one that everybody may read
 */
export async function readersOf(
  db: Queryable,
  record: PostmortemRecord,
  {
    gate,
    directory,
  }: {
    readonly gate: Pick<PostmortemGate, 'people'>;
    readonly directory: Pick<Directory, 'peopleBehind'>;
  },
): Promise<ReadonlySet<string> | undefined> {
  if (isPublished(record) && !record.restricted) return undefined;
  const { writer, owner, restricted } = record;
  const people = await gate.people(db, record.id);
  const refs = [
    ...(writer ? [writer] : []),
    ...(owner && !restricted ? [owner] : []),
    ...people.participants,
    ...people.reviewers,
    ...people.readers,
  ].map(({ ref }) => ref);
  const behind = await directory.peopleBehind(refs, db);
  return new Set([...behind.values()].flat());
}
