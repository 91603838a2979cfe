import { Note } from './note';
import { ChannelAbilities } from './provider';

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
  /** The person's own, else from `addressOf`; null for a channel that needs none. */
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
  /** The provider's name for the message, by which it can be changed later: `SM12…`. */
  readonly reference?: string;
}

/** An address that people add themselves, and verify with a code. @public */
export interface AddressKind {
  /** Above the field: `Phone number`. */
  readonly label: string;
  /** In the field: `+41 79 123 45 67`. */
  readonly example: string;
  /**
   * The one form in which an address is kept, or what is wrong with it, after its label: `is no phone
   * number`. Quick, without I/O, and it does not throw.
   */
  parse(
    text: string,
  ): { readonly address: string } | { readonly fault: string };
}

/**
 * A channel as people and the ledger know it, whoever carries its messages.
 *
 * @public
 */
export interface ChannelDescription {
  /** Stable, unique, lower-case: `email`. Stored with every delivery, so never rename it. */
  readonly id: string;
  /** For settings and lists: `Email`. */
  readonly title: string;
  /** Within a sentence after “paged Ana Ruiz”: `by mail`. */
  readonly phrase: string;
  /** Whether a message wakes people up. Left out: it does not, and counts as a copy. */
  readonly wakes?: boolean;
  /** Given by a channel to which people add addresses of their own. */
  readonly address?: AddressKind;

  /**
   * Where this person is reached without having added anything. Called when a page is decided, inside a
   * database transaction, and again before each attempt; so it must be quick, do no I/O, and not throw.
   *
   * A channel with neither `addressOf` nor `address` needs none.
   */
  addressOf?(person: PagePerson): ChannelAddress;
}

/**
 * A way to reach people, carried by whoever adds it: id, title, phrase and `send` are all it needs. Added
 * with {@link incidentsPagingExtensionPoint}.
 *
 * @public
 */
export interface PagingChannel extends ChannelDescription, ChannelAbilities {
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

/**
 * The provider asks to be left alone for a while: too many requests, or busy until then. The delivery is
 * tried again, but not sooner.
 *
 * @public
 */
export class RetryLaterError extends Error {
  readonly name = 'RetryLaterError';
  readonly retryAfterSeconds: number;

  constructor(
    message: string,
    retryAfterSeconds: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** How long a {@link RetryLaterError} asks to wait, also one of another copy of this package. @public */
export function retryAfterSecondsOf(error: unknown): number | undefined {
  return error instanceof Error &&
    error.name === 'RetryLaterError' &&
    'retryAfterSeconds' in error &&
    typeof error.retryAfterSeconds === 'number'
    ? error.retryAfterSeconds
    : undefined;
}
