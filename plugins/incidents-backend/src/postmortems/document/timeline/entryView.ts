import { PostmortemEntry } from '@muster/backstage-plugin-incidents-common';
import { iso } from '../../../platform/database';
import { EntryRecord } from './entryStore';
import { Family } from './Family';

/** The timeline as people see it: what another entry stands for is left out, and told by that one. */
export const shownEntries = (family: Family): PostmortemEntry[] =>
  family.shown.map(entry => shownEntry(entry, family));

/** One entry as people see it. A key moment stays with the entry that was recorded, and shows on the one that stands for it. */
export function shownEntry(
  entry: EntryRecord,
  family: Family,
): PostmortemEntry {
  const { source, type, path } = entry;
  return {
    id: entry.id,
    at: iso(entry.at),
    text: entry.text,
    original: entry.original,
    source: { kind: source, type, path },
    actor: entry.actor,
    starred: entry.starred,
    hidden: entry.hidden,
    moment: family.of(entry).find(({ moment }) => moment)?.moment ?? null,
    addedBy: entry.addedBy,
    merged: family
      .leavesOf(entry)
      .map(({ id, at, text }) => ({ id, at: iso(at), text })),
    version: entry.version,
  };
}
