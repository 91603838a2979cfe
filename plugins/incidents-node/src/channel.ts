import { PageMessage } from './message';
import { Note } from './note';

/** Somebody to be paged, as a channel sees them. @public */
export interface PagePerson {
  /** Full user ref. */
  readonly ref: string;
  readonly name: string;
  /** The catalog's address; null when it has none. */
  readonly email: string | null;
}

/** Where a channel would reach a person, or why it cannot. @public */
export type ChannelAddress =
  | { readonly address: string }
  /** Half a sentence for the ledger: `the catalog has no email address`. */
  | { readonly missing: string };

/** What comes with one attempt to send. @public */
export interface SendContext {
  readonly person: PagePerson;
  /** From `addressOf`, asked again for every attempt; null for a channel without `addressOf`. */
  readonly address: string | null;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Aborted when the time for the attempt is over; what arrives later is not waited for. */
  readonly signal: AbortSignal;
}

/** What comes with one attempt to send a note. @public */
export type NoteContext = Omit<SendContext, 'attempt'>;

/** What the other side said when it took the message. @public */
export interface SendReceipt {
  /** For the page ledger, without addresses or secrets: `250 2.0.0 queued as 4F3B`. */
  readonly detail: string;
}

/**
 * A way to reach people. Added with {@link incidentsPagingExtensionPoint}.
 *
 * @public
 */
export interface PagingChannel {
  /** Stable, unique, lower-case: `email`. Stored with every delivery, so never rename it. */
  readonly id: string;
  /** For settings and lists: `Email`. */
  readonly title: string;
  /** Within a sentence after “paged Ana Ruiz”: `by mail`. */
  readonly phrase: string;

  /**
   * Where this person is reached. Called when a page is decided, inside a database transaction, and
   * again before each attempt; so it must be quick, do no I/O, and not throw. Left out by a channel
   * that needs no address.
   */
  addressOf?(person: PagePerson): ChannelAddress;

  /**
   * Sends one message, outside any transaction and with the plugin's own credentials.
   *
   * Called at least once per delivery: again after an error, and again when a process died before it
   * could note the answer. Both carry the same `message.idempotencyKey`, which is to be handed to
   * the provider where it has such a thing.
   *
   * Throwing {@link PermanentDeliveryError} means that trying again is pointless: the delivery fails at
   * once. Anything else thrown, or no answer within ten seconds, is tried again after 5, 15, 30 and
   * 60 seconds, and then fails.
   */
  send(message: PageMessage, context: SendContext): Promise<SendReceipt>;

  /**
   * Sends a note: news that are no page. Left out by a channel that is for waking people only.
   *
   * Called at least once per note, with the same `note.idempotencyKey`, outside any transaction. Throwing
   * {@link PermanentDeliveryError} gives it up; anything else thrown, or no answer within ten seconds, is
   * tried again for a day.
   */
  notify?(note: Note, context: NoteContext): Promise<SendReceipt>;
}

/**
 * The other side refused for good: no such mailbox, number blocked, credentials rejected.
 *
 * @public
 */
export class PermanentDeliveryError extends Error {
  readonly name = 'PermanentDeliveryError';
}

/** True for a {@link PermanentDeliveryError}, also one of another copy of this package. @public */
export const isPermanentDeliveryError = (error: unknown): boolean =>
  error instanceof Error && error.name === 'PermanentDeliveryError';
