import { PostmortemFilter } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { CountedRow, Facet, Facets, inAnswer, mostOfEach } from './facetAnswer';
import { whereMatches } from './filter';
import { KeptCounts, whereNotKept } from './KeptCounts';
import { Readable, Reader } from './Reach';
import { FindingOptions } from './options';

/** Counts of postmortems by what they can be narrowed by, over what they are narrowed to. */
export class PostmortemFacets {
  readonly #options: Pick<
    FindingOptions,
    'database' | 'clock' | 'reach' | 'fullText'
  >;
  readonly #kept: KeptCounts;

  constructor(
    options: Pick<FindingOptions, 'database' | 'clock' | 'reach' | 'fullText'>,
  ) {
    this.#options = options;
    this.#kept = new KeptCounts(options.database);
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
    const isNarrowed =
      looking !== undefined ||
      readable.isNarrowed ||
      Object.values(filter).some(value => value !== undefined);
    if (!isNarrowed && database.dialect === 'postgres') {
      return this.#countAll(readable);
    }
    const found = () => {
      const query = readable(database.knex);
      whereMatches(query, filter, {
        now: clock.now(),
        dialect: database.dialect,
      });
      // Tried on each row: joined, the hits of a frequent word would be sorted out first, which takes as long again.
      looking?.keep(query, 'postmortems.id');
      return query;
    };
    // PostgreSQL answers them side by side.
    const [byColumn, byFactor] = await Promise.all([
      this.#byColumn(found()),
      this.#byFactor(found()),
    ]);
    return inAnswer([...byColumn, ...byFactor]);
  }

  /** From the counts that are kept of what everybody may read, and what else this reader may: going over all takes too long. */
  async #countAll(readable: Readable): Promise<Facets> {
    const { knex } = this.#options.database;
    const others = () => whereNotKept(readable(knex));
    const [kept, byColumn, byFactor] = await Promise.all([
      this.#kept.read(),
      this.#byColumn(others()),
      this.#byFactorOfFew(others()),
    ]);
    return inAnswer([...kept, ...byColumn, ...byFactor]);
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

  #byFactor(found: Knex.QueryBuilder): Promise<CountedRow[]> {
    // The pairs come from their index in its order, so that none of them is sorted; `is true` keeps PostgreSQL from joining, for
    // which it would sort them all.
    return this.#namedFactors(
      this.#options.database
        .knex('postmortem_factors')
        .select('factor_id')
        .countDistinct({ n: 'postmortem_id' })
        .whereNotNull('factor_id')
        .groupBy('factor_id')
        .whereRaw('(postmortem_id in ?) is true', [
          found.select('postmortems.id'),
        ])
        .orderBy([{ column: 'n', order: 'desc' }, { column: 'factor_id' }])
        .limit(mostOfEach),
    );
  }

  /** As `#byFactor`, for PostgreSQL: all of them, of so few postmortems that it is better to look up those of each. */
  #byFactorOfFew(found: Knex.QueryBuilder): Promise<CountedRow[]> {
    const { knex } = this.#options.database;
    return this.#namedFactors(
      knex
        .select('factor_id')
        .count({ n: '*' })
        .from(found.select('postmortems.id').as('found'))
        // Fenced off, it does not go over all pairs.
        .joinRaw(
          `cross join lateral (
             select distinct factor_id from postmortem_factors
             where postmortem_id = found.id and factor_id is not null offset 0
           ) as had`,
        )
        .groupBy('factor_id'),
    );
  }

  #namedFactors(counted: Knex.QueryBuilder): Promise<CountedRow[]> {
    const { knex } = this.#options.database;
    return knex('factors')
      .join(counted.as('counted'), 'counted.factor_id', 'factors.id')
      .select(
        knex.raw(
          `'factor' as facet, factors.id as value, factors.name as name, n`,
        ),
      );
  }
}

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
