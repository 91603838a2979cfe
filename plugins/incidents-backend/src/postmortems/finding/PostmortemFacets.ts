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
  readonly name: string | null;
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
    const looking = fullText.look('postmortem', q);
    const found = () => {
      const query = readable(database.knex);
      whereMatches(query, filter, {
        now: clock.now(),
        dialect: database.dialect,
      });
      looking?.narrow(query, 'postmortems.id');
      return query;
    };
    const isNarrowed =
      looking !== undefined ||
      Object.values(filter).some(value => value !== undefined);
    // PostgreSQL answers them side by side.
    const [byColumn, byFactor] = await Promise.all([
      this.#byColumn(found()),
      this.#byFactor(
        isNarrowed
          ? amongThese(found())
          : exceptOthers(readable(database.knex)),
      ),
    ]);
    return inAnswer([...byColumn, ...byFactor]);
  }

  #byColumn(found: Knex.QueryBuilder): Promise<CountedRow[]> {
    return this.#options.database.dialect === 'postgres'
      ? this.#byColumnInPostgres(found)
      : this.#byColumnInSqlite(found);
  }

  /** All in one pass over the rows. */
  async #byColumnInPostgres(found: Knex.QueryBuilder): Promise<CountedRow[]> {
    const { knex } = this.#options.database;
    found.select(
      ...columns.map(column => `postmortems.${column}`),
      knex.raw(
        `date_trunc('month', postmortems.occurred_at at time zone 'UTC') as month`,
      ),
    );
    // Whose service it is and how it stands repeat themselves: each row is counted with those of its kind, and these by facet.
    const alike = knex
      .select(
        'entity_ref',
        'owner_ref',
        'severity',
        'state',
        'month',
        knex.raw(
          'max(entity_name) as entity_name, max(owner_name) as owner_name, count(*) as n',
        ),
      )
      // Fenced off, PostgreSQL takes months for few; by instants, of which it reckons with many, it would sort the rows.
      .from(knex.raw('(? offset 0) as found', [found]))
      .groupByRaw(
        'grouping sets ((entity_ref, owner_ref, severity, state), (month))',
      );
    const rows: (Omit<CountedRow, 'facet'> & { set: number })[] = await knex
      .select(
        knex.raw(
          `grouping(entity_ref, owner_ref, severity, state, month) as "set",
           coalesce(entity_ref, owner_ref, severity, state, to_char(month, 'YYYY-MM')) as value,
           coalesce(
             case when entity_ref is not null then max(entity_name) end,
             case when owner_ref is not null then max(owner_name) end,
             severity, state, to_char(month, 'YYYY-MM')) as name,
           sum(n) as n`,
        ),
      )
      .from(alike.as('alike'))
      .groupByRaw(
        'grouping sets ((entity_ref), (owner_ref), (severity), (state), (month))',
      );
    return rows.flatMap(({ set, ...row }) =>
      // Without owner, or counted in another facet.
      row.value === null ? [] : [{ ...row, facet: facetOfSet[set] }],
    );
  }

  #byColumnInSqlite(found: Knex.QueryBuilder): Promise<CountedRow[]> {
    const { knex } = this.#options.database;
    found.select(
      ...columns.map(column => `postmortems.${column}`),
      knex.raw(
        `strftime('%Y-%m', postmortems.occurred_at / 1000, 'unixepoch') as month`,
      ),
    );
    const by = (facet: Facet, value: string, name = value) =>
      knex('found')
        .select(
          knex.raw(
            `'${facet}' as facet, ${value} as value, max(${name}) as name, count(*) as n`,
          ),
        )
        .whereNotNull(value)
        .groupBy(value);
    return knex
      .with('found', found)
      .unionAll([
        by('service', 'entity_ref', 'entity_name'),
        by('team', 'owner_ref', 'owner_name'),
        by('severity', 'severity'),
        by('state', 'state'),
        by('month', 'month'),
      ]);
  }

  #byFactor([narrow, ids]: ToPostmortems): Promise<CountedRow[]> {
    const { knex } = this.#options.database;
    // The pairs come from their index in its order, so that none of them is sorted.
    const counted = knex('postmortem_factors')
      .select('factor_id')
      .countDistinct({ n: 'postmortem_id' })
      .whereNotNull('factor_id')
      .whereRaw(narrow, [ids])
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

/** A condition that keeps some of the pairs of factors and postmortems, and the numbers that it looks into. */
type ToPostmortems = readonly [sql: string, ids: Knex.QueryBuilder];

/** `is true` keeps PostgreSQL from joining, for which it would sort all pairs. */
const amongThese = (found: Knex.QueryBuilder): ToPostmortems => [
  '(postmortem_id in ?) is true',
  found.select('postmortems.id'),
];

/** Most are readable: it is quicker to leave out those that are not. */
const exceptOthers = (readable: Knex.QueryBuilder): ToPostmortems => [
  'postmortem_id not in (select id from postmortems except select id from ? readable)',
  readable.select('postmortems.id'),
];

const columns = [
  'entity_ref',
  'entity_name',
  'owner_ref',
  'owner_name',
  'severity',
  'state',
];

/** What PostgreSQL's `grouping` says of each set: a bit for each of its arguments that is not grouped by, the last lowest. */
const facetOfSet: Readonly<Record<number, Facet>> = {
  0b01111: 'service',
  0b10111: 'team',
  0b11011: 'severity',
  0b11101: 'state',
  0b11110: 'month',
};

function inAnswer(rows: readonly CountedRow[]): Facets {
  const of = (facet: Facet) =>
    rows
      .filter(row => row.facet === facet)
      .map(({ value, name, n }) => ({
        value,
        name: name ?? value,
        count: Number(n),
      }));
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
