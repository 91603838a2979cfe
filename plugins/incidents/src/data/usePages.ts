import { QueryKey } from '@tanstack/react-query';
import { EndpointOptions, EndpointState, useAsked } from './useEndpoint';

/** One page of a list, as the API answers it. */
interface ListPage {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}

/** The first rows of a list. */
export interface Rows<P extends ListPage> {
  readonly items: readonly P['items'][number][];
  /** There are more. */
  readonly more: boolean;
  /** The first page, for what an endpoint says of the whole list. */
  readonly first: P;
}

/** The most that one request may ask for. */
const mostPerRequest = 200;

/**
 * So many rows of a list, or fewer. Later pages are fetched again together with the first, because their
 * beginning moves whenever something is added before them.
 *
 * @param key - names the question, without the rows
 * @param ask - fetches one page
 */
export function usePages<P extends ListPage>(
  key: QueryKey,
  ask: (query: { limit: number; cursor?: string }) => Promise<P>,
  rows: number,
  options: EndpointOptions = {},
): EndpointState<Rows<P>> {
  return useAsked(
    [...key, 'rows', rows],
    async () => {
      const first = await ask({ limit: Math.min(rows, mostPerRequest) });
      const items: P['items'][number][] = [...first.items];
      let cursor = first.nextCursor;
      while (cursor !== null && items.length < rows) {
        const page = await ask({
          limit: Math.min(rows - items.length, mostPerRequest),
          cursor,
        });
        items.push(...page.items);
        cursor = page.nextCursor;
      }
      return { items, more: cursor !== null, first };
    },
    { keep: true, ...options },
  );
}
