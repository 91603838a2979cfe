import { isError } from '@backstage/errors';
import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import {
  isPermanentDeliveryError,
  Note,
  PageMessage,
  PagePerson,
  PagingChannel,
  PermanentDeliveryError,
  SendReceipt,
} from '@muster/backstage-plugin-incidents-node';
import { iso } from '../platform/database';
import { isDigest } from './bundles';
import { ChannelRegistry } from './ChannelRegistry';
import { Claimed } from './DeliveryClaims';
import { DeliveryRecord, PageRecord } from './rows';
import { maskAddresses } from './masks';
import { AttemptResult, attemptSeconds } from './model';
import { PageComposer } from './PageComposer';
import { AddressFinder, Recipient } from './people/AddressFinder';
import { Way } from './people/ways';
import { PageLinks } from './ports';
import { CarriedReceipt, NotCarriedError, ProviderTry } from './providerTries';

const longestDetail = 500;
/** Of a provider's name for a message, as it is stored. */
const longestReference = 200;

/** What a messenger needs. */
export interface MessengerOptions {
  readonly channels: ChannelRegistry;
  readonly composer: PageComposer;
  readonly addresses: AddressFinder;
  readonly links: PageLinks;
  /** Keeps what providers said to messages that are no deliveries: tests, codes, follow-ups. */
  readonly noteTries: (
    channel: string,
    tries: readonly ProviderTry[],
  ) => Promise<void>;
  /** How long one attempt may take. Default ten seconds. */
  readonly attemptMs?: number;
}

/** What came of an attempt, and what providers said. */
export type HandedOver = AttemptResult & {
  /** Every provider that was asked, in that order; empty when it did not come to that. */
  readonly tries: readonly ProviderTry[];
  /** The provider's name for the message. */
  readonly reference?: string | null;
};

/** Composes messages and hands them to channels, with a time-out. Never throws: says what came of it. */
export class Messenger {
  readonly #options: MessengerOptions;

  constructor(options: MessengerOptions) {
    this.#options = options;
  }

