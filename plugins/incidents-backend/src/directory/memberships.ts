import { Queryable } from '../platform/database';

/** The groups that a person is a direct member of, by ref; from the tables. */
export async function findGroupsOf(
  db: Queryable,
  personRef: string,
): Promise<string[]> {
  return db('directory_members')
    .where({ person_ref: personRef })
    .orderBy('group_ref')
    .pluck('group_ref');
}
