import {
  openStates,
  PostmortemFilter,
} from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { Database } from '../../platform/database';

/** Narrows a query over `postmortems` to what a filter names; its words are somebody else's. */
export function whereMatches(
  query: Knex.QueryBuilder,
  filter: Omit<PostmortemFilter, 'q'>,
  { now, dialect }: { readonly now: Date } & Pick<Database, 'dialect'>,
): void {
  const { entityRef, ownerRef, severity, state, factorId, month } = filter;
  if (entityRef) query.where('postmortems.entity_ref', entityRef);
  if (ownerRef) query.where('postmortems.owner_ref', ownerRef);
  if (severity) query.whereIn('postmortems.severity', severity);
  if (state) query.whereIn('postmortems.state', state);
  if (month) {
    const [from, to] = monthOf(month);
    query
      .where('postmortems.occurred_at', '>=', from)
      .where('postmortems.occurred_at', '<', to);
  }
  if (factorId) {
    // An array has PostgreSQL look them up first, rather than try the newest postmortems one by one.
    const having =
      'select postmortem_id from postmortem_factors where factor_id = ?';
    query.whereRaw(
      dialect === 'postgres'
        ? `postmortems.id = any (array(${having}))`
        : `postmortems.id in (${having})`,
      [factorId],
    );
  }
  if (filter.personRef) {
    const ref = filter.personRef;
    query.where(theirs =>
      theirs
        .where('postmortems.writer_ref', ref)
        .orWhereIn('postmortems.id', ids =>
          ids
            .select('postmortem_id')
            .from('postmortem_people')
            .where({ ref })
            .whereIn('part', ['participant', 'reviewer']),
        ),
    );
  }
  if (filter.overdue !== undefined) {
    const isOverdue = (late: Knex.QueryBuilder) =>
      late
        .whereIn('postmortems.state', [...openStates])
        .whereNotNull('postmortems.due_at')
        .where('postmortems.due_at', '<', now);
    if (filter.overdue) query.where(isOverdue);
    else query.whereNot(isOverdue);
  }
  if (filter.worthReading !== undefined) {
    if (filter.worthReading) query.whereNotNull('postmortems.worth_reading');
    else query.whereNull('postmortems.worth_reading');
  }
}

/** From the beginning of a month (`2026-03`) to that of the next, in UTC. */
function monthOf(month: string): readonly [Date, Date] {
  const [year, number] = month.split('-').map(Number);
  return [
    new Date(Date.UTC(year, number - 1, 1)),
    new Date(Date.UTC(year, number, 1)),
  ];
}
