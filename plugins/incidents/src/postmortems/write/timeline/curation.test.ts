import { PostmortemEntry } from '@muster/backstage-plugin-incidents-common';
import {
  actOf,
  countsOf,
  entriesIn,
  expected,
  mergedText,
  withEntry,
} from './curation';

const entry = (
  id: string,
  more: Partial<PostmortemEntry> = {},
): PostmortemEntry => ({
  id,
  at: '2026-11-26T03:00:00Z',
  text: `entry ${id}`,
  original: null,
  source: { kind: 'incident', type: 'note', path: null },
  actor: { kind: 'system', ref: null, name: 'Muster' },
  starred: false,
  hidden: false,
  moment: null,
  addedBy: null,
  merged: [],
  version: 1,
  ...more,
});
const idsOf = (entries: readonly PostmortemEntry[]) =>
  entries.map(({ id }) => id).join('');

describe('the curation of a timeline', () => {
  const entries = [
    entry('a', { starred: true }),
    entry('b', { hidden: true, text: 'Page cancelled' }),
    entry('c', { moment: 'detected' }),
    entry('d'),
  ];

  it('shows what is looked for', () => {
    expect(idsOf(entriesIn(entries, 'shown', ''))).toBe('acd');
    expect(idsOf(entriesIn(entries, 'starred', ''))).toBe('ac');
    expect(idsOf(entriesIn(entries, 'hidden', ' CANCEL'))).toBe('b');
    expect(idsOf(entriesIn(entries, 'all', 'entry d'))).toBe('d');
    expect(countsOf(entries)).toEqual({
      shown: 3,
      starred: 2,
      hidden: 1,
      all: 4,
    });
  });

  it('leaves keys with others held to the browser', () => {
    const none = { ctrlKey: false, metaKey: false, altKey: false };
    expect(actOf({ key: 's', ...none })).toBe('star');
    expect(actOf({ key: 's', ...none, ctrlKey: true })).toBeUndefined();
    expect(actOf({ key: 'q', ...none })).toBeUndefined();
  });

  it('keeps what was recorded when an entry is reworded, and goes back to it', () => {
    const reworded = expected(entry('a'), { text: 'shorter' });
    expect(reworded).toMatchObject({ text: 'shorter', original: 'entry a' });
    expect(expected(reworded, { text: 'shortest' }).original).toBe('entry a');
    expect(expected(reworded, { text: null })).toEqual(entry('a'));
    expect(expected(reworded, { text: 'entry a' })).toEqual(entry('a'));
  });

  it('has a key moment at one entry only', () => {
    const moved = withEntry(entries, entry('d', { moment: 'detected' }));
    expect(moved.map(({ moment }) => moment)).toEqual([
      null,
      null,
      null,
      'detected',
    ]);
    expect(moved[0]).toBe(entries[0]);
  });

  it('proposes the texts of what is merged', () => {
    expect(mergedText([entry('a'), entry('b')])).toBe('entry a · entry b');
    const long = entry('l', { text: 'x'.repeat(1500) });
    expect(mergedText([long, long])).toHaveLength(2000);
  });
});
