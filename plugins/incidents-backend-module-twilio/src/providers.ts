import {
  composeShortText,
  PageMessage,
  PagingProvider,
  PermanentDeliveryError,
  SendContext,
  SendReceipt,
  smsChannel,
  voiceChannel,
} from '@muster/backstage-plugin-incidents-node';
import { callbackPaths, callbackUrl } from './callbacks';
import { openingScript } from './callScript';
import { TwilioAccount } from './config';
import { TwilioApi } from './TwilioApi';

/** A text that could not be handed to the phone for an hour is not worth waking anybody for. */
const validSeconds = 3600;
/** Seconds of ringing: less than most voicemails wait for. */
const ringSeconds = 25;

/** What the providers of one account are made from. */
export interface ProviderOptions {
  readonly account: TwilioAccount;
  readonly api: TwilioApi;
  /** Where Twilio reaches us; undefined where it cannot: then there are no receipts, replies and keys. */
  readonly callbackBase: string | undefined;
}

/** Text messages through an account. */
export function smsProvider(options: ProviderOptions): PagingProvider {
  const { account, api, callbackBase } = options;
  const send = async (
    message: PageMessage,
    context: Pick<SendContext, 'address'>,
    body: string,
  ): Promise<SendReceipt> => {
    const { sid, status } = await api.message({
      to: numberOf(context),
      from: account.from,
      body,
      validityPeriod: validSeconds,
      ...(callbackBase
        ? {
            statusCallback: callbackUrl(callbackBase, callbackPaths.smsStatus, {
              message: message.idempotencyKey,
            }),
          }
        : {}),
    });
    return { detail: `${status} as ${sid}`, reference: sid };
  };
  const canReply = callbackBase !== undefined;
  return {
    id: account.id,
    title: titleOf(account),
    channel: smsChannel,
    limit: account.smsLimit,
    send: (message, context) =>
      send(message, context, composeShortText(message, { canReply })),
    acknowledged: async (message, context) => {
      const { sid, status } = await api.message({
        to: numberOf(context),
        from: account.from,
        body: composeShortText(message, { canReply }),
        validityPeriod: validSeconds,
      });
      return { detail: `${status} as ${sid}`, reference: sid };
    },
  };
}

/** Phone calls through an account. There are no follow-ups: a second call would wake whoever slept on. */
export function voiceProvider(options: ProviderOptions): PagingProvider {
  const { account, api, callbackBase } = options;
  return {
    id: account.id,
    title: titleOf(account),
    channel: voiceChannel,
    limit: account.voiceLimit,
    send: async (message, context) => {
      const { sid, status } = await api.call({
        to: numberOf(context),
        from: account.voiceFrom,
        timeout: ringSeconds,
        twiml: openingScript(message, callbackBase),
        ...(callbackBase
          ? {
              statusCallback: callbackUrl(
                callbackBase,
                callbackPaths.voiceStatus,
                { message: message.idempotencyKey },
              ),
            }
          : {}),
      });
      return { detail: `${status} as ${sid}`, reference: sid };
    },
  };
}

/** Enough of the account to tell it from another. */
const titleOf = ({ accountSid, from }: TwilioAccount): string =>
  `Twilio ${accountSid.slice(0, 6)}… from ${from}`;

function numberOf({ address }: Pick<SendContext, 'address'>): string {
  if (address === null) {
    throw new PermanentDeliveryError('the person has given no phone number');
  }
  return address;
}
