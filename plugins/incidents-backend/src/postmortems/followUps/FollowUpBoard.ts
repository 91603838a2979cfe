import { InputError } from '@backstage/errors';
import {
  Caller,
  contract,
  FollowUp,
} from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { IncidentCriteria, whereAllowed } from '../../incidents/service';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { PostmortemGate } from '../ports';
import { FollowUpRow, followUps, toFollowUp } from './followUpStore';
import { FollowUpViews } from './FollowUpViews';
import { dateOf } from './workingDays';

/** What narrows the board. */
export type BoardQuery = z.output<typeof contract.postmortems.followUps.query>;

/** Follow-ups of all postmortems that a caller may read, nearest due first: the board of a team. */
export class FollowUpBoard {
  readonly #options: {
    database: Database;
    clock: Clock;
    gate: Pick<PostmortemGate, 'whereReadable'>;
    views: FollowUpViews;
  };

  constructor(options: {
    readonly database: Database;
    readonly clock: Clock;
    readonly gate: Pick<PostmortemGate, 'whereReadable'>;
    readonly views: FollowUpViews;
  }) {
    this.#options = options;
  }

  /** @param criteria - what Backstage's policy leaves of incidents like theirs; undefined: all */
  async list(
    query: BoardQuery,
    caller: Caller,
    criteria: IncidentCriteria | undefined,
  ): Promise<{ items: FollowUp[]; nextCursor: string | null }> {
    const { database, clock, gate, views } = this.#options;
    const { knex } = database;
    const readable = knex('postmortems').select('postmortems.id');
    gate.whereReadable(readable, caller);
    if (criteria) whereAllowed(readable, criteria);

    const rows = followUps(knex)
      .whereIn('postmortem_id', readable)
      .orderBy(['due_on', 'id'])
      .limit(query.limit + 1);
    narrow(rows, query, dateOf(clock.now()));
    const after = readCursor(query.cursor);
    if (after) {
      rows.whereRaw('(due_on, id) > (?, ?)', [after.dueOn, after.id]);
    }
    const found: FollowUpRow[] = await rows;
    const page = found.slice(0, query.limit).map(toFollowUp);
    const last = page.at(-1);
    return {
      items: await views.shown(knex, page, caller),
      nextCursor:
        found.length > query.limit && last ? `${last.dueOn}.${last.id}` : null,
    };
  }
}

function narrow(
  rows: Knex.QueryBuilder,
  query: BoardQuery,
  today: string,
): void {
  if (query.teamRef) rows.where('team_ref', query.teamRef);
  if (query.ownerRef) rows.where('owner_ref', query.ownerRef);
  if (query.entityRef) rows.where('entity_ref', query.entityRef);
  if (query.state) rows.whereIn('state', query.state);
  if (query.priority) rows.whereIn('priority', query.priority);
  if (query.unassigned !== undefined) {
    if (query.unassigned) rows.whereNull('owner_ref');
    else rows.whereNotNull('owner_ref');
  }
  const late = (only: Knex.QueryBuilder) =>
    only.where('state', 'open').andWhere('due_on', '<', today);
  if (query.overdue === true) rows.where(late);
  if (query.overdue === false) rows.whereNot(late);
  for (const word of query.q?.split(/\s+/).filter(Boolean) ?? []) {
    rows.where(either => {
      for (const form of formsOf(word)) {
        const pattern = `%${form.replace(/[\\%_]/g, '\\$&')}%`;
        for (const column of ['title', 'description']) {
          either.orWhereRaw("lower(??) like ? escape '\\'", [column, pattern]);
        }
      }
    });
  }
}

/** A word as it may stand in a text whose capitals beyond ASCII stay: `lower` and `like` of SQLite know ASCII alone. */
function formsOf(word: string): Set<string> {
  const lower = word.toLowerCase();
  const [first] = lower;
  return new Set([
    lower,
    first.toUpperCase() + lower.slice(first.length),
    word.toUpperCase(),
  ]);
}

/** @throws InputError for a cursor that no page gave */
function readCursor(
  cursor: string | undefined,
): { dueOn: string; id: number } | undefined {
  if (cursor === undefined) return undefined;
  const [, dueOn, id] = /^(\d{4}-\d\d-\d\d)\.(\d{1,9})$/.exec(cursor) ?? [];
  if (!dueOn) {
    throw new InputError('query.cursor must be the nextCursor of a page');
  }
  return { dueOn, id: Number(id) };
}
