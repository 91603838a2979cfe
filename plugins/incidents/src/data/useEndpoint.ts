import { useApi } from '@backstage/core-plugin-api';
import {
  CallInput,
  CallOutput,
  Endpoint,
} from '@muster/backstage-plugin-incidents-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { incidentsApiRef } from '../api';

/** Seconds between two looks at what people watch live, when no signal comes. */
export const liveSeconds = 3;
/** Seconds between two looks at what seldom changes. */
export const calmSeconds = 30;

/** What a view knows of an endpoint's answer. */
export interface EndpointState<T> {
  /** The last good answer; it stays while a newer one is awaited or has failed. */
  readonly value: T | undefined;
  /** Why the last look failed. */
  readonly error: Error | undefined;
  /** When `value` was true. */
  readonly asOf: Date | undefined;
  readonly refresh: () => void;
}

/**
 * Asks an endpoint and keeps asking.
 *
 * @param options - `every` in seconds; `enabled: false` waits
 */
export function useEndpoint<E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  options: { every?: number; enabled?: boolean } = {},
): EndpointState<CallOutput<E>> {
  const client = useApi(incidentsApiRef);
  const { every = calmSeconds, enabled = true } = options;
  const query = useQuery({
    queryKey: [endpoint.id, input],
    queryFn: async () => client.call<Endpoint>(endpoint, input),
    refetchInterval: every * 1000,
    placeholderData: keepPreviousData,
    enabled,
  });
  return {
    value: query.data as CallOutput<E> | undefined,
    error: query.error ?? undefined,
    asOf: query.dataUpdatedAt > 0 ? new Date(query.dataUpdatedAt) : undefined,
    refresh: () => void query.refetch(),
  };
}
