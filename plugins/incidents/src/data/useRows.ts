import { QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { EndpointOptions } from './useEndpoint';
import { usePages } from './usePages';

/** Each time that somebody asks for more, this many times as many rows. */
const growth = 4;

/**
 * A list that shows its first rows, and more when asked; otherwise as `usePages`.
 *
 * @param atFirst - how many rows are shown before anybody asks for more
 */
export function useRows<
  P extends {
    readonly items: readonly unknown[];
    readonly nextCursor: string | null;
  },
>(
  key: QueryKey,
  ask: (query: { limit: number; cursor?: string }) => Promise<P>,
  atFirst: number,
  options: EndpointOptions = {},
) {
  const [rows, setRows] = useState(atFirst);
  const state = usePages(key, ask, rows, options);
  return { state, showMore: () => setRows(rows * growth) };
}
