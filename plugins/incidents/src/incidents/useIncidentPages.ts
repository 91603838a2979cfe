import { useApi } from '@backstage/core-plugin-api';
import { endpoints, Incident } from '@muster/backstage-plugin-incidents-common';
import { incidentsApiRef } from '../api';
import { calmSeconds, EndpointState, liveSeconds, usePages } from '../data';

/** Filters as the endpoints takes them. */
export interface IncidentQuery {
  readonly q?: string;
  readonly status?: string;
  readonly severity?: string;
  readonly assignedTo?: string;
  readonly entityRef?: string;
}

/**
 * The newest incidents, so many rows of them or fewer; long lists are looked at less often.
 *
 * @param query - undefined waits
 */
export function useIncidentPages(
  query: IncidentQuery | undefined,
  rows: number,
): EndpointState<{
  readonly items: readonly Incident[];
  readonly more: boolean;
}> {
  const client = useApi(incidentsApiRef);
  return usePages(
    [endpoints.incidents.list.id, query],
    page =>
      client.call(endpoints.incidents.list, { query: { ...query, ...page } }),
    rows,
    {
      every: rows > 200 ? calmSeconds : liveSeconds,
      enabled: query !== undefined,
    },
  );
}
