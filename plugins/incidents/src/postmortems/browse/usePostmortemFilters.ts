import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useAddressFilters, useEndpoint } from '../../data';
import {
  chosenOf,
  FacetName,
  FilterName,
  filterNames,
  PostmortemQuery,
  pressed,
  queryOf,
} from './filters';

/** The filters of the browser, which live in the address, and how they are changed. */
export interface PostmortemFilters {
  readonly q: string;
  readonly mine: boolean;
  readonly overdue: boolean;
  readonly worthReading: boolean;
  readonly chosen: (facet: FacetName) => readonly string[];
  readonly press: (facet: FacetName, value: string) => void;
  readonly set: (name: FilterName, value: string) => void;
  readonly clear: () => void;
  /** Nothing is filtered. */
  readonly none: boolean;
  /** What to ask; undefined while it is not known who the viewer is. */
  readonly query: PostmortemQuery | undefined;
}

/** Reads the filters from the address. */
export function usePostmortemFilters(): PostmortemFilters {
  const { params, set, clear } = useAddressFilters(filterNames);
  const mine = params.get('mine') === 'yes';
  const me = useEndpoint(endpoints.portal.me, {}, { enabled: mine });
  return {
    q: params.get('q') ?? '',
    mine,
    overdue: params.get('overdue') === 'yes',
    worthReading: params.get('worthReading') === 'yes',
    chosen: facet => chosenOf(params, facet),
    press: (facet, value) => set(facet, pressed(params, facet, value)),
    set,
    clear,
    none: filterNames.every(name => !params.get(name)),
    query:
      mine && !me.value ? undefined : queryOf(params, me.value?.person.ref),
  };
}
