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
    /** Every provider that was asked, in that order; the last one has taken it. */
    readonly tries: readonly ProviderTry[],
    readonly reference: string | undefined,
  ) {
    this.detail = told(tries);
  }
}

/** No provider of a channel has taken the message. */
export class NotCarriedError extends Error {
  /** As `isPermanentDeliveryError` reads it, when every provider says that trying again is pointless. */
  readonly name: 'PermanentDeliveryError' | 'NotCarriedError';
  /** How long the first provider that can be asked again wants to be left alone; undefined when none said. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    /** Every provider that was asked, in that order. */
    readonly tries: readonly ProviderTry[],
    causes: readonly unknown[],
    isPermanent: boolean,
  ) {
    super(told(tries), { cause: causes[0] });
    this.name = isPermanent ? 'PermanentDeliveryError' : 'NotCarriedError';
    const waits = causes.flatMap(cause => retryAfterSecondsOf(cause) ?? []);
    this.retryAfterSeconds = waits.length > 0 ? Math.min(...waits) : undefined;
  }
}

/** With one provider its words; with several, who said what. */
function told(tries: readonly ProviderTry[]): string {
  return tries.length === 1
    ? tries[0].detail
    : tries.map(({ provider, detail }) => `${provider}: ${detail}`).join('; ');
}
