import { LoggerService } from '@backstage/backend-plugin-api';
import { Directory } from '../directory/service';
import { NoteBox, NoteRequest } from '../oncall/ports';
import { addMinutes, addSeconds, Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { Waking, WorkQueue } from '../work/service';
import { ChannelRegistry } from './ChannelRegistry';
import { Messenger } from './Messenger';
import {
  closeNote,
  findWaiting,
  forgetNotes,
  giveUpBefore,
  insertNotes,
  overdueNotes,
  WaitingNote,
} from './noteStore';

/** Each channel has a kind of its own, so that a slow one holds up no other. */
const noteKind = (channel: string): string => `paging.note.${channel}`;
/** A wake-up this late has been lost; the sweep repairs it. */
const lateSeconds = 2;
const sweepLimit = 200;
const dayMinutes = 24 * 60;
/** What could not be told for a day is no news any more. */
const staleMinutes = dayMinutes;
const keptMinutes = 30 * dayMinutes;

/** What sending notes needs. */
export interface NotesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly work: WorkQueue;
  readonly logger: LoggerService;
  readonly directory: Pick<Directory, 'emailsOf' | 'named' | 'peopleBehind'>;
  readonly channels: ChannelRegistry;
  readonly messenger: Messenger;
}

/**
 * News that are no pages, through every channel that takes them. Each person and channel has a row and a
 * job of its own, so that one that fails repeats no other.
 */
export class Notes implements NoteBox {
  readonly #options: NotesOptions;

  constructor(options: NotesOptions) {
    this.#options = options;
  }

  async post(tx: Tx, { recipientRef, ...words }: NoteRequest): Promise<void> {
    const { clock, newId, directory, channels, work } = this.#options;
    const behind = await directory.peopleBehind([recipientRef], tx);
    const refs = behind.get(recipientRef) ?? [];
    if (refs.length === 0) return;
    const people = await directory.named(refs, tx);
    const emails = await directory.emailsOf(tx, refs);
    const waiting = people.flatMap(person =>
      channels.all
        .filter(channel => {
          const email = emails.get(person.ref) ?? null;
          const answer = channel.addressOf?.({ ...person, email });
          return channel.notify && !(answer && 'missing' in answer);
        })
        .map(({ id: channel }): WaitingNote => ({
          channel,
          note: { idempotencyKey: newId(), person, ...words },
        })),
    );
    if (waiting.length === 0) return;
    await insertNotes(tx, waiting, clock.now());
    for (const { channel, note } of waiting) {
      await this.#wake(work, tx, note.idempotencyKey, channel);
    }
  }

  /** Registers handlers and the sweep; before the queue starts, after the channels are known. */
  registerWork(): void {
    const { channels, work } = this.#options;
    for (const { id, notify } of channels.all) {
      if (!notify) continue;
      work.handle(noteKind(id), data => this.send(String(data.noteId)));
    }
    work.sweep('notes', waking => this.#wakeOverdue(waking));
  }

  /** Makes one attempt at a note. @throws Error when it is to be tried again */
  async send(id: string): Promise<void> {
    const { database, clock, logger, messenger } = this.#options;
    const found = await findWaiting(database.knex, id);
    if (!found) return;
    const { channel, note } = found;
    const result = await messenger.note(channel, note);
    if (result.sent) {
      await closeNote(database.knex, id, { sentAt: clock.now() });
      return;
    }
    const { detail } = result;
    if (!result.permanent) {
      throw new Error(`${channel} note ${id} could not be sent: ${detail}`);
    }
    await closeNote(database.knex, id, { reason: detail });
    logger.info(`Gave up ${channel} note ${id}: ${detail}`);
  }

  /** Deletes what is older than 30 days. */
  async purge(): Promise<void> {
    const { database, clock } = this.#options;
    await forgetNotes(database.knex, addMinutes(clock.now(), -keptMinutes));
  }

  #wake(work: Waking, tx: Tx, noteId: string, channel: string): Promise<void> {
    return work.enqueue(tx, {
      kind: noteKind(channel),
      key: `paging:note:${noteId}`,
      data: { noteId },
    });
  }

  async #wakeOverdue(waking: Waking): Promise<number> {
    const { database, clock, channels } = this.#options;
    const now = clock.now();
    const overdue = await overdueNotes(
      database.knex,
      addSeconds(now, -lateSeconds),
      sweepLimit,
    );
    const stale = addMinutes(now, -staleMinutes);
    if (overdue.some(({ dueAt }) => dueAt < stale)) await this.#giveUp(stale);
    // A channel that this process lacks may be known to a newer replica.
    const known = overdue.filter(
      ({ channel, dueAt }) => dueAt >= stale && channels.get(channel),
    );
    if (known.length === 0) return 0;
    await database.transaction(async tx => {
      for (const { id, channel } of known) {
        await this.#wake(waking, tx, id, channel);
      }
    });
    return known.length;
  }

  async #giveUp(before: Date): Promise<void> {
    const { database, logger } = this.#options;
    const reason = 'it could not be sent within a day';
    const count = await giveUpBefore(database.knex, before, reason);
    logger.warn(`Gave up ${count} notes: ${reason}`);
  }
}
