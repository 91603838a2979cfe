import { Directory } from '../../directory/service';
import { Queryable } from '../../platform/database';
import { PostmortemRecord } from '../model';
import { PostmortemGate } from '../ports';
import { readersOf } from '../readers';

/** Of these people and groups, those who may not read a postmortem; a group is one of them when nobody in it may. */
export async function shutOut(
  db: Queryable,
  record: PostmortemRecord,
  refs: readonly string[],
  options: {
    readonly gate: Pick<PostmortemGate, 'people'>;
    readonly directory: Pick<Directory, 'peopleBehind'>;
    /** Groups and people. */
    readonly admins: readonly string[];
  },
): Promise<string[]> {
  const readers = await readersOf(db, record, options);
  if (!readers) return [];
  const { admins, directory } = options;
  const behind = await directory.peopleBehind([...refs, ...admins], db);
  const peopleOf = (ref: string) => behind.get(ref) ?? [];
  const mayRead = new Set([...readers, ...admins.flatMap(peopleOf)]);
  return refs.filter(ref => !peopleOf(ref).some(one => mayRead.has(one)));
}
