import { InputError } from '@backstage/errors';
import {
  kindOf,
  NamedRef,
  Severity,
} from '@muster/backstage-plugin-incidents-common';
import { Queryable } from '../platform/database';

/** What the directory knows of an entity of the catalog. */
export interface DirectoryEntity {
  readonly ref: string;
  readonly kind: string;
  readonly title: string;
  readonly ownerRef: string | null;
  readonly systemRef: string | null;
  readonly domainRef: string | null;
  /** Parent group, for groups. */
  readonly parentRef: string | null;
  /** For people. */
  readonly email: string | null;
  /** From `incidents/lead`, for groups. */
  readonly leadRef: string | null;
  readonly tier: number | null;
  readonly severityFloor: Severity | null;
  readonly runbook: string | null;
  /** From `incidents/escalation-policy`: a policy's id or name. */
  readonly policyAnnotation: string | null;
  /** Faults of its `incidents/…` annotations, in words. */
  readonly problems: readonly string[];
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
  /** Display names; a ref that nobody knows is shown by its bare name. */
  named(refs: readonly string[]): Promise<readonly NamedRef[]>;
  /**
   * Email addresses by person, from the tables; people without one are left out. Reads with `db`, so
   * that it can be asked inside a transaction.
   */
  emailsOf(
    db: Queryable,
    refs: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** When the catalog was last read as a whole; null before the first time. */
  asOf(): Promise<Date | null>;
}

/** @throws InputError unless the catalog has `ref` and it is of one of the kinds */
export async function mustBe(
  directory: Directory,
  ref: string,
  field: string,
  kinds: readonly ('user' | 'group')[],
): Promise<void> {
  if (!kinds.some(kind => kind === kindOf(ref))) {
    throw new InputError(
      `${field} is ${ref}; it must be a ${kinds.join(' or a ')}, such as ${kinds[0]}:default/${kinds[0] === 'user' ? 'ana.ruiz' : 'team-payments'}`,
    );
  }
  await directory.mustHave(ref, field);
}
