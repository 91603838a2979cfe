import { useApi } from '@backstage/core-plugin-api';
import {
  endpoints,
  TimelineEntry,
} from '@muster/backstage-plugin-incidents-common';
import { useQueryClient } from '@tanstack/react-query';
import { incidentsApiRef } from '../api';
import { EndpointState, liveSeconds, useAsked } from './useEndpoint';

const limit = 1000;

/**
 * The timeline of an incident, oldest first. It only ever grows, so each look asks for what came after
 * the last entry that is known.
 *
 * @param name - such as `INC-128`
 */
export function useTimeline(
  name: string,
): EndpointState<readonly TimelineEntry[]> {
  const client = useApi(incidentsApiRef);
  const queries = useQueryClient();
  const key = [endpoints.incidents.timeline.id, name];
  return useAsked(
    key,
    async () => {
      const known = [...(queries.getQueryData<TimelineEntry[]>(key) ?? [])];
      for (let fresh = limit; fresh === limit;) {
        const { items } = await client.call(endpoints.incidents.timeline, {
          params: { id: name },
          query: { afterSeq: known.at(-1)?.seq ?? 0, limit },
        });
        known.push(...items);
        fresh = items.length;
      }
      return known;
    },
    { every: liveSeconds },
  );
}
