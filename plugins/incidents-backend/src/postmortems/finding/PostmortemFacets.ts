import {
  contract,
  PostmortemFilter,
} from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { whereMatches } from './filter';
import { Reader } from './Reach';
import { FindingOptions } from './options';

/** What is counted, as the API answers it. */
export type Facets = z.output<typeof contract.postmortems.facets.response>;

type Facet = Exclude<keyof Facets, 'total'>;

/** Services, teams and factors: the most frequent; months: the newest. */
const mostOfEach = 50;

interface CountedRow {
  readonly facet: Facet;
  readonly value: string;
  readonly name: string;
  readonly n: number | string;
}

/** Counts of postmortems by what they can be narrowed by, over what they are narrowed to. */
export class PostmortemFacets {
  readonly #options: Pick<
    FindingOptions,
    'database' | 'clock' | 'reach' | 'fullText'
  >;

  constructor(
    options: Pick<FindingOptions, 'database' | 'clock' | 'reach' | 'fullText'>,
  ) {
    this.#options = options;
  }

  /** Counts what the reader may read. */
  async count(
    { q = '', ...filter }: PostmortemFilter,
    reader: Reader,
  ): Promise<Facets> {
    const { database, clock, reach, fullText } = this.#options;
    const readable = await reach.of(reader);
    if (!readable) return inAnswer([]);
    const found = () => {
      const query = readable(database.knex);
      whereMatches(query, filter, clock.now());
      fullText.look('postmortem', q)?.narrow(query, 'postmortems.id');
      return query;
    };
    // PostgreSQL answers them side by side.
    const [byColumn, byFactor] = await Promise.all([
      this.#byColumn(found()),
      this.#byFactor(found()),
    ]);
    return inAnswer([...byColumn, ...byFactor]);
  }

  #byColumn(found: Knex.QueryBuilder): Promise<CountedRow[]> {
    const { knex, dialect } = this.#options.database;
    found.select(
      'postmortems.entity_ref',
      'postmortems.entity_name',
      'postmortems.owner_ref',
      'postmortems.owner_name',
      'postmortems.severity',
      'postmortems.state',
      knex.raw(
        dialect === 'postgres'
          ? `date_trunc('month', postmortems.occurred_at at time zone 'UTC') as month`
          : `strftime('%Y-%m', postmortems.occurred_at / 1000, 'unixepoch') as month`,
      ),
    );
    const shownMonth =
      dialect === 'postgres' ? `to_char(month, 'YYYY-MM')` : 'month';
    const by = (facet: Facet, column: string, value: string, name: string) =>
      knex('found')
        .select(
          knex.raw(
            `'${facet}' as facet, ${value} as value, ${name} as name, count(*) as n`,
          ),
        )
        .whereNotNull(column)
        .groupBy(column);
    return knex
      .with('found', found)
      .unionAll([
        by('service', 'entity_ref', 'entity_ref', 'max(entity_name)'),
        by('team', 'owner_ref', 'owner_ref', 'max(owner_name)'),
        by('severity', 'severity', 'severity', 'severity'),
        by('state', 'state', 'state', 'state'),
        by('month', 'month', shownMonth, shownMonth),
      ]);
  }

  #byFactor(found: Knex.QueryBuilder): Promise<CountedRow[]> {
    const { knex } = this.#options.database;
    const once = knex('postmortem_factors')
      .distinct('factor_id', 'postmortem_id')
      .whereNotNull('factor_id')
      .whereIn('postmortem_id', found.select('postmortems.id'));
    const counted = knex
      .select('factor_id')
      .count({ n: '*' })
      .from(once.as('once'))
      .groupBy('factor_id')
      .orderBy([{ column: 'n', order: 'desc' }, { column: 'factor_id' }])
      .limit(mostOfEach);
    return knex('factors')
      .join(counted.as('counted'), 'counted.factor_id', 'factors.id')
      .select(
        knex.raw(
          `'factor' as facet, factors.id as value, factors.name as name, n`,
        ),
      );
  }
}

function inAnswer(rows: readonly CountedRow[]): Facets {
  const of = (facet: Facet) =>
    rows
      .filter(row => row.facet === facet)
      .map(({ value, name, n }) => ({ value, name, count: Number(n) }));
  type Counted = ReturnType<typeof of>[number];
  const byName = (a: Counted, b: Counted) => a.value.localeCompare(b.value);
  const byCount = (a: Counted, b: Counted) =>
    b.count - a.count || a.name.localeCompare(b.name);
  const most = (facet: Facet) => of(facet).sort(byCount).slice(0, mostOfEach);
  const severity = of('severity').sort(byName);
  return {
    total: severity.reduce((sum, { count }) => sum + count, 0),
    service: most('service'),
    team: most('team'),
    severity,
    factor: most('factor'),
    month: of('month')
      .sort((a, b) => byName(b, a))
      .slice(0, mostOfEach),
    state: of('state').sort(byCount),
  };
}
