import { useSignal } from '@backstage/plugin-signals-react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ReactNode, useEffect } from 'react';
import { SwipedTabs } from './SwipedTabs';

/** One cache for the whole browser tab, so that cards that show the same ask once. */
const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      refetchOnWindowFocus: true,
      // Whether the server can be reached is found out by asking it, not from the browser's opinion.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

/** A storm of signals is one look, and so is one signal that several cards hear. */
const gatherMillis = 300;
let gathering: ReturnType<typeof setTimeout> | undefined;
const lookAgain = () => {
  gathering ??= setTimeout(() => {
    gathering = undefined;
    void queryClient.invalidateQueries();
  }, gatherMillis);
};

/** Forgets everything that was fetched; for tests. */
export const forgetData = (): void => {
  clearTimeout(gathering);
  gathering = undefined;
  queryClient.clear();
};

/** Signals say only that something changed; what it is, is fetched. */
const Live = () => {
  const { lastSignal } = useSignal('incidents');
  useEffect(() => {
    if (lastSignal) lookAgain();
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
    <SwipedTabs />
    <div data-testid={`incidents-${props.name}`}>{props.children}</div>
  </QueryClientProvider>
);
