import { ChannelDescription, SendContext, SendReceipt } from './channel';
import { AcknowledgedMessage, PageMessage } from './message';

/** So many messages in so many minutes, at most. @public */
export interface SendLimit {
  readonly count: number;
  readonly perMinutes: number;
}

/** What comes with a follow-up to a message that has been sent. @public */
export interface FollowUpContext extends Omit<SendContext, 'attempt'> {
  /** What `send` gave as `reference` for the page itself; null when it gave none. */
  readonly reference: string | null;
}

/**
 * What a channel can do: `send` is needed, everything else is an ability that may be left out.
 *
 * @public
 */
export interface ChannelAbilities {
  /**
   * Sends one message, outside any transaction and with the plugin's own credentials.
   *
   * Called at least once per delivery: again after an error, and again when a process died before it
   * could note the answer. Both carry the same `message.idempotencyKey`, which is to be handed to
   * the provider where it has such a thing.
   *
   * Throwing {@link PermanentDeliveryError} means that trying again is pointless: when every provider of
   * the channel says so, the delivery fails at once. Anything else thrown, or no answer within ten
   * seconds, is tried again after 5, 15, 30 and 60 seconds, and then fails; {@link RetryLaterError} says
   * how long the provider wants to be left alone.
   */
  send(message: PageMessage, context: SendContext): Promise<SendReceipt>;

  /**
   * Tells somebody whose page had already left that another person has taken the incident; a chat edits
   * the message that it sent before. At least once for each such page; an error is noted and not tried
   * again. Left out by a channel that would only disturb, such as a phone call.
   */
  acknowledged?(
    message: AcknowledgedMessage,
    context: FollowUpContext,
  ): Promise<SendReceipt>;

  /** What the provider puts up with; pages of high urgency go first. Left out: nothing is held back. */
  readonly limit?: SendLimit;
}

/**
 * Somebody who carries the messages of a channel. A channel may have several: they are tried in their
 * order within one attempt, and who failed within the last minute is tried last.
 *
 * @public
 */
export interface PagingProvider extends ChannelAbilities {
  /** Stable, unique within its channel, lower-case: `twilio`. Stored with every attempt. */
  readonly id: string;
  /** For the page of channels: `Twilio AC12…`. */
  readonly title: string;
  /** The channel; providers of one channel give equal descriptions, such as `smsChannel`. */
  readonly channel: ChannelDescription;
}
