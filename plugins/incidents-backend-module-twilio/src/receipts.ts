import {
  DeliveryReceipt,
  smsChannel,
  voiceChannel,
} from '@muster/backstage-plugin-incidents-node';
import { wordsOf } from './words';

type Params = Readonly<Record<string, unknown>>;

/** What a message's status means for its delivery; undefined while it is under way. */
export function smsReceipt(
  messageKey: string,
  providerId: string,
  { MessageStatus, MessageSid, ErrorCode }: Params,
): DeliveryReceipt | undefined {
  const about = { messageKey, channelId: smsChannel.id, providerId };
  switch (MessageStatus) {
    case 'delivered':
    case 'read':
      return {
        ...about,
        outcome: 'delivered',
        detail: `${MessageStatus} as ${MessageSid}`,
      };
    case 'undelivered':
    case 'failed':
    case 'canceled': {
      const words = wordsOf(ErrorCode);
      const why = ErrorCode
        ? `Twilio ${ErrorCode}${words ? `: ${words}` : ''}`
        : 'Twilio does not say why';
      return {
        ...about,
        outcome: 'failed',
        detail: `${MessageStatus}, ${why}`,
      };
    }
    default:
      return undefined;
  }
}

/** What the end of a call means for its delivery. A voicemail, too, has answered. */
export function voiceReceipt(
  messageKey: string,
  providerId: string,
  { CallStatus, CallSid, SipResponseCode }: Params,
): DeliveryReceipt | undefined {
  const about = { messageKey, channelId: voiceChannel.id, providerId };
  switch (CallStatus) {
    case 'completed':
      return {
        ...about,
        outcome: 'delivered',
        detail: `the call ${CallSid} was answered`,
      };
    case 'busy':
      return { ...about, outcome: 'unanswered', detail: 'the line was busy' };
    case 'no-answer':
      return { ...about, outcome: 'unanswered', detail: 'nobody picked up' };
    case 'failed':
    case 'canceled':
      return {
        ...about,
        outcome: 'failed',
        detail: `the call could not be put through${SipResponseCode ? ` (SIP ${SipResponseCode})` : ''}`,
      };
    default:
      return undefined;
  }
}
