import { useApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  Address,
  CallInput,
  CallOutput,
} from '@muster/backstage-plugin-incidents-common';
import {
  keepPreviousData,
  QueryKey,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { incidentsApiRef } from '../api';

/** Seconds between two looks at what people watch live, when no signal comes. */
export const liveSeconds = 3;
/** Seconds between two looks at what seldom changes. */
export const calmSeconds = 30;

/** What a view knows of an endpoint's answer. */
export interface EndpointState<T> {
  /** The last good answer; it stays while a newer one is awaited or has failed. */
  readonly value: T | undefined;
  /** Nothing has been answered yet, and nothing has failed. */
  readonly loading: boolean;
  /** Why the last look failed; undefined again after the next good answer. */
  readonly error: Error | undefined;
  /** When `value` was true. */
  readonly asOf: Date | undefined;
  readonly refresh: () => void;
}

/** How a view asks. */
export interface EndpointOptions {
  /** Seconds between two looks; nobody looks while the document is hidden. */
  readonly every?: number;
  /** `false` waits. */
  readonly enabled?: boolean;
  /** Keep showing the answer to the question before while a changed one is on its way, until that fails; for lists. */
  readonly keep?: boolean;
}

/**
 * Asks an endpoint and keeps asking. Views that ask the same share one request and one answer.
 *
 * While the server is away it asks less and less often, once a minute in the end; what it refuses
 * (4xx) is not asked again before the next calm look.
 */
export function useEndpoint<A extends Address>(
  endpoint: A,
  input: CallInput<A>,
  options: EndpointOptions = {},
): EndpointState<CallOutput<A>> {
  const client = useApi(incidentsApiRef);
  return useAsked(
    [endpoint.id, input],
    async () => await client.call(endpoint, input),
    options,
  );
}

/** As `useEndpoint`, for an answer that takes more than one call. `key` names the question. */
export function useAsked<T>(
  key: QueryKey,
  ask: () => Promise<T>,
  options: EndpointOptions = {},
): EndpointState<T> {
  const queries = useQueryClient();
  const { every = calmSeconds, enabled = true, keep = false } = options;
  const look = useQuery({
    queryKey: key,
    queryFn: ask,
    refetchInterval: ({ state }) =>
      1000 * (state.status === 'error' ? Math.max(every, calmSeconds) : every),
    retry: (_failures, reason) => !isRefusal(reason),
    retryDelay: failures => backOff(every, failures) * 1000,
    placeholderData: keep ? keepPreviousData : undefined,
    enabled,
  });
  const { dataUpdatedAt, refetch } = look;
  const failure = look.error ?? look.failureReason ?? undefined;
  // The answer to the question before would pass for the answer to this one once this one has failed.
  const value = failure && look.isPlaceholderData ? undefined : look.data;
  return {
    value,
    loading: value === undefined && failure === undefined,
    error: failure,
    asOf: dataUpdatedAt > 0 ? new Date(dataUpdatedAt) : undefined,
    // Cancelled first: a look that waits for its next try would otherwise go on waiting.
    refresh: () =>
      void queries
        .cancelQueries({ queryKey: key, exact: true })
        .then(() => refetch()),
  };
}

/** Seconds to wait after so many failures: twice as long each time, a minute at most. */
export const backOff = (every: number, failures: number): number =>
  Math.min(60, every * 2 ** failures);

/** The server answered and will not change its mind by being asked again. */
export const isRefusal = (error: Error): boolean =>
  error instanceof ResponseError &&
  error.statusCode >= 400 &&
  error.statusCode < 500 &&
  error.statusCode !== 429;
