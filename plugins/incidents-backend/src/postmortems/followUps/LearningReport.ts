import {
  Caller,
  LearningFigures,
  publishedStates,
} from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { IncidentCriteria, whereAllowed } from '../../incidents/service';
import { Clock } from '../../platform/clock';
import { Database, instant, iso } from '../../platform/database';
import { postmortemName } from '../model';
import { PostmortemGate } from '../ports';
import { PostmortemRow } from '../store';
import { followUps } from './followUpStore';
import { followUpName } from './model';
import { dateOf } from './workingDays';

const dayMs = 24 * 3600 * 1000;
const recurredLimit = 50;

/** What Backstage's policy leaves of incidents like them; undefined: all. */
type Readable = IncidentCriteria | 'none' | undefined;

interface RecurredRow {
  factorId: string;
  factor: string;
  again: number;
  verified: number;
}

/** Whose figures, and since when. */
export interface LearningQuery {
  /** The group that owned what broke; all groups when left out. */
  readonly ownerRef?: string;
  readonly months: number;
}

/**
 * How learning goes on. Drafts of others count without being told of; restricted postmortems count only for whoever
 * may read them.
 */
export class LearningReport {
  readonly #options: {
    database: Database;
    clock: Clock;
    gate: Pick<PostmortemGate, 'whereReadable'>;
  };

  constructor(options: {
    readonly database: Database;
    readonly clock: Clock;
    readonly gate: Pick<PostmortemGate, 'whereReadable'>;
  }) {
    this.#options = options;
  }

  async figures(
    query: LearningQuery,
    caller: Caller,
    criteria: Readable,
  ): Promise<LearningFigures> {
    const now = this.#options.clock.now();
    const from = new Date(now);
    from.setUTCMonth(from.getUTCMonth() - query.months);
    const counted = () => this.#counted(query, caller, criteria);
    const [written, followed, recurred] = await Promise.all([
      this.#written(counted(), from, now),
      this.#followed(counted(), from, now),
      this.#recurred(counted(), this.#readable(caller, criteria), from),
    ]);
    return { from: iso(from), ...written, followUps: followed, recurred };
  }

  /** Postmortems that count. */
  #counted(
    { ownerRef }: LearningQuery,
    caller: Caller,
    criteria: Readable,
  ): Knex.QueryBuilder<PostmortemRow> {
    const { knex } = this.#options.database;
    const query = knex<PostmortemRow>('postmortems').where(all =>
      all
        .where('postmortems.restricted', false)
        .orWhereIn('postmortems.id', this.#readable(caller, criteria)),
    );
    narrow(query, criteria);
    if (ownerRef) query.where('postmortems.owner_ref', ownerRef);
    return query;
  }

  /** Ids of those whose names the caller may see. */
  #readable(caller: Caller, criteria: Readable): Knex.QueryBuilder {
    const { database, gate } = this.#options;
    const query = database.knex('postmortems').select('postmortems.id');
    gate.whereReadable(query, caller);
    narrow(query, criteria);
    return query;
  }

  async #written(counted: Knex.QueryBuilder, from: Date, now: Date) {
    const rows: Pick<
      PostmortemRow,
      'state' | 'due_at' | 'published_at' | 'ended_at' | 'occurred_at'
    >[] = await counted
      .where('opened_at', '>=', from)
      .andWhere('required', true)
      .select('state', 'due_at', 'published_at', 'ended_at', 'occurred_at');
    const published = rows.filter(({ state }) =>
      publishedStates.includes(state),
    );
    return {
      required: rows.length,
      published: published.length,
      waived: rows.filter(({ state }) => state === 'waived').length,
      overdue: rows.filter(
        ({ state, due_at }) =>
          (state === 'draft' || state === 'in-review') &&
          due_at !== null &&
          instant(due_at) < now,
      ).length,
      daysToPublish: median(
        published.flatMap(({ published_at, ended_at, occurred_at }) =>
          published_at === null
            ? []
            : [daysBetween(ended_at ?? occurred_at, published_at)],
        ),
      ),
    };
  }

  async #followed(counted: Knex.QueryBuilder, from: Date, now: Date) {
    const rows = await followUps(this.#options.database.knex)
      .whereIn('postmortem_id', counted.select('postmortems.id'))
      .andWhere('made_at', '>=', from)
      .select('state', 'due_on', 'made_at', 'done_at');
    const today = dateOf(now);
    const of = (wanted: string) => rows.filter(({ state }) => state === wanted);
    return {
      open: of('open').length,
      overdue: of('open').filter(({ due_on }) => due_on < today).length,
      done: of('done').length,
      verified: of('verified').length,
      daysToDone: median(
        rows.flatMap(({ made_at, done_at }) =>
          done_at === null ? [] : [daysBetween(made_at, done_at)],
        ),
      ),
    };
  }

  /** A factor, a follow-up of a postmortem with it that was verified, and a later postmortem with it. */
  async #recurred(
    counted: Knex.QueryBuilder,
    readable: Knex.QueryBuilder,
    from: Date,
  ): Promise<LearningFigures['recurred']> {
    const { knex } = this.#options.database;
    const rows: RecurredRow[] = await knex('follow_ups as v')
      .join('postmortem_factors as was', 'was.postmortem_id', 'v.postmortem_id')
      .join('factors as f', 'f.id', 'was.factor_id')
      .join('postmortem_factors as is', 'is.factor_id', 'f.id')
      .join('postmortems as again', 'again.id', 'is.postmortem_id')
      .where('v.state', 'verified')
      .whereRaw('again.id <> v.postmortem_id')
      .whereRaw('again.occurred_at > v.verified_at')
      .andWhere('again.occurred_at', '>=', from)
      .whereIn('again.state', [...publishedStates])
      .whereIn('again.id', counted.select('postmortems.id'))
      .whereIn('again.id', readable.clone())
      .whereIn('v.postmortem_id', readable.clone())
      .groupBy('f.id', 'f.name', 'again.id', 'again.occurred_at')
      .orderBy('again.occurred_at', 'desc')
      .limit(recurredLimit)
      .select({ factorId: 'f.id', factor: 'f.name', again: 'again.id' })
      // Of several, the newest proof is the one that did not hold.
      .max({ verified: 'v.id' });
    return rows.map(row => ({
      factor: { id: row.factorId, name: row.factor },
      verified: { id: row.verified, name: followUpName(row.verified) },
      again: { id: row.again, name: postmortemName(row.again) },
    }));
  }
}

function narrow(query: Knex.QueryBuilder, criteria: Readable): void {
  if (criteria === 'none') query.whereRaw('1 = 0');
  else if (criteria) whereAllowed(query, criteria);
}

const daysBetween = (from: Date | number, to: Date | number): number =>
  (instant(to).getTime() - instant(from).getTime()) / dayMs;

/** To a tenth; null of nothing. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const value =
    sorted.length % 2 === 1
      ? sorted[middle]
      : (sorted[middle - 1] + sorted[middle]) / 2;
  return Math.round(value * 10) / 10;
}
