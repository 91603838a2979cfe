import { InputError } from '@backstage/errors';
import { z } from 'zod';

const cursorSchema = z.tuple([z.int32(), z.string(), z.string()]);

/** Where a page of a list ended: the rank of its last row, what that rank is ordered by, and the row's id. */
export type Cursor = z.infer<typeof cursorSchema>;

export const writeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** @throws InputError for what is no cursor of ours */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  try {
    return cursorSchema.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString()),
    );
  } catch {
    throw new InputError(
      'query.cursor must be the nextCursor of the page before',
    );
  }
}

/** A page of `limit` rows, of which one more was read to see whether another page follows. */
export function pageOfRows<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => Cursor,
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor:
      rows.length > limit && last ? writeCursor(cursorOf(last)) : null,
  };
}
