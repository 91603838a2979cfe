import { Knex } from 'knex';
import { publishedStates } from '@muster/backstage-plugin-incidents-common';
import { instant, Queryable, Tx } from '../../platform/database';
import { Placed } from './factorTree';

interface NodeRow {
  id: string;
  postmortem_id: number;
  parent_id: string | null;
  position: number;
  text: string;
  factor_id: string | null;
  version: number;
}

interface FactorRow {
  id: string;
  name: string;
  key: string;
}

/** An answer to a why, as it is stored. */
export interface NodeRecord extends Placed {
  readonly text: string;
  readonly factorId: string | null;
  readonly version: number;
}

/** A factor that postmortems share. */
export interface FactorRecord {
  readonly id: string;
  readonly name: string;
}

const nodes = (db: Queryable) => db<NodeRow>('postmortem_factors');
const factors = (db: Queryable) => db<FactorRow>('factors');

/** The answers of a postmortem, in no particular order. */
export async function readNodes(
  db: Queryable,
  postmortemId: number,
): Promise<NodeRecord[]> {
  const found = await nodes(db).where({ postmortem_id: postmortemId });
  return found.map(row => ({
    id: row.id,
    parentId: row.parent_id,
    position: row.position,
    text: row.text,
    factorId: row.factor_id,
    version: row.version,
  }));
}

/** Adds answers. */
export async function insertNodes(
  tx: Tx,
  postmortemId: number,
  added: readonly Omit<NodeRecord, 'version'>[],
): Promise<void> {
  if (added.length === 0) return;
  await nodes(tx).insert(
    added.map(({ id, parentId, position, text, factorId }) => ({
      id,
      postmortem_id: postmortemId,
      parent_id: parentId,
      position,
      text,
      factor_id: factorId,
      version: 1,
    })),
  );
}

/** Changes what an answer says; its version grows. */
export async function updateNode(
  tx: Tx,
  { id, version }: NodeRecord,
  change: { readonly text?: string; readonly factorId?: string | null },
): Promise<void> {
  await nodes(tx)
    .where({ id })
    .update({
      version: version + 1,
      ...(change.text !== undefined && { text: change.text }),
      ...(change.factorId !== undefined && { factor_id: change.factorId }),
    });
}

/** Puts an answer elsewhere. */
export async function placeNode(
  tx: Tx,
  { id, parentId, position }: Placed,
): Promise<void> {
  await nodes(tx).where({ id }).update({ parent_id: parentId, position });
}

/** Deletes answers. */
export async function deleteNodes(
  tx: Tx,
  ids: readonly string[],
): Promise<void> {
  await nodes(tx)
    .whereIn('id', [...ids])
    .delete();
}

/** As factors are compared: in lower case, with single spaces. */
export const factorKey = (name: string): string =>
  name
    .normalize('NFKC')
    .toLocaleLowerCase('en-US')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100);

/** The factor of a name, whatever its case; a new one when there is none. */
export async function takeFactor(
  tx: Tx,
  name: string,
  newId: () => string,
): Promise<FactorRecord> {
  const key = factorKey(name);
  const shown = name.replace(/\s+/g, ' ').trim();
  await factors(tx)
    .insert({ id: newId(), name: shown, key })
    .onConflict('key')
    .ignore();
  const row = await factors(tx).where({ key }).first('id', 'name');
  if (!row) throw new Error(`The factor ${key} is gone within its own insert`);
  return row;
}

/** One, or undefined. */
export async function findFactor(
  db: Queryable,
  id: string,
): Promise<FactorRecord | undefined> {
  return factors(db).where({ id }).first('id', 'name');
}

/** The factors of postmortems with their names, by postmortem. */
export async function readFactorsOf(
  db: Queryable,
  postmortemIds: readonly number[],
): Promise<(FactorRecord & { readonly postmortemId: number })[]> {
  return nodes(db)
    .join('factors', 'factors.id', 'postmortem_factors.factor_id')
    .whereIn('postmortem_factors.postmortem_id', [...postmortemIds])
    .distinct({
      postmortemId: 'postmortem_factors.postmortem_id',
      id: 'factors.id',
      name: 'factors.name',
    })
    .orderBy('factors.name');
}

