import {
  Caller,
  LearningFigures,
  publishedStates,
} from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { IncidentCriteria, whereAllowed } from '../../incidents/service';
import { Clock } from '../../platform/clock';
import { Database, iso } from '../../platform/database';
import { isAgainst } from '../against';
import { postmortemName } from '../model';
import { PostmortemGate } from '../ports';
import { PostmortemRow } from '../store';
import { followUps } from './followUpStore';
import { followUpName } from './model';
import { dateOf } from './workingDays';

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
    const { knex } = this.#options.database;
    const required = counted
      .where('opened_at', '>=', from)
      .andWhere('required', true);
    const [counts] = await required
      .clone()
      .select<Record<string, number | string>[]>(
        knex.raw('count(*) as required'),
        knex.raw('count(*) filter (where state in (?, ?)) as published', [
          ...publishedStates,
        ]),
        knex.raw(`count(*) filter (where state = 'waived') as waived`),
        knex.raw(
          `count(*) filter (where state in ('draft', 'in-review') and due_at < ?) as overdue`,
          [now],
        ),
      );
    return {
      required: Number(counts.required),
      published: Number(counts.published),
      waived: Number(counts.waived),
      overdue: Number(counts.overdue),
      daysToPublish: await this.#medianDays(
        required.whereIn('state', [...publishedStates]),
        'coalesce(ended_at, occurred_at)',
        'published_at',
      ),
    };
  }

  async #followed(counted: Knex.QueryBuilder, from: Date, now: Date) {
    const { knex } = this.#options.database;
    const made = followUps(knex)
      .whereIn('postmortem_id', counted.select('postmortems.id'))
      .andWhere('made_at', '>=', from);
    const [counts] = await made
      .clone()
      .select<Record<string, number | string>[]>(
        knex.raw(`count(*) filter (where state = 'open') as open`),
        knex.raw(
          `count(*) filter (where state = 'open' and due_on < ?) as overdue`,
          [dateOf(now)],
        ),
        knex.raw(`count(*) filter (where state = 'done') as done`),
        knex.raw(`count(*) filter (where state = 'verified') as verified`),
      );
    return {
      open: Number(counts.open),
      overdue: Number(counts.overdue),
      done: Number(counts.done),
      verified: Number(counts.verified),
      daysToDone: await this.#medianDays(made, 'made_at', 'done_at'),
    };
  }

  /** The median of days between two times of some rows, to a tenth; those without the later one do not count. Null of none. */
  async #medianDays(
    rows: Knex.QueryBuilder,
    from: string,
    to: 'published_at' | 'done_at',
  ): Promise<number | null> {
    const { knex, dialect } = this.#options.database;
    const days =
      dialect === 'postgres'
        ? `extract(epoch from (${to} - ${from})) / 86400.0`
        : `(${to} - ${from}) / 86400000.0`;
    rows.whereNotNull(to);
    const [{ n }] = await rows.clone().count({ n: '*' });
    const count = Number(n);
    if (count === 0) return null;
    const middle: { days: number | string }[] = await rows
      .select(knex.raw(`${days} as days`))
      .orderBy('days')
      .offset(Math.floor((count - 1) / 2))
      .limit(count % 2 === 1 ? 1 : 2);
    const sum = middle.reduce((all, row) => all + Number(row.days), 0);
    return Math.round((sum / middle.length) * 10) / 10;
  }

  /** A factor, a verified follow-up against it, and a later postmortem with it. */
  async #recurred(
    counted: Knex.QueryBuilder,
    readable: Knex.QueryBuilder,
    from: Date,
  ): Promise<LearningFigures['recurred']> {
    const { knex } = this.#options.database;
    const proofs = knex('follow_ups as v')
      .join('postmortem_factors as was', 'was.postmortem_id', 'v.postmortem_id')
      .join('factors as f', 'f.id', 'was.factor_id')
      .join('postmortem_factors as is', 'is.factor_id', 'f.id')
      .join('postmortems as again', 'again.id', 'is.postmortem_id')
      .where('v.state', 'verified')
      .whereRaw(isAgainst('v', 'f.id'))
      .whereRaw('again.id <> v.postmortem_id')
      .whereRaw('again.occurred_at > v.verified_at')
      .andWhere('again.occurred_at', '>=', from)
      .whereIn('again.state', [...publishedStates])
      .whereIn('again.id', counted.select('postmortems.id'))
      .whereIn('again.id', readable.clone())
      .whereIn('v.postmortem_id', readable.clone())
      .select({
        factorId: 'f.id',
        factor: 'f.name',
        again: 'again.id',
        at: 'again.occurred_at',
        verified: 'v.id',
      })
      .rowNumber('age', win =>
        win
          .partitionBy(['f.id', 'again.id'])
          .orderBy('v.verified_at', 'desc')
          .orderBy('v.id', 'desc'),
      );
    const rows: RecurredRow[] = await knex(proofs.as('proofs'))
      // Of several, the newest proof is the one that did not hold.
      .where('age', 1)
      .orderBy('at', 'desc')
      .limit(recurredLimit);
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
