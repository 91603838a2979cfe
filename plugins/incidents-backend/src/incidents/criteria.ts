import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';

/** One column that a permission rule compares. */
export interface IncidentFilter {
  readonly column: 'owner_ref' | 'system_ref' | 'entity_ref' | 'severity';
  readonly values: readonly string[];
}

/** What a permission policy lets the caller see, as a tree of filters. */
export type IncidentCriteria = PermissionCriteria<IncidentFilter>;

/** Adds the criteria to a query. */
export function whereAllowed<Q extends Knex.QueryBuilder>(
  query: Q,
  criteria: IncidentCriteria,
): Q {
  query.where(inner => apply(inner, criteria));
  return query;
}

function apply(query: Knex.QueryBuilder, criteria: IncidentCriteria): void {
  if ('allOf' in criteria) {
    for (const part of criteria.allOf) query.andWhere(q => apply(q, part));
  } else if ('anyOf' in criteria) {
    for (const part of criteria.anyOf) query.orWhere(q => apply(q, part));
  } else if ('not' in criteria) {
    // `not (owner in (…))` is unknown, not true, for an incident without owner: count that as true.
    query.whereNot(q => apply(q, criteria.not));
  } else {
    query
      .whereNotNull(criteria.column)
      .whereIn(criteria.column, [...criteria.values]);
  }
}
