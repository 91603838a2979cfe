import { Queryable, Tx } from '../../platform/database';
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
