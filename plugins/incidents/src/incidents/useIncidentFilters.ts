import {
  endpoints,
  severities,
} from '@muster/backstage-plugin-incidents-common';
import { useAddressFilters, useEndpoint } from '../data';
import { IncidentQuery } from './useIncidentPages';

/** What can be chosen as a status, and what is asked for it. */
const statusChoices = {
  open: 'triggered,acknowledged',
  triggered: 'triggered',
  acknowledged: 'acknowledged',
  resolved: 'resolved',
} as const;
/** A status to choose. */
export type StatusChoice = keyof typeof statusChoices;
export const statusNames = Object.keys(statusChoices) as StatusChoice[];

/** The filters of a list, which live in the address: a link shows the same list to others. */
export interface IncidentFilters {
  readonly q: string;
  readonly status: StatusChoice | undefined;
  readonly severity: string | undefined;
  readonly mine: boolean;
  /** True when nothing is filtered. */
  readonly none: boolean;
  readonly set: (
    name: 'q' | 'status' | 'severity' | 'mine',
    value: string,
  ) => void;
  readonly clear: () => void;
  /** What to ask; undefined while it is not known who the viewer is. */
  readonly query: IncidentQuery | undefined;
}

const names = ['q', 'status', 'severity', 'mine'] as const;

/** Reads the filters from the address; what is not understood there counts as not filtered. */
export function useIncidentFilters(): IncidentFilters {
  const { params, set, clear } = useAddressFilters(names);
  const q = params.get('q') ?? '';
  const status = statusNames.find(name => name === params.get('status'));
  const severity = severities.find(name => name === params.get('severity'));
  const mine = params.get('mine') === 'yes';
  const me = useEndpoint(endpoints.portal.me, {}, { enabled: mine });
  return {
    q,
    status,
    severity,
    mine,
    none: !q && !status && !severity && !mine,
    set,
    clear,
    query:
      mine && !me.value
        ? undefined
        : {
            q: q || undefined,
            status: status && statusChoices[status],
            severity,
            assignedTo: mine ? me.value?.person.ref : undefined,
          },
  };
}
