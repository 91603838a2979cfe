import {
  EntityPostmortems,
  openStates,
  publishedStates,
} from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { PostmortemRow, toPostmortem } from '../store';
import { Reader } from './Reach';
import { FindingOptions } from './options';

const mostNewest = 5;
const mostWorthReading = 5;
const mostUnwritten = 20;
const mostRecurring = 5;
const mostFollowUps = 10;

/** What was learnt about an entity. */
export class EntityLearning {
  readonly #options: Pick<
    FindingOptions,
    'database' | 'clock' | 'reach' | 'views' | 'followUps'
  >;

  constructor(
    options: Pick<
      FindingOptions,
      'database' | 'clock' | 'reach' | 'views' | 'followUps'
    >,
  ) {
    this.#options = options;
  }

  /** As far as the reader may read it. That something is overdue is told to everybody. */
  async of(entityRef: string, reader: Reader): Promise<EntityPostmortems> {
    const { database, reach, views, followUps } = this.#options;
    const readable = await reach.of(reader);
    if (!readable) return nothing;
    const ofEntity = () =>
      readable(database.knex)
        .where('postmortems.entity_ref', entityRef)
        .whereIn('postmortems.state', [...publishedStates]);
    const newest = await newestOf(ofEntity(), mostNewest);
    const worthReading = await newestOf(
      ofEntity().whereNotNull('postmortems.worth_reading'),
      mostWorthReading,
    );
    const unwritten = await newestOf(
      readable(database.knex)
        .where('postmortems.entity_ref', entityRef)
        .whereIn('postmortems.state', [...openStates]),
      mostUnwritten,
    );
    const { items, count } = await followUps.openOf(
      database.knex,
      entityRef,
      reader.caller,
      readable(database.knex),
    );
    return {
      newest: await views.list(newest.map(toPostmortem)),
      worthReading: await views.list(worthReading.map(toPostmortem)),
      unwritten: await views.list(unwritten.map(toPostmortem)),
      overdueCount: await this.#countOverdue(entityRef),
      recurring: await this.#recurring(ofEntity().select('postmortems.id')),
      followUps: items.slice(0, mostFollowUps),
      openFollowUps: count,
    };
  }

  async #countOverdue(entityRef: string): Promise<number> {
    const { database, clock } = this.#options;
    const [{ n }] = await database
      .knex<PostmortemRow>('postmortems')
      .where({ entity_ref: entityRef, required: true })
      .whereIn('state', [...openStates])
      .where('due_at', '<', clock.now())
      .count({ n: '*' });
    return Number(n);
  }

  /** Named factors of at least two of these postmortems. */
  async #recurring(
    ids: Knex.QueryBuilder,
  ): Promise<EntityPostmortems['recurring']> {
    const rows = await this.#options.database
      .knex('postmortem_factors')
      .join('factors', 'factors.id', 'postmortem_factors.factor_id')
      .whereIn('postmortem_factors.postmortem_id', ids)
      .groupBy('factors.id', 'factors.name')
      .havingRaw('count(distinct postmortem_id) > 1')
      .orderByRaw('n desc, factors.name')
      .limit(mostRecurring)
      .select<{ id: string; name: string; n: number | string }[]>(
        'factors.id',
        'factors.name',
        this.#options.database.knex.raw('count(distinct postmortem_id) as n'),
      );
    return rows.map(({ id, name, n }) => ({
      id,
      name,
      count: Number(n),
    }));
  }
}

const newestOf = (
  query: Knex.QueryBuilder<PostmortemRow>,
  limit: number,
): Promise<PostmortemRow[]> =>
  query
    .select('postmortems.*')
    .orderBy([
      { column: 'postmortems.occurred_at', order: 'desc' },
      { column: 'postmortems.id', order: 'desc' },
    ])
    .limit(limit);

const nothing: EntityPostmortems = {
  newest: [],
  worthReading: [],
  unwritten: [],
  overdueCount: 0,
  recurring: [],
  followUps: [],
  openFollowUps: 0,
};
