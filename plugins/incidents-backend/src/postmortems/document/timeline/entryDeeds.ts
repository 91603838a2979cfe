import { KeyMoment } from '@muster/backstage-plugin-incidents-common';
import { Deed } from '../../deeds';
import { EntryRecord } from './entryStore';
import { EntryChange } from './entryWriter';

const deed = (once: string, often = once): Deed => ({ once, often });

/** What is done to the timeline, as its history says it. */
export const entryDeeds = {
  added: deed('added an entry by hand', 'added entries by hand'),
  merged: deed('merged entries'),
  split: deed('split a merged entry', 'split merged entries'),
  removed: deed('removed an entry', 'removed entries'),
  collected: deed('took in what was recorded since'),
};

/** When something happened is said by an entry from now on. */
export const momentDeed = (moment: KeyMoment): Deed =>
  deed(`set when it was ${moment}`);

/**
 * What an edit has done to an entry.
 *
 * @param moments - those that it was shown as before
 */
export function deedsOfEdit(
  entry: EntryRecord,
  change: EntryChange,
  moments: readonly (KeyMoment | null)[],
): Deed[] {
  const { starred, hidden, text, moment, at } = change;
  const deeds: Deed[] = [];
  if (starred !== undefined && starred !== entry.starred) {
    deeds.push(
      starred
        ? deed('starred an entry', 'starred entries')
        : deed('took a star away', 'took stars away'),
    );
  }
  if (hidden !== undefined && hidden !== entry.hidden) {
    deeds.push(
      hidden
        ? deed('hid an entry', 'hid entries')
        : deed('showed an entry again', 'showed entries again'),
    );
  }
  if (text !== undefined && text !== entry.text) {
    deeds.push(deed('reworded an entry', 'reworded entries'));
  }
  if (at !== undefined && at.getTime() !== entry.at.getTime()) {
    deeds.push(deed('corrected a time', 'corrected times'));
  }
  if (moment && !moments.includes(moment)) deeds.push(momentDeed(moment));
  if (moment === null && moments.some(each => each !== null)) {
    deeds.push(deed('took a key moment away', 'took key moments away'));
  }
  return deeds;
}
