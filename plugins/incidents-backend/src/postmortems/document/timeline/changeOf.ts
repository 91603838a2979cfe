import { InputError } from '@backstage/errors';
import { Actor, KeyMoment } from '@muster/backstage-plugin-incidents-common';
import { system } from '../../../incidents/service';
import { EntryRecord } from './entryStore';
import { EntryChange } from './entryWriter';

/** What people change of an entry; what is left out stays. */
export interface EntryEdit {
  /** The version that they saw. */
  readonly version?: number;
  readonly starred?: boolean;
  readonly hidden?: boolean;
  /** Null: back to what was recorded. */
  readonly text?: string | null;
  /** Null: it is none. */
  readonly moment?: KeyMoment | null;
  readonly at?: string;
}

/** What an edit makes of an entry. What was recorded is kept while the text is another. @throws InputError naming every fault */
export function changeOf(
  entry: Pick<EntryRecord, 'source' | 'text' | 'original'>,
  { starred, hidden, text, moment, at }: EntryEdit,
): EntryChange {
  const isRecorded = !['hand', 'merged'].includes(entry.source);
  const faults = [
    ...(at !== undefined && entry.source !== 'hand'
      ? [
          'body.at can be changed of an entry that was written by hand only; this one has the time at which it was recorded',
        ]
      : []),
    ...(text === null && !isRecorded
      ? ['body.text cannot be null: nothing was recorded to go back to']
      : []),
  ];
  if (faults.length > 0) throw new InputError(faults.join('; '));
  return {
    ...(starred !== undefined && { starred }),
    ...(hidden !== undefined && { hidden }),
    ...(moment !== undefined && { moment }),
    ...(at !== undefined && { at: new Date(at) }),
    ...(text !== undefined && reworded(entry, text, isRecorded)),
  };
}

function reworded(
  entry: Pick<EntryRecord, 'text' | 'original'>,
  text: string | null,
  isRecorded: boolean,
): EntryChange {
  const recorded = entry.original ?? entry.text;
  if (text === null || text === recorded) {
    return { text: recorded, original: null };
  }
  return { text, original: isRecorded ? recorded : null };
}

/** Who did what several entries tell of: one who did all of it, or nobody in particular. */
export function commonActor(
  entries: readonly Pick<EntryRecord, 'actor'>[],
): Actor {
  const [{ actor }, ...others] = entries;
  const isSame = others.every(
    other => other.actor.kind === actor.kind && other.actor.ref === actor.ref,
  );
  return isSame ? actor : system;
}