  /** Makes one attempt at a delivery. */
  async send(
    page: PageRecord,
    delivery: DeliveryRecord,
    attempt: number,
  ): Promise<HandedOver> {
    return this.#attempt(async signal => {
      const channel = this.#channel(delivery.channel);
      const message = await this.#options.composer.page(page, delivery.id);
      const to = await this.#recipient(channel, page.person, delivery.methodId);
      return hand(channel, message, to, attempt, signal);
    });
  }

  /** Makes one attempt at several deliveries to one person and method, as one message. */
  async sendTogether(claimed: readonly Claimed[]): Promise<HandedOver> {
    const [{ delivery, page, attempt }] = claimed;
    const { composer } = this.#options;
    return this.#attempt(async signal => {
      const channel = this.#channel(delivery.channel);
      const pages = claimed.map(one => one.page);
      const bundleId = delivery.bundleId ?? delivery.id;
      const key = `bundle:${bundleId}`;
      const isOne = new Set(pages.map(one => one.incidentId)).size === 1;
      const several = isDigest(bundleId) ? 'digest' : 'summary';
      // Others may have dropped out of a summary; a digest says why it comes late.
      const message =
        isOne && several === 'summary'
          ? await composer.page(page, key)
          : await composer.together(pages, several, key);
      const to = await this.#recipient(channel, page.person, delivery.methodId);
      return hand(channel, message, to, attempt, signal);
    });
  }

  /** Sends a test message to a person through one of their methods. */
  async test(
    way: Pick<Way, 'methodId' | 'channel'>,
    person: NamedRef,
    idempotencyKey: string,
  ): Promise<HandedOver> {
    return this.#noted(way.channel.id, async signal => {
      const channel = this.#channel(way.channel.id);
      const message: PageMessage = {
        kind: 'test',
        idempotencyKey,
        person,
        urgency: 'high',
        portalUrl: this.#options.links.portalUrl,
      };
      const to = await this.#recipient(channel, person, way.methodId);
      return hand(channel, message, to, 1, signal);
    });
  }

  /** Sends a code to an address that is not verified yet. */
  async code(
    channelId: string,
    spec: {
      readonly person: PagePerson;
      readonly address: string;
      readonly code: string;
      readonly expiresAt: Date;
      readonly idempotencyKey: string;
    },
  ): Promise<HandedOver> {
    return this.#noted(channelId, async signal => {
      const { person, address, code, expiresAt, idempotencyKey } = spec;
      const message: PageMessage = {
        kind: 'code',
        idempotencyKey,
        person: { ref: person.ref, name: person.name },
        urgency: 'low',
        code,
        expiresAt: iso(expiresAt),
        portalUrl: this.#options.links.portalUrl,
      };
      const channel = this.#channel(channelId);
      return hand(channel, message, { person, address }, 1, signal);
    });
  }

  /** Tells somebody who was paged that another person has it; nothing where the channel cannot. */
  async acknowledged(
    page: PageRecord,
    delivery: DeliveryRecord,
    by: NamedRef,
    reference: string | null,
  ): Promise<HandedOver | undefined> {
    const channel = this.#options.channels.get(delivery.channel);
    if (!channel?.acknowledged) return undefined;
    return this.#noted(delivery.channel, async signal => {
      const message = await this.#options.composer.acknowledged(
        page,
        by,
        `acknowledged:${delivery.id}`,
      );
      const to = await this.#recipient(channel, page.person, delivery.methodId);
      const receipt = await channel.acknowledged?.(message, {
        ...to,
        reference,
        signal,
      });
      return receipt ?? { detail: '' };
    });
  }

  /** Makes one attempt at a note. */
  async note(channelId: string, note: Note): Promise<HandedOver> {
    return this.#attempt(async signal => {
      const channel = this.#options.channels.get(channelId);
      if (!channel?.notify) {
        throw new PermanentDeliveryError(
          `no channel '${channelId}' takes notes any more`,
        );
      }
      const to = await this.#recipient(channel, note.person, null);
      return channel.notify(note, { ...to, signal });
    });
  }

  #channel(id: string): PagingChannel {
    const channel = this.#options.channels.get(id);
    if (channel) return channel;
    throw new PermanentDeliveryError(
      `no channel '${id}' is installed any more`,
    );
  }

  /** @throws PermanentDeliveryError when there is no address any more */
  async #recipient(
    channel: PagingChannel,
    person: NamedRef,
    methodId: string | null,
  ): Promise<Recipient> {
    const found = await this.#options.addresses.find(channel, person, methodId);
    if ('missing' in found) throw new PermanentDeliveryError(found.missing);
    return found;
  }

  async #attempt(
    run: (signal: AbortSignal) => Promise<SendReceipt>,
  ): Promise<HandedOver> {
    const limit = this.#options.attemptMs ?? attemptSeconds * 1000;
    try {
      const receipt = await within(limit, run);
      return {
        sent: true,
        detail: shown(receipt.detail),
        reference: receipt.reference ? asReference(receipt.reference) : null,
        tries: receipt instanceof CarriedReceipt ? receipt.tries : [],
      };
    } catch (error) {
      return {
        sent: false,
        permanent: isPermanentDeliveryError(error),
        detail: shown(isError(error) ? error.message : String(error)),
        retryAfterSeconds:
          error instanceof NotCarriedError
            ? error.retryAfterSeconds
            : undefined,
        tries: error instanceof NotCarriedError ? error.tries : [],
      };
    }
  }

  /** As `#attempt`, of what has no delivery to note what providers said. */
  async #noted(
    channelId: string,
    run: (signal: AbortSignal) => Promise<SendReceipt>,
  ): Promise<HandedOver> {
    const result = await this.#attempt(run);
    await this.#options.noteTries(channelId, result.tries);
    return result;
  }
}

async function hand(
  channel: PagingChannel,
  message: PageMessage,
  to: Recipient,
  attempt: number,
  signal: AbortSignal,
): Promise<SendReceipt> {
  return channel.send(message, { ...to, attempt, signal });
}

/** Runs something for at most `ms`; afterwards its signal is aborted and its answer no longer waited for. */
async function within<T>(
  ms: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`no answer within ${ms / 1000} s`);
      controller.abort(error);
      // A channel that gives up with its signal says who was asked; it is given the moment to do so.
      setImmediate(() => reject(error));
    }, ms);
  });
  try {
    return await Promise.race([run(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

const asReference = (text: string): string =>
  text.replaceAll('\u0000', '').slice(0, longestReference);

/** What a provider said, as the ledger keeps it: without addresses, without NUL, not endless. */
function shown(detail: string): string {
  return maskAddresses(detail.replaceAll('\u0000', '')).slice(0, longestDetail);
}
