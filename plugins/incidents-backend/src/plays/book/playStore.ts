import { ConflictError, NotFoundError } from '@backstage/errors';
import { NamedRef, PlayState } from '@muster/backstage-plugin-incidents-common';
import {
  Database,
  instant,
  instantOrNull,
  isUniqueViolation,
  Queryable,
  Tx,
} from '../../platform/database';

type At = Date | number;

/** A play as it is stored; what it says is in its versions. */
export interface StoredPlay {
  readonly id: string;
  /** As it is called, or was when it was removed. */
  readonly name: string;
  readonly removed: boolean;
  readonly ownerRef: string;
  readonly state: PlayState;
  /** The newest version. */
  readonly version: number;
  /** The one that starts. */
  readonly approvedVersion: number | null;
  /** Of the runs that ended last; counted up to three. */
  readonly failuresInARow: number;
  readonly nextTickAt: Date | null;
  readonly hasWebhook: boolean;
  /** When it first was enabled. */
  readonly enabledAt: Date | null;
  readonly updatedAt: Date;
  readonly updatedBy: NamedRef;
}

export interface PlayRow {
  id: string;
  name: string | null;
  last_name: string;
  owner_ref: string;
  state: PlayState;
  version: number;
  approved_version: number | null;
  failures_in_a_row: number;
  next_tick_at: At | null;
  webhook_token_hash: string | null;
  webhook_secret: string | null;
  enabled_at: At | null;
  updated_at: At;
  updated_by: string;
}

export const plays = (db: Queryable) => db<PlayRow>('plays');

const toPlay = (row: PlayRow): StoredPlay => ({
  id: row.id,
  name: row.last_name,
  removed: row.name === null,
  ownerRef: row.owner_ref,
  state: row.state,
  version: row.version,
  approvedVersion: row.approved_version,
  failuresInARow: row.failures_in_a_row,
  nextTickAt: instantOrNull(row.next_tick_at),
  hasWebhook: row.webhook_token_hash !== null,
  enabledAt: instantOrNull(row.enabled_at),
  updatedAt: instant(row.updated_at),
  updatedBy: JSON.parse(row.updated_by),
});

/** One that has not been removed. @throws NotFoundError */
export async function getPlay(db: Queryable, id: string): Promise<StoredPlay> {
  const row = await plays(db).where({ id }).whereNotNull('name').first();
  return row ? toPlay(row) : notThere(id);
}

/** As `getPlay`, locked until the transaction ends. */
export async function lockPlay(
  database: Database,
  tx: Tx,
  id: string,
): Promise<StoredPlay> {
  const row = await database
    .forUpdate(plays(tx).where({ id }).whereNotNull('name'))
    .first();
  return row ? toPlay(row) : notThere(id);
}

/** The play that goes by a name now. */
export async function findByName(
  db: Queryable,
  name: string,
): Promise<StoredPlay | undefined> {
  const row = await plays(db).where({ name }).first();
  return row && toPlay(row);
}

/** A play that may start, and in which version. */
export interface EnabledRow {
  id: string;
  name: string;
  version: number;
  approved_at: At;
  enabled_at: At | null;
}

/** All plays that may start, by name. */
export function readEnabled(db: Queryable): Promise<EnabledRow[]> {
  return plays(db)
    .join('play_versions as v', on => {
      on.on('v.play_id', 'plays.id').andOn(
        'v.version',
        'plays.approved_version',
      );
    })
    .where({ state: 'enabled' })
    .whereNotNull('name')
    .orderBy('name')
    .select('plays.id', 'name', 'v.version', 'v.approved_at', 'enabled_at');
}

/** @throws ConflictError when the name is taken */
export async function insertPlay(
  tx: Tx,
  play: {
    id: string;
    name: string;
    ownerRef: string;
    at: Date;
    by: NamedRef;
  },
): Promise<void> {
  await named(play.name, () =>
    plays(tx).insert({
      id: play.id,
      name: play.name,
      last_name: play.name,
      owner_ref: play.ownerRef,
      state: 'draft',
      version: 1,
      updated_at: play.at,
      updated_by: JSON.stringify(play.by),
    }),
  );
}

/** Changes columns. @throws ConflictError when the name is taken */
export async function updatePlay(
  tx: Tx,
  id: string,
  change: Partial<Omit<PlayRow, 'id' | 'last_name'>>,
): Promise<void> {
  const { name } = change;
  await named(name ?? '', () =>
    plays(tx)
      .where({ id })
      .update(name ? { ...change, last_name: name } : change),
  );
}

/** Plays by name, of which one more than the page is read to see whether another follows. */
export async function listPlays(
  db: Queryable,
  query: {
    q?: string;
    ownerRef?: string;
    state?: PlayState;
    limit: number;
    /** The name of the last of the page before. */
    after: string | undefined;
  },
): Promise<StoredPlay[]> {
  const select = plays(db)
    .whereNotNull('name')
    .orderBy('name')
    .limit(query.limit + 1);
  if (query.after !== undefined) select.andWhere('name', '>', query.after);
  if (query.ownerRef) select.andWhere({ owner_ref: query.ownerRef });
  if (query.state) select.andWhere({ state: query.state });
  for (const word of query.q?.toLocaleLowerCase('en-US').split(/\s+/) ?? []) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    select.whereRaw(`lower(name) like ? escape '\\'`, [pattern]);
  }
  return (await select).map(toPlay);
}

async function named<T>(
  name: string,
  write: () => PromiseLike<T>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ConflictError(
      `name: there is a play called “${name}” already; choose another name`,
    );
  }
}

function notThere(id: string): never {
  throw new NotFoundError(`There is no play ${id}; it may have been removed`);
}