/** In how many published postmortems, other than one, that everybody may read, each factor stands. */
export async function countElsewhere(
  db: Queryable,
  postmortemId: number,
  factorIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counted = await nodes(db)
    .join('postmortems', 'postmortems.id', 'postmortem_factors.postmortem_id')
    .whereIn('postmortem_factors.factor_id', [...factorIds])
    .whereNot('postmortems.id', postmortemId)
    .whereIn('postmortems.state', [...publishedStates])
    .where('postmortems.restricted', false)
    .groupBy('postmortem_factors.factor_id')
    .select<{ id: string; n: number | string }[]>(
      'postmortem_factors.factor_id as id',
      db.raw('count(distinct postmortems.id) as n'),
    );
  return new Map(counted.map(({ id, n }) => [id, Number(n)]));
}

/** What narrows a list of factors. */
export interface FactorQuery {
  /** The beginning of a word of its name. */
  readonly q?: string;
  readonly entityRef?: string;
  readonly ownerRef?: string;
  readonly limit: number;
}

/** Narrows a query over `postmortems` to what somebody may read. */
export type Narrow = (query: Knex.QueryBuilder) => void;

/** Factors of postmortems that may be read, those first that stand in most published ones. */
export async function listFactors(
  db: Queryable,
  { q, entityRef, ownerRef, limit }: FactorQuery,
  narrow: Narrow,
): Promise<(FactorRecord & { readonly count: number })[]> {
  const query = inReadable(db, narrow)
    .groupBy('factors.id', 'factors.name')
    .select<{ id: string; name: string; n: number | string }[]>(
      'factors.id as id',
      'factors.name as name',
      publishedCount(db),
    )
    .orderBy([{ column: 'n', order: 'desc' }, { column: 'factors.name' }])
    .limit(limit);
  const words = q === undefined ? '' : factorKey(q);
  if (words) {
    const begins = words.replace(/[\\%_]/g, '\\$&');
    query.whereRaw(
      `(factors.key like ? escape '\\' or factors.key like ? escape '\\')`,
      [`${begins}%`, `% ${begins}%`],
    );
  }
  if (entityRef) query.where('postmortems.entity_ref', entityRef);
  if (ownerRef) query.where('postmortems.owner_ref', ownerRef);
  return (await query).map(({ id, name, n }) => ({
    id,
    name,
    count: Number(n),
  }));
}

/** Where a factor stands, as far as it may be read; newest first, at most 200. */
export async function readSeen(
  db: Queryable,
  factorId: string,
  narrow: Narrow,
) {
  const found = await inReadable(db, narrow)
    .where('factors.id', factorId)
    .select<
      {
        id: number;
        title: string;
        state: string;
        entity_ref: string;
        entity_name: string;
        occurred_at: Date | number;
        text: string;
      }[]
    >(
      'postmortems.id as id',
      'postmortems.title as title',
      'postmortems.state as state',
      'postmortems.entity_ref as entity_ref',
      'postmortems.entity_name as entity_name',
      'postmortems.occurred_at as occurred_at',
      'postmortem_factors.text as text',
    )
    .orderBy([
      { column: 'postmortems.occurred_at', order: 'desc' },
      { column: 'postmortems.id', order: 'desc' },
      { column: 'postmortem_factors.position' },
      { column: 'postmortem_factors.id' },
    ])
    .limit(200);
  return found.map(row => ({
    id: row.id,
    title: row.title,
    isPublished: publishedStates.some(state => state === row.state),
    entity: { ref: row.entity_ref, name: row.entity_name },
    occurredAt: instant(row.occurred_at),
    text: row.text,
  }));
}

function inReadable(db: Queryable, narrow: Narrow): Knex.QueryBuilder {
  const query = db('postmortems')
    .join(
      'postmortem_factors',
      'postmortem_factors.postmortem_id',
      'postmortems.id',
    )
    .join('factors', 'factors.id', 'postmortem_factors.factor_id');
  narrow(query);
  return query;
}

const publishedCount = (db: Queryable): Knex.Raw =>
  db.raw(
    `count(distinct case when postmortems.state in (${publishedStates.map(() => '?').join(', ')}) then postmortems.id end) as n`,
    [...publishedStates],
  );
