import { publishedStates } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { Database } from '../../platform/database';
import { CountedRow } from './facetAnswer';

/** More rows than are needed: they are put together when somebody has read so many. */
const mostToSpare = 2_000;

/**
 * How many postmortems there are by each facet, of those that everybody may read, as PostgreSQL keeps them: triggers add a row for
 * what a change adds or takes away, of which the sum counts. So nobody who changes something waits for somebody else.
 */
export class KeptCounts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** All counts; without those that have become none. */
  async read(): Promise<readonly CountedRow[]> {
    const { knex } = this.#database;
    const named = knex('postmortem_counts')
      .select('facet', 'value', 'name')
      .sum({ n: 'n' })
      .count({ parts: '*' })
      .groupBy('facet', 'value', 'name');
    const rows: (CountedRow & { readonly parts: string })[] = await knex(
      named.as('counts'),
    )
      .leftJoin('factors', on =>
        on
          .on('factors.id', 'counts.value')
          .andOnVal('counts.facet', '=', 'factor'),
      )
      .select(
        'counts.facet',
        'counts.value',
        knex.raw(
          'coalesce(max(factors.name), max(counts.name) filter (where n > 0)) as name',
        ),
      )
      .sum({ n: 'n' })
      .sum({ parts: 'parts' })
      .groupBy('counts.facet', 'counts.value');
    const parts = rows.reduce((sum, row) => sum + Number(row.parts), 0);
    if (parts > 2 * rows.length + mostToSpare) await this.#putTogether();
    return rows.filter(({ n }) => Number(n) > 0);
  }

  /** Makes one row of those that count the same. Of two who do that at once the second finds nothing left. */
  async #putTogether(): Promise<void> {
    await this.#database.knex.raw(
      `with parts as (delete from postmortem_counts returning facet, value, name, n)
       insert into postmortem_counts (facet, value, name, n)
       select facet, value, name, sum(n) from parts group by facet, value, name having sum(n) <> 0`,
    );
  }
}

const published = publishedStates.map(state => `'${state}'`).join(', ');

/** Leaves those of a query over `postmortems` that are not in the kept counts; in the words of their index, by which it is found. */
export const whereNotKept = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
  query.whereRaw(
    `(postmortems.state not in (${published}) or postmortems.restricted)`,
  );
