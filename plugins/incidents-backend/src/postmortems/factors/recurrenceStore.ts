import {
  FollowUpState,
  followUpStates,
  publishedStates,
} from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { instant, instantOrNull, Queryable } from '../../platform/database';
import { isAgainst } from '../against';
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
  /** Whether the follow-ups against each are counted, which takes a while where there are many. */
  readonly followUps: boolean;
  readonly limit: number;
}

/** Narrows a query over `postmortems` to what somebody may read. */
export type Narrow = (query: Knex.QueryBuilder) => void;

/** A factor, in how many published postmortems it stands, and when the newest of them happened. */
export interface RecurringFactor extends FactorRecord {
  readonly count: number;
  readonly lastAt: Date | null;
}

/** Factors of postmortems that may be read, those first that stand in most published ones. */
export async function listFactors(
  db: Queryable,
  { q, limit, ...about }: FactorQuery,
  narrow: Narrow,
): Promise<RecurringFactor[]> {
  const query = inReadable(db, narrow)
    .groupBy('factors.id', 'factors.name')
    .select<
      {
        id: string;
        name: string;
        n: number | string;
        last_at: Date | number | null;
      }[]
    >(
      'factors.id as id',
      'factors.name as name',
      ofPublished(db, 'count(distinct', 'id', 'n'),
      ofPublished(db, 'max(', 'occurred_at', 'last_at'),
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
  whereAbout(query, about);
  return (await query).map(row => ({
    id: row.id,
    name: row.name,
    count: Number(row.n),
    lastAt: instantOrNull(row.last_at),
  }));
}

/** How many follow-ups against each factor are not verified, of postmortems that may be read. */
export async function countOpenFollowUps(
  db: Queryable,
  factorIds: readonly string[],
  about: Pick<FactorQuery, 'entityRef' | 'ownerRef'>,
  narrow: Narrow,
): Promise<ReadonlyMap<string, number>> {
  // By itself: follow-ups have columns of the same names as those by which policies narrow.
  const readable = db('postmortems').select('postmortems.id');
  narrow(readable);
  whereAbout(readable, about);
  const counted = await db('postmortem_factors as had')
    .join('follow_ups', 'follow_ups.postmortem_id', 'had.postmortem_id')
    .whereIn('had.factor_id', [...factorIds])
    .whereIn('had.postmortem_id', readable)
    .whereIn('follow_ups.state', followUpStates.filter(isNotVerified))
    .whereRaw(isAgainst('follow_ups', 'had.factor_id'))
    .groupBy('had.factor_id')
    .select<{ id: string; n: number | string }[]>(
      'had.factor_id as id',
      db.raw('count(distinct follow_ups.id) as n'),
    );
  return new Map(counted.map(({ id, n }) => [id, Number(n)]));
}

const isNotVerified = (state: FollowUpState): boolean => state !== 'verified';

function whereAbout(
  query: Knex.QueryBuilder,
  { entityRef, ownerRef }: Pick<FactorQuery, 'entityRef' | 'ownerRef'>,
): void {
  if (entityRef) query.where('postmortems.entity_ref', entityRef);
  if (ownerRef) query.where('postmortems.owner_ref', ownerRef);
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

/** A figure over a column of those postmortems that are published. */
const ofPublished = (
  db: Queryable,
  figure: 'count(distinct' | 'max(',
  column: 'id' | 'occurred_at',
  as: string,
): Knex.Raw =>
  db.raw(
    `${figure} case when postmortems.state in (${publishedStates.map(() => '?').join(', ')}) then postmortems.${column} end) as ${as}`,
    [...publishedStates],
  );
