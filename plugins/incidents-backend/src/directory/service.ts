import { InputError, NotAllowedError } from '@backstage/errors';
import {
  Caller,
  kindOf,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { Queryable } from '../platform/database';
import { EntityFacts } from './model';

export { findDependants } from './dependants';
export { findGroupsOf } from './memberships';

/** What the directory knows of an entity of the catalog. */
export interface DirectoryEntity extends Omit<EntityFacts, 'memberRefs'> {
  /** When the catalog last confirmed it. */
  readonly confirmedAt: Date;
  /** It is no longer in the catalog. */
  readonly vanished: boolean;
}

/**
 * Who owns, who is in the team: the last answer of the catalog, from our own tables, so that a page
 * never waits for the catalog.
 */
export interface Directory {
  /**
   * An entity by its full ref. One that the tables lack is asked of the catalog, within two seconds;
   * undefined when the catalog does not have it either.
   *
   * @throws ServiceUnavailableError when it is unknown here and the catalog does not answer
   */
  entity(ref: string): Promise<DirectoryEntity | undefined>;
  /** As `entity`, from the tables alone. */
  known(ref: string): Promise<DirectoryEntity | undefined>;
  /** @throws NotFoundError naming the field, when the catalog has no such entity */
  mustHave(ref: string, field: string): Promise<DirectoryEntity>;
  /** People of a group, by name; of its child groups when it has none of its own. A person is their own member. */
  membersOf(ref: string): Promise<readonly NamedRef[]>;
  /**
   * Who stands behind each ref now: the person, or the people of the group as in `membersOf`; without those
   * who have left the catalog, so that nobody may be left. Somebody of whom the catalog has not told yet
   * counts as there. Reads with `db` where given, so that it can be asked inside a transaction.
   */
  peopleBehind(
    refs: readonly string[],
    db?: Queryable,
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /**
   * Of each entity, itself and what it is part of: its system, their domains, upwards. From the tables, with
   * `db` where given, so that it can be asked inside a transaction.
   */
  placesOf(
    refs: readonly string[],
    db?: Queryable,
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** The groups through which a group is its own ancestor, from it back to it; undefined when it is not. */
  circleOf(groupRef: string): Promise<readonly NamedRef[] | undefined>;
  /** Display names; a ref that nobody knows is shown by its bare name. */
  named(refs: readonly string[], db?: Queryable): Promise<readonly NamedRef[]>;
  /**
   * Email addresses by person, from the tables; people without one are left out. Reads with `db`, so
   * that it can be asked inside a transaction.
   */
  emailsOf(
    db: Queryable,
    refs: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** Those of these refs that left the catalog before an instant. */
  leftBefore(refs: readonly string[], before: Date): Promise<readonly string[]>;
  /** When the catalog was last read as a whole; null before the first time. */
  asOf(): Promise<Date | null>;
  /** All of it at one moment, in memory, for questions about the whole company. */
  snapshot(): Promise<DirectorySnapshot>;
}

/** The part of the directory that leads from an entity to people. */
export type WayToPeople = Pick<
  Directory,
  'entity' | 'known' | 'membersOf' | 'named'
>;

/** The directory at one moment. */
export interface DirectorySnapshot extends WayToPeople {
  /** Everything in the catalog that has an owner and can have incidents. */
  readonly owned: readonly DirectoryEntity[];
}

/** A field of a request that must name a person or a group. */
export interface PeopleField {
  /** As written in messages: `body.ownerRef`. */
  readonly field: string;
  readonly ref: string;
  readonly kinds: readonly ('user' | 'group')[];
}

const examples = { user: 'user:default/ana.ruiz', group: 'group:default/team' };

/** What is wrong with each field: another kind of entity, or one that the catalog has not or no longer. */
export async function faultsOfPeople(
  directory: Directory,
  fields: readonly PeopleField[],
): Promise<string[]> {
  const faults: string[] = [];
  for (const { field, ref, kinds } of fields) {
    if (!kinds.some(kind => kind === kindOf(ref))) {
      faults.push(
        `${field} is ${ref}; it must be a ${kinds.join(' or a ')}, such as ${examples[kinds[0]]}`,
      );
      continue;
    }
    const entity = await directory.entity(ref);
    if (!entity || entity.vanished) {
      faults.push(
        `${field} names ${ref}, which is ${entity ? 'no longer' : 'not'} in the catalog; name somebody who is`,
      );
    }
  }
  return faults;
}

/** The person who calls, by name. @throws NotAllowedError for a service, which the floor lets only read */
export async function personOf(
  directory: Pick<Directory, 'named'>,
  caller: Caller,
): Promise<NamedRef> {
  if (caller.kind !== 'person') {
    throw new NotAllowedError('This needs a person; sign in as one');
  }
  const [person] = await directory.named([caller.ref]);
  return person;
}

/**
 * The people whom refs of people and groups come to now, by name, each once; without those who have left the catalog.
 *
 * @param field - as written in messages: `with.people`
 * @throws InputError naming each ref that is none or not in the catalog; also when they come to nobody
 */
export async function peopleNow(
  directory: Directory,
  refs: readonly string[],
  field: string,
): Promise<readonly NamedRef[]> {
  const faults = await faultsOfPeople(
    directory,
    refs.map((ref, index) => ({
      field: `${field}[${index}]`,
      ref,
      kinds: ['user', 'group'],
    })),
  );
  if (faults.length > 0) throw new InputError(faults.join('; '));
  const behind = await directory.peopleBehind(refs);
  const people = [...new Set(refs.flatMap(ref => behind.get(ref) ?? []))];
  if (people.length === 0) {
    throw new InputError(
      `${field} names nobody who is there now: the group has no people in it`,
    );
  }
  return directory.named(people);
}
