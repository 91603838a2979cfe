import { useApi } from '@backstage/core-plugin-api';
import { endpoints, Incident } from '@muster/backstage-plugin-incidents-common';
import { incidentsApiRef } from '../api';
import { calmSeconds, EndpointState, liveSeconds, useAsked } from '../data';

/** Filters as the endpoints takes them. */
export interface IncidentQuery {
  readonly q?: string;
  readonly status?: string;
  readonly severity?: string;
  readonly assignedTo?: string;
  readonly entityRef?: string;
}

/** The most that one request may ask for. */
const mostPerRequest = 200;

/**
 * The newest incidents, so many rows of them or fewer. Later pages are fetched again together with the
 * first, because their beginning moves whenever an incident is opened; long lists are looked at less often.
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
  return useAsked(
    [endpoints.incidents.list.id, 'rows', query, rows],
    async () => {
      const items: Incident[] = [];
      let cursor: string | undefined;
      do {
        const page = await client.call(endpoints.incidents.list, {
          query: {
            ...query,
            limit: Math.min(rows - items.length, mostPerRequest),
            cursor,
          },
        });
        items.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined && items.length < rows);
      return { items, more: cursor !== undefined };
    },
    {
      every: rows > mostPerRequest ? calmSeconds : liveSeconds,
      enabled: query !== undefined,
      keep: true,
    },
  );
}
