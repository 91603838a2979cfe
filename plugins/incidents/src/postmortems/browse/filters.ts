import {
  PostmortemState,
  postmortemStates,
  severities,
  Severity,
} from '@muster/backstage-plugin-incidents-common';

/** What can be narrowed by counts, as the server names it. */
export const facetNames = [
  'state',
  'severity',
  'service',
  'team',
  'factor',
  'month',
] as const;
export type FacetName = (typeof facetNames)[number];

/** Everything of the address that filters; a link shows the same list to others. */
export const filterNames = [
  ...facetNames,
  'q',
  'mine',
  'overdue',
  'worthReading',
] as const;
export type FilterName = (typeof filterNames)[number];

/** A list's filters as the endpoints take them. */
export interface PostmortemQuery {
  readonly q?: string;
  readonly entityRef?: string;
  readonly ownerRef?: string;
  readonly severity?: string;
  readonly state?: string;
  readonly factorId?: string;
  readonly month?: string;
  readonly personRef?: string;
  readonly overdue?: string;
  readonly worthReading?: string;
}

/** Several may be chosen of these, one of the others. */
const many: readonly FacetName[] = ['state', 'severity'];

/** What is chosen of a facet; what is not understood counts as not chosen. */
export function chosenOf(
  params: URLSearchParams,
  facet: FacetName,
): readonly string[] {
  const values = (params.get(facet) ?? '').split(',').filter(Boolean);
  return values.filter(value => isOf(facet, value));
}

const isOf = (facet: FacetName, value: string): boolean => {
  switch (facet) {
    case 'state':
      return postmortemStates.includes(value as PostmortemState);
    case 'severity':
      return severities.includes(value as Severity);
    case 'month':
      return /^\d{4}-(0[1-9]|1[0-2])$/.test(value);
    default:
      return true;
  }
};

/** The value of a facet in the address after one of its values was pressed; empty: none. */
export function pressed(
  params: URLSearchParams,
  facet: FacetName,
  value: string,
): string {
  const chosen = chosenOf(params, facet);
  if (chosen.includes(value)) {
    return chosen.filter(one => one !== value).join(',');
  }
  return many.includes(facet) ? [...chosen, value].join(',') : value;
}

/**
 * What to ask for an address.
 *
 * @param me - the viewer's ref, needed when only theirs are shown
 */
export function queryOf(
  params: URLSearchParams,
  me: string | undefined,
): PostmortemQuery {
  const of = (facet: FacetName) =>
    chosenOf(params, facet).join(',') || undefined;
  return {
    q: params.get('q')?.trim().slice(0, 200) || undefined,
    entityRef: of('service'),
    ownerRef: of('team'),
    severity: of('severity'),
    state: of('state'),
    factorId: of('factor'),
    month: of('month'),
    personRef: params.get('mine') === 'yes' ? me : undefined,
    overdue: params.get('overdue') === 'yes' ? 'true' : undefined,
    worthReading: params.get('worthReading') === 'yes' ? 'true' : undefined,
  };
}
