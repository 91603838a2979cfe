import { Note } from '@muster/backstage-plugin-incidents-node';
import { instant, Queryable, Tx } from '../platform/database';

interface NoteRow {
  id: string;
  channel: string;
  person_ref: string;
  person_name: string;
  about: string;
  subject: string;
  text: string;
  url: string;
  created_at: Date | number;
  due_at: Date | number | null;
  sent_at: Date | number | null;
  reason: string | null;
}

/** A note that waits to be sent through a channel. */
export interface WaitingNote {
  readonly channel: string;
  readonly note: Note;
}

const notes = (db: Queryable) => db<NoteRow>('notes');

/** Writes notes that are due at once. */
export async function insertNotes(
  tx: Tx,
  waiting: readonly WaitingNote[],
  at: Date,
): Promise<void> {
  await notes(tx).insert(
    waiting.map(({ channel, note }) => ({
      id: note.idempotencyKey,
      channel,
      person_ref: note.person.ref,
      person_name: note.person.name,
      about: note.about,
      subject: note.subject,
      text: note.text,
      url: note.url,
      created_at: at,
      due_at: at,
      sent_at: null,
      reason: null,
    })),
  );
}

/** A note, unless it has been sent or given up. */
export async function findWaiting(
  db: Queryable,
  id: string,
): Promise<WaitingNote | undefined> {
  const row = await notes(db).where({ id }).whereNotNull('due_at').first();
  return (
    row && {
      channel: row.channel,
      note: {
        idempotencyKey: row.id,
        person: { ref: row.person_ref, name: row.person_name },
        about: row.about,
        subject: row.subject,
        text: row.text,
        url: row.url,
      },
    }
  );
}

/** A note is done with: sent at an instant, or given up for a reason. */
export async function closeNote(
  db: Queryable,
  id: string,
  how: { readonly sentAt: Date } | { readonly reason: string },
): Promise<void> {
  await notes(db)
    .where({ id })
    .update(
      'sentAt' in how
        ? { due_at: null, sent_at: how.sentAt }
        : { due_at: null, reason: how.reason },
    );
}

/** Gives up what has waited since before an instant; answers how many. */
export function giveUpBefore(
  db: Queryable,
  before: Date,
  reason: string,
): Promise<number> {
  return notes(db)
    .where('due_at', '<', before)
    .update({ due_at: null, reason });
}

/** Notes that are due since before an instant, the oldest first. */
export async function overdueNotes(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<{ id: string; channel: string; dueAt: Date }[]> {
  const rows = await notes(db)
    .where('due_at', '<', before)
    .orderBy('due_at')
    .limit(limit);
  return rows.map(({ id, channel, due_at }) => ({
    id,
    channel,
    dueAt: instant(due_at ?? before),
  }));
}

/** Deletes notes that are older. */
export async function forgetNotes(db: Queryable, before: Date): Promise<void> {
  await notes(db).where('created_at', '<', before).delete();
}
