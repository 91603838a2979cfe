import { InputError } from '@backstage/errors';
import {
  Postmortem,
  PostmortemListQuery,
} from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { instant } from '../../platform/database';
import { Looking } from '../../platform/fullText';
import { PostmortemRow, toPostmortem } from '../store';
import { whereMatches } from './filter';
import { Reader } from './Reach';
import { FindingOptions } from './options';

/** Of those that have the words, the newest so many are put into the order of how well they have them. */
const mostRanked = 1_000;

/** A page of the list: newest first; best first when words are looked for. */
export interface PostmortemPage {
  readonly items: (Postmortem & { readonly excerpt: string | null })[];
  readonly nextCursor: string | null;
}

/** Lists of postmortems. */
export class PostmortemLists {
  readonly #options: Pick<
    FindingOptions,
    'database' | 'clock' | 'reach' | 'fullText' | 'views'
  >;

  constructor(
    options: Pick<
      FindingOptions,
      'database' | 'clock' | 'reach' | 'fullText' | 'views'
    >,
  ) {
    this.#options = options;
  }

  /** A page of what the reader may read. @throws InputError for a cursor that is none */
  async page(
    query: PostmortemListQuery,
    reader: Reader,
  ): Promise<PostmortemPage> {
    const { database, clock, reach, fullText, views } = this.#options;
    const { limit, cursor, q = '', ...filter } = query;
    const readable = await reach.of(reader);
    if (!readable) return { items: [], nextCursor: null };
    const narrowed = readable(database.knex);
    whereMatches(narrowed, filter, {
      now: clock.now(),
      dialect: database.dialect,
    });
    const looking = fullText.look('postmortem', q);
    const isNarrowed = Object.values(filter).some(value => value !== undefined);
    const { rows, nextCursor } = await (looking
      ? this.#best({ query: narrowed, isNarrowed }, looking, limit, cursor)
      : this.#newest(narrowed, limit, cursor));
    const items = await views.list(rows.map(toPostmortem));
    const excerpts = looking
      ? await fullText.excerpts(
          database.knex,
          'postmortem',
          items.map(({ id }) => id),
          q,
        )
      : undefined;
    return {
      items: items.map(item => ({
        ...item,
        excerpt: excerpts?.get(item.id) ?? null,
      })),
      nextCursor,
    };
  }

  /** Pages by what stood last: `<milliseconds>_<number>`. */
  async #newest(
    query: Knex.QueryBuilder<PostmortemRow>,
    limit: number,
    cursor: string | undefined,
  ) {
    if (cursor !== undefined) {
      const [, at, id] =
        /^(-?\d{1,15})_(\d{1,9})$/.exec(cursor) ?? notACursor();
      if (!isInYears(new Date(Number(at)))) notACursor();
      query.whereRaw('(postmortems.occurred_at, postmortems.id) < (?, ?)', [
        new Date(Number(at)),
        Number(id),
      ]);
    }
    const rows: PostmortemRow[] = await query
      .select('postmortems.*')
      .orderBy([
        { column: 'postmortems.occurred_at', order: 'desc' },
        { column: 'postmortems.id', order: 'desc' },
      ])
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page[page.length - 1];
    return {
      rows: page,
      nextCursor:
        rows.length > limit
          ? `${instant(last.occurred_at).getTime()}_${last.id}`
          : null,
    };
  }

  /** Pages by how many have been shown: the whole order is that of at most `mostRanked`. */
  async #best(
    {
      query,
      isNarrowed,
    }: {
      readonly query: Knex.QueryBuilder<PostmortemRow>;
      readonly isNarrowed: boolean;
    },
    looking: Looking,
    limit: number,
    cursor: string | undefined,
  ) {
    if (cursor !== undefined && !/^\d{1,4}$/.test(cursor)) notACursor();
    const shown = Number(cursor ?? 0);
    const { knex, dialect } = this.#options.database;
    // SQLite ranks only what it goes through by the index of words.
    const having =
      dialect === 'sqlite' || isNarrowed
        ? byTheirWords(query, looking)
        : this.#newestFirst(query, looking);
    const ranked = await knex
      .select<{ id: number }[]>('id')
      .from(having.limit(mostRanked).as('having_the_words'))
      .orderByRaw('? desc, occurred_at desc, id desc', [looking.score])
      .offset(shown)
      .limit(limit + 1);
    const ids = ranked.slice(0, limit).map(({ id }) => id);
    const rows = await knex<PostmortemRow>('postmortems').whereIn('id', ids);
    const byId = new Map(rows.map(row => [row.id, row]));
    return {
      rows: ids.flatMap(id => byId.get(id) ?? []),
      nextCursor: ranked.length > limit ? String(shown + limit) : null,
    };
  }

  /**
   * For PostgreSQL, when nothing else narrows them: goes over an index of no more than instants and numbers, newest first, looks up
   * those that have the words, and stops when there are enough. Of a frequent word it would read and sort half the table.
   */
  #newestFirst(
    readable: Knex.QueryBuilder,
    looking: Looking,
  ): Knex.QueryBuilder {
    const { knex } = this.#options.database;
    const hits = knex('postmortems').select('id', 'occurred_at');
    looking.keep(hits, 'id');
    // The fences keep the order, by which it stops; it would rather join all and sort them.
    return inOrder(
      readable
        .from(
          knex.raw(
            `(? offset 0) as hits cross join lateral
             (select * from postmortems where id = hits.id offset 0) as postmortems`,
            [inOrder(hits, 'postmortems')],
          ),
        )
        .select('hits.id', 'hits.occurred_at', looking.matched('hits.id')),
      'hits',
    );
  }
}

const byTheirWords = (
  query: Knex.QueryBuilder,
  looking: Looking,
): Knex.QueryBuilder => {
  looking.narrow(query, 'postmortems.id');
  return inOrder(
    query.select(
      'postmortems.id',
      'postmortems.occurred_at',
      looking.matched('postmortems.id'),
    ),
    'postmortems',
  );
};

const inOrder = (query: Knex.QueryBuilder, table: string): Knex.QueryBuilder =>
  query.orderBy([
    { column: `${table}.occurred_at`, order: 'desc' },
    { column: `${table}.id`, order: 'desc' },
  ]);

/** PostgreSQL reads no year that has not four digits. */
const isInYears = (at: Date): boolean =>
  at.getUTCFullYear() >= 1 && at.getUTCFullYear() <= 9999;

function notACursor(): never {
  throw new InputError('query.cursor must be the nextCursor of a page');
}
