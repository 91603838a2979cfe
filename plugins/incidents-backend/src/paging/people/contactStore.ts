import {
  ContactRules,
  contactRulesSchema,
} from '@muster/backstage-plugin-incidents-common';
import { instant, instantOrNull, Queryable, Tx } from '../../platform/database';

type At = Date | number;

/** A method that a person has added. */
export interface OwnMethod {
  readonly id: string;
  readonly personRef: string;
  readonly channel: string;
  /** Opened by `AddressSafe` alone. */
  readonly sealed: string;
  readonly mask: string;
  readonly label: string;
  readonly verifiedAt: Date | null;
  readonly createdAt: Date;
}

interface MethodRow {
  id: string;
  person_ref: string;
  channel: string;
  address_sealed: string;
  address_mask: string;
  label: string;
  verified_at: At | null;
  created_at: At;
}

interface RulesRow {
  person_ref: string;
  document: string;
  version: number;
  updated_at: At;
}

/** Rules that a person has set. */
export interface StoredRules {
  readonly rules: ContactRules;
  readonly version: number;
}

const methods = (db: Queryable) => db<MethodRow>('contact_methods');
const rules = (db: Queryable) => db<RulesRow>('contact_rules');

const toMethod = (row: MethodRow): OwnMethod => ({
  id: row.id,
  personRef: row.person_ref,
  channel: row.channel,
  sealed: row.address_sealed,
  mask: row.address_mask,
  label: row.label,
  verifiedAt: instantOrNull(row.verified_at),
  createdAt: instant(row.created_at),
});

/** People whose methods are read by one statement, well below SQLite's limit of bound values. */
const chunk = 500;

/** Methods that these people have added, by person, oldest first. */
export async function ownMethods(
  db: Queryable,
  personRefs: readonly string[],
): Promise<ReadonlyMap<string, readonly OwnMethod[]>> {
  const found = new Map<string, OwnMethod[]>();
  for (let i = 0; i < personRefs.length; i += chunk) {
    const rows = await methods(db)
      .whereIn('person_ref', personRefs.slice(i, i + chunk))
      .orderBy(['created_at', 'id']);
    for (const method of rows.map(toMethod)) {
      const known = found.get(method.personRef);
      if (known) known.push(method);
      else found.set(method.personRef, [method]);
    }
  }
  return found;
}

/** Rules of these people, by person; those who have never set any are left out. */
export async function storedRules(
  db: Queryable,
  personRefs: readonly string[],
): Promise<ReadonlyMap<string, StoredRules>> {
  const found = new Map<string, StoredRules>();
  for (let i = 0; i < personRefs.length; i += chunk) {
    const rows = await rules(db).whereIn(
      'person_ref',
      personRefs.slice(i, i + chunk),
    );
    for (const row of rows) {
      found.set(row.person_ref, {
        rules: contactRulesSchema.parse(JSON.parse(row.document)),
        version: row.version,
      });
    }
  }
  return found;
}

/** A method by its id. */
export async function findMethod(
  db: Queryable,
  id: string,
): Promise<OwnMethod | undefined> {
  const row = await methods(db).where({ id }).first();
  return row && toMethod(row);
}

/** Verified methods of a channel whose address looks like this; few, so that each can be opened. */
export async function verifiedMethods(
  db: Queryable,
  channel: string,
  mask: string,
): Promise<OwnMethod[]> {
  const rows = await methods(db)
    .where({ channel, address_mask: mask })
    .whereNotNull('verified_at')
    .orderBy(['created_at', 'id']);
  return rows.map(toMethod);
}

/** Stores a new method. */
export async function insertMethod(tx: Tx, method: OwnMethod): Promise<void> {
  await methods(tx).insert({
    id: method.id,
    person_ref: method.personRef,
    channel: method.channel,
    address_sealed: method.sealed,
    address_mask: method.mask,
    label: method.label,
    verified_at: method.verifiedAt,
    created_at: method.createdAt,
  });
}

/** From now on rules may use it. */
export async function markVerified(
  tx: Tx,
  id: string,
  at: Date,
): Promise<void> {
  await methods(tx).where({ id }).update({ verified_at: at });
}

/** Removes a method. */
export async function deleteMethod(tx: Tx, id: string): Promise<void> {
  await methods(tx).where({ id }).delete();
}

/**
 * Stores rules in place of those of `seenVersion` (0: none were set); answers whether it did, and not
 * somebody else before.
 */
export async function replaceRules(
  tx: Tx,
  personRef: string,
  seenVersion: number,
  document: ContactRules,
  at: Date,
): Promise<boolean> {
  const columns = {
    document: JSON.stringify(document),
    version: seenVersion + 1,
    updated_at: at,
  };
  if (seenVersion !== 0) {
    const changed = await rules(tx)
      .where({ person_ref: personRef, version: seenVersion })
      .update(columns);
    return changed === 1;
  }
  const written = await rules(tx)
    .insert({ person_ref: personRef, ...columns })
    .onConflict('person_ref')
    .ignore()
    .returning('person_ref');
  return written.length === 1;
}

/** Removes all that people have told of how they are reached. */
export async function forgetPeople(
  tx: Tx,
  personRefs: readonly string[],
): Promise<void> {
  await methods(tx).whereIn('person_ref', personRefs).delete();
  await rules(tx).whereIn('person_ref', personRefs).delete();
  await tx('contact_codes').whereIn('person_ref', personRefs).delete();
}

/** Everybody of whom something is kept. */
export async function peopleKept(db: Queryable): Promise<string[]> {
  const rows = await db
    .select<{ person_ref: string }[]>('person_ref')
    .from('contact_methods')
    .union(db.select('person_ref').from('contact_rules'));
  return rows.map(row => row.person_ref);
}
