import { publishedStates } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { instant, Queryable } from '../../platform/database';
import { FactorRecord, factorKey } from './factorStore';

/** In how many published postmortems, other than one, that everybody may read, each factor stands. */
export async function countElsewhere(
  db: Queryable,
  postmortemId: number,
  factorIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counted = await db('postmortem_factors')
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
