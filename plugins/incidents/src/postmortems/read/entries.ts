import { PostmortemEntry } from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';

/** Somebody marked it as what a reader needs. */
export const isKey = ({
  starred,
  moment,
}: Pick<PostmortemEntry, 'starred' | 'moment'>): boolean =>
  starred || moment !== null;

/** Those to show: what is marked, or all; all as well while nothing is marked. */
export function shownOf<T extends Pick<PostmortemEntry, 'starred' | 'moment'>>(
  entries: readonly T[],
  all: boolean,
): readonly T[] {
  const key = entries.filter(isKey);
  return all || key.length === 0 ? entries : key;
}

/** In the viewer's zone. */
export const sameDay = (a: string, b: string): boolean =>
  DateTime.fromISO(a).hasSame(DateTime.fromISO(b), 'day');
