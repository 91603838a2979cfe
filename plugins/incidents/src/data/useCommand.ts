import { useApi } from '@backstage/core-plugin-api';
import { toastApiRef } from '@backstage/frontend-plugin-api';
import {
  Address,
  CallInput,
  CallOutput,
} from '@muster/backstage-plugin-incidents-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { incidentsApiRef } from '../api';

/** How a view gives a command. */
export interface CommandState<A extends Address> {
  /** Runs it; the answer, or undefined when it failed, which `error` tells. */
  readonly run: (input: CallInput<A>) => Promise<CallOutput<A> | undefined>;
  readonly pending: boolean;
  readonly error: Error | undefined;
  readonly reset: () => void;
}

/**
 * Calls an endpoint that changes something: everything shown is fetched again, and a short message
 * says what is true now. A second press while one is running does nothing.
 *
 * @param says - the message for an answer; none when it returns undefined
 */
export function useCommand<A extends Address>(
  endpoint: A,
  says: (answer: CallOutput<A>) => string | undefined,
): CommandState<A> {
  const client = useApi(incidentsApiRef);
  const toast = useApi(toastApiRef);
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: async (input: CallInput<A>): Promise<CallOutput<A>> =>
      client.call(endpoint, input),
    // Also after a failure: what was refused may be so because the view is old.
    onSettled: () => void queries.invalidateQueries(),
    onSuccess: answer => {
      const message = says(answer);
      if (message) {
        toast.post({ title: message, status: toneOf(answer), timeout: 6_000 });
      }
    },
  });
  // Not `isPending`, which is known only after the next render: the second half of a double click comes before.
  const running = useRef(false);
  return {
    run: async input => {
      if (running.current) return undefined;
      running.current = true;
      try {
        return await mutation.mutateAsync(input);
      } catch {
        // Shown by the view, from `error`.
        return undefined;
      } finally {
        running.current = false;
      }
    },
    pending: mutation.isPending,
    error: mutation.error ?? undefined,
    reset: mutation.reset,
  };
}

/** `info` when the command found nothing to change: somebody was quicker. */
const toneOf = (answer: unknown): 'info' | 'success' =>
  typeof answer === 'object' &&
  answer !== null &&
  'outcome' in answer &&
  answer.outcome === 'unchanged'
    ? 'info'
    : 'success';
