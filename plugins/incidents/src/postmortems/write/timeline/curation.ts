import {
  KeyMoment,
  PostmortemEntry,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';

/** Which entries are looked at. */
export const views = ['shown', 'starred', 'hidden', 'all'] as const;
export type View = (typeof views)[number];

const isIn: Readonly<Record<View, (entry: PostmortemEntry) => boolean>> = {
  shown: ({ hidden }) => !hidden,
  starred: ({ starred, moment, hidden }) =>
    !hidden && (starred || moment !== null),
  hidden: ({ hidden }) => hidden,
  all: () => true,
};

/** The entries of a view in which some words occur. */
export function entriesIn(
  entries: readonly PostmortemEntry[],
  view: View,
  words: string,
): readonly PostmortemEntry[] {
  const wanted = words.trim().toLocaleLowerCase();
  return entries.filter(
    entry =>
      isIn[view](entry) &&
      (wanted === '' || entry.text.toLocaleLowerCase().includes(wanted)),
  );
}

/** How many entries there are in each view. */
export const countsOf = (
  entries: readonly PostmortemEntry[],
): Readonly<Record<View, number>> => ({
  shown: entries.filter(isIn.shown).length,
  starred: entries.filter(isIn.starred).length,
  hidden: entries.filter(isIn.hidden).length,
  all: entries.length,
});

/** What a key does to the entry that has the focus. */
export type KeyAct =
  | 'next'
  | 'before'
  | 'first'
  | 'last'
  | 'star'
  | 'hide'
  | 'reword'
  | 'moment'
  | 'choose'
  | 'merge';

const acts: Readonly<Record<string, KeyAct>> = {
  ArrowDown: 'next',
  ArrowUp: 'before',
  Home: 'first',
  End: 'last',
  s: 'star',
  h: 'hide',
  e: 'reword',
  k: 'moment',
  x: 'choose',
  m: 'merge',
};

/** The act of a key that was pressed alone; undefined for any other. */
export const actOf = (event: {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}): KeyAct | undefined =>
  event.ctrlKey || event.metaKey || event.altKey ? undefined : acts[event.key];

/** A text for what stands for several entries: theirs, one after the other; people shorten it. */
export const mergedText = (entries: readonly PostmortemEntry[]): string =>
  entries
    .map(({ text }) => text.trim())
    .join(' · ')
    .slice(0, 2000);

/** A timeline in which one entry has become another; a key moment stands at one entry only. */
export const withEntry = (
  entries: readonly PostmortemEntry[],
  changed: PostmortemEntry,
): PostmortemEntry[] =>
  entries.map(entry => {
    if (entry.id === changed.id) return changed;
    return changed.moment !== null && entry.moment === changed.moment
      ? { ...entry, moment: null }
      : entry;
  });

/** What a person asks of an entry. */
export interface EntryChange {
  readonly starred?: boolean;
  readonly hidden?: boolean;
  /** Null: back to what was recorded. */
  readonly text?: string | null;
  readonly moment?: KeyMoment | null;
  /** Of one that was written by hand. */
  readonly at?: string;
}

/** What an entry will be once the server has agreed. */
export function expected(
  entry: PostmortemEntry,
  { text, ...change }: EntryChange,
): PostmortemEntry {
  const changed = { ...entry, ...change };
  if (text === undefined) return changed;
  const recorded = entry.original ?? entry.text;
  return text === null || text === recorded
    ? { ...changed, text: recorded, original: null }
    : { ...changed, text, original: recorded };
}

/** A time of day in the viewer's zone, to the second: entries stand close. */
export const timeOf = (iso: string): string =>
  DateTime.fromISO(iso).toFormat('HH:mm:ss');

/** The days on which entries of a list begin: by the id of the first entry of each, when there are several. */
export function daysOf(
  entries: readonly PostmortemEntry[],
): ReadonlyMap<string, string> {
  const days = new Map<string, string>();
  let last = '';
  for (const { id, at } of entries) {
    const day = DateTime.fromISO(at).toFormat('cccc, d LLLL');
    if (day !== last) days.set(id, day);
    last = day;
  }
  return days.size > 1 ? days : new Map();
}
