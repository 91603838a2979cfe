import { isError } from '@backstage/errors';
import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import {
  isPermanentDeliveryError,
  Note,
  PageMessage,
  PagePerson,
  PagingChannel,
  PermanentDeliveryError,
} from '@muster/backstage-plugin-incidents-node';
import { iso } from '../platform/database';
import { isDigest } from './bundles';
import { ChannelRegistry } from './ChannelRegistry';
import { Claimed } from './DeliveryClaims';
import { DeliveryRecord, PageRecord } from './deliveryStore';
import { maskAddresses } from './masks';
import { AttemptResult, attemptSeconds } from './model';
import { PageComposer } from './PageComposer';
import { AddressFinder, Recipient } from './people/AddressFinder';
import { Way } from './people/ways';
import { PageLinks } from './ports';

const longestDetail = 500;

/** What a messenger needs. */
export interface MessengerOptions {
  readonly channels: ChannelRegistry;
  readonly composer: PageComposer;
  readonly addresses: AddressFinder;
  readonly links: PageLinks;
  /** How long one attempt may take. Default ten seconds. */
  readonly attemptMs?: number;
}

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
  ): Promise<AttemptResult> {
    return this.#attempt(async signal => {
      const channel = this.#channel(delivery.channel);
      const message = await this.#options.composer.page(page, delivery.id);
      const to = await this.#recipient(channel, page.person, delivery.methodId);
      return hand(channel, message, to, attempt, signal);
    });
  }

  /** Makes one attempt at several deliveries to one person and method, as one message. */
  async sendTogether(claimed: readonly Claimed[]): Promise<AttemptResult> {
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
  ): Promise<AttemptResult> {
    return this.#attempt(async signal => {
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
  ): Promise<AttemptResult> {
    return this.#attempt(async signal => {
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
  ): Promise<AttemptResult | undefined> {
    const channel = this.#options.channels.get(delivery.channel);
    if (!channel?.acknowledged) return undefined;
    return this.#attempt(async signal => {
      const message = await this.#options.composer.acknowledged(
        page,
        by,
        `acknowledged:${delivery.id}`,
      );
      const to = await this.#recipient(channel, page.person, delivery.methodId);
      const receipt = await channel.acknowledged?.(message, {
        ...to,
        reference: null,
        signal,
      });
      return receipt?.detail ?? '';
    });
  }

  /** Makes one attempt at a note. */
  async note(channelId: string, note: Note): Promise<AttemptResult> {
    return this.#attempt(async signal => {
      const channel = this.#options.channels.get(channelId);
      if (!channel?.notify) {
        throw new PermanentDeliveryError(
          `no channel '${channelId}' takes notes any more`,
        );
      }
      const to = await this.#recipient(channel, note.person, null);
      return (await channel.notify(note, { ...to, signal })).detail;
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
    run: (signal: AbortSignal) => Promise<string>,
  ): Promise<AttemptResult> {
    const limit = this.#options.attemptMs ?? attemptSeconds * 1000;
    try {
      return { sent: true, detail: shown(await within(limit, run)) };
    } catch (error) {
      return {
        sent: false,
        permanent: isPermanentDeliveryError(error),
        detail: shown(isError(error) ? error.message : String(error)),
      };
    }
  }
}

async function hand(
  channel: PagingChannel,
  message: PageMessage,
  to: Recipient,
  attempt: number,
  signal: AbortSignal,
): Promise<string> {
  return (await channel.send(message, { ...to, attempt, signal })).detail;
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
      reject(error);
      controller.abort(error);
    }, ms);
  });
  try {
    return await Promise.race([run(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a provider said, as the ledger keeps it: without addresses, without NUL, not endless. */
function shown(detail: string): string {
  return maskAddresses(detail.replaceAll('\u0000', '')).slice(0, longestDetail);
}
