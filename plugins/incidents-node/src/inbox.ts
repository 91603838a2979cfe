import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { PageMessage } from './message';

/** What a provider says later about a message that it has taken. @public */
export interface DeliveryReceipt {
  /** `idempotencyKey` of the message. */
  readonly messageKey: string;
  /** Who says so. */
  readonly channelId: string;
  readonly providerId: string;
  /**
   * `delivered`: it has arrived. `failed`: it will not; the delivery fails over as if `send` had thrown
   * {@link PermanentDeliveryError}. `unanswered`: it arrived and nobody took it, such as a call;
   * the person's next method is due at once.
   */
  readonly outcome: 'delivered' | 'failed' | 'unanswered';
  /** For the page ledger, without addresses or secrets. */
  readonly detail: string;
}

/** What a person answered through a channel. @public */
export interface PersonReply {
  readonly channelId: string;
  /** Where it came from, in the form of the channel's `address.parse`. The provider vouches for it. */
  readonly address: string;
  /**
   * The provider's id of this answer. An answer that comes a second time, because the provider repeated it
   * or somebody replays it, does nothing and gets the words of the first.
   */
  readonly replyId: string;
  /** The message that it answers, where the channel knows; else `text` or the person's open pages decide. */
  readonly messageKey?: string;
  /** `ack`, `ack 7`, `ack INC-7`, `ack all`, `escalate 7`, as written. */
  readonly text: string;
}

/** What became of a reply. @public */
export interface ReplyAnswer {
  /** Whether something was done, or had been done before. */
  readonly ok: boolean;
  /** A sentence for the person who replied; without links. */
  readonly text: string;
}

/**
 * What comes back from providers: receipts and people's answers. Handed to modules, who check that it is
 * the provider that speaks; everything else is checked here.
 *
 * Throws ServiceUnavailableError until the plugin has started, and while the database is away: answer the
 * provider 503, and it will repeat.
 *
 * @public
 */
export interface PagingInbox {
  /** Notes a receipt durably. One for an unknown message is let go: it may be of another portal. */
  receipt(receipt: DeliveryReceipt): Promise<void>;
  /** Does what a person answered. Never throws for what they wrote: the answer says what was wrong. */
  reply(reply: PersonReply): Promise<ReplyAnswer>;
  /**
   * A message that was sent, composed again as things are now, to say it once more. Undefined when there
   * is no such message, or nothing to take any more.
   */
  message(messageKey: string): Promise<PageMessage | undefined>;
}

/** Where modules get the inbox. @public */
export interface IncidentsInboxExtensionPoint {
  readonly inbox: PagingInbox;
}

/** @public */
export const incidentsInboxExtensionPoint =
  createExtensionPoint<IncidentsInboxExtensionPoint>({
    id: 'incidents.inbox',
  });
