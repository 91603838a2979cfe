import {
  retryAfterSecondsOf,
  SendReceipt,
} from '@muster/backstage-plugin-incidents-node';

/** What one provider said to one message. */
export interface ProviderTry {
  readonly provider: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** What a channel answers when one of its providers has taken the message. */
export class CarriedReceipt implements SendReceipt {
  readonly detail: string;

  constructor(
    channelId: string,
    /** Every provider that was asked, in that order; the last one has taken it. */
    readonly tries: readonly ProviderTry[],
    readonly reference: string | undefined,
  ) {
    this.detail = told(channelId, tries);
  }
}

/** No provider of a channel has taken the message. */
export class NotCarriedError extends Error {
  /** As `isPermanentDeliveryError` reads it, when every provider says that trying again is pointless. */
  readonly name: 'PermanentDeliveryError' | 'NotCarriedError';
  /** How long the first provider that can be asked again wants to be left alone; undefined when none said. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    channelId: string,
    /** Every provider that was asked, in that order. */
    readonly tries: readonly ProviderTry[],
    causes: readonly unknown[],
    isPermanent: boolean,
  ) {
    super(told(channelId, tries), { cause: causes[0] });
    this.name = isPermanent ? 'PermanentDeliveryError' : 'NotCarriedError';
    const waits = causes.flatMap(cause => retryAfterSecondsOf(cause) ?? []);
    this.retryAfterSeconds = waits.length > 0 ? Math.min(...waits) : undefined;
  }
}

/** Who said what; a channel that is its own provider needs no name before its words. */
function told(channelId: string, tries: readonly ProviderTry[]): string {
  return tries
    .map(({ provider, detail }) =>
      provider === channelId ? detail : `${provider}: ${detail}`,
    )
    .join('; ');
}
