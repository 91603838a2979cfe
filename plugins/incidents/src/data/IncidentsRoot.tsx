import { useSignal } from '@backstage/plugin-signals-react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ReactNode, useEffect } from 'react';

/** One cache for the whole browser tab, so that cards that show the same ask once. */
const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Asking again is the poll's business; a failed answer is shown at once beside the last good one.
      retry: false,
      staleTime: 1_000,
      refetchOnWindowFocus: true,
    },
  },
});

/** Forgets everything that was fetched; for tests. */
export const forgetData = (): void => queryClient.clear();

/** Signals say only that something changed; what it is, is fetched. */
const Live = () => {
  const { lastSignal } = useSignal('incidents');
  useEffect(() => {
    if (lastSignal) void queryClient.invalidateQueries();
  }, [lastSignal]);
  return null;
};

/**
 * The root of each of our views: gives them data that keeps itself fresh, and a name by which they are
 * found.
 */
export const IncidentsRoot = (props: { name: string; children: ReactNode }) => (
  <QueryClientProvider client={queryClient}>
    <Live />
    <div data-testid={`incidents-${props.name}`}>{props.children}</div>
  </QueryClientProvider>
);
