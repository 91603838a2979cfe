import { Directory } from '../directory/service';
import { Queryable } from '../platform/database';
import { isPublished, PostmortemRecord } from './model';
import { PostmortemGate } from './ports';

/**
 * The people to whom a note may tell what stands in a postmortem, without admins.
 *
 * @param restrictedTo - as if it were restricted to these; left out: as it is
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
  restrictedTo?: readonly string[],
): Promise<ReadonlySet<string> | undefined> {
  const { writer, owner } = record;
  const restricted = restrictedTo !== undefined || record.restricted;
  if (isPublished(record) && !restricted) return undefined;
  const people = await gate.people(db, record.id);
  const refs = [
    ...(writer ? [writer] : []),
    ...(owner && !restricted ? [owner] : []),
    ...people.participants,
    ...people.reviewers,
    ...(restrictedTo ? [] : people.readers),
  ].map(({ ref }) => ref);
  const behind = await directory.peopleBehind(
    [...refs, ...(restrictedTo ?? [])],
    db,
  );
  return new Set([...behind.values()].flat());
}

/** Who of some people and groups may read a postmortem. */
export interface Reading {
  /** The people behind them who may, each once. */
  readonly people: readonly string[];
  /** Those who may not; a group is one of them when nobody in it may. */
  readonly shutOut: readonly string[];
}

/** Who of these people and groups may read a postmortem, as admins too may: now, or if it were restricted to some. */
export async function readingOf(
  db: Queryable,
  record: PostmortemRecord,
  refs: readonly string[],
  options: {
    readonly gate: Pick<PostmortemGate, 'people'>;
    readonly directory: Pick<Directory, 'peopleBehind'>;
    /** Groups and people. */
    readonly admins: readonly string[];
  },
  restrictedTo?: readonly string[],
): Promise<Reading> {
  const readers = await readersOf(db, record, options, restrictedTo);
  const { admins, directory } = options;
  const behind = await directory.peopleBehind([...refs, ...admins], db);
  const peopleOf = (ref: string) => behind.get(ref) ?? [];
  const people = [...new Set(refs.flatMap(peopleOf))];
  if (!readers) return { people, shutOut: [] };
  const mayRead = new Set([...readers, ...admins.flatMap(peopleOf)]);
  return {
    people: people.filter(one => mayRead.has(one)),
    shutOut: refs.filter(ref => !peopleOf(ref).some(one => mayRead.has(one))),
  };
}
