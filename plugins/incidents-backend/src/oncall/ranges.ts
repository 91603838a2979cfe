import { InputError } from '@backstage/errors';

const dayMs = 86_400_000;
const longestDays = 2 * 366;

/**
 * A range that was asked for.
 *
 * @param where - `query` or `body`, written before the fields in messages
 * @throws InputError for one that is empty, backwards or longer than two years
 */
export function rangeOf(
  where: 'query' | 'body',
  range: { readonly from: string; readonly to: string },
): { from: Date; to: Date } {
  const [from, to] = [new Date(range.from), new Date(range.to)];
  if (to <= from) {
    throw new InputError(`${where}.to must be after ${where}.from`);
  }
  if (to.getTime() - from.getTime() > longestDays * dayMs) {
    throw new InputError(
      `${where}.to must be at most two years after ${where}.from; ask for less at a time`,
    );
  }
  return { from, to };
}
