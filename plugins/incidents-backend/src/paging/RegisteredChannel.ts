import { ConflictError, InputError, isError } from '@backstage/errors';
import {
  AcknowledgedMessage,
  ChannelDescription,
  FollowUpContext,
  isPermanentDeliveryError,
  PageMessage,
  PagingChannel,
  PagingProvider,
  SendContext,
  SendLimit,
} from '@muster/backstage-plugin-incidents-node';
import { maskAddresses } from './masks';
import { attemptSeconds } from './model';
import { CarriedReceipt, NotCarriedError, ProviderTry } from './providerTries';

const longestDetail = 500;
/** Whoever failed so lately is tried after the others. */
const wearySeconds = 60;
/** Several providers share an attempt, and leave a moment to note what came of it. */
const sharedSeconds = attemptSeconds - 0.5;

/**
 * A channel with those who carry its messages. They are tried one after the other within one attempt and
 * share its time; whoever failed within the last minute comes last, so that a provider that hangs delays
 * one page a minute and not every one.
 *
 * A refusal for good is no reason to stop: a number that one provider has blocked, another one reaches.
 */
export class RegisteredChannel implements PagingChannel {
  readonly id: string;
  readonly title: string;
  readonly phrase: string;
  readonly wakes: boolean;
  readonly address: ChannelDescription['address'];
  readonly addressOf: ChannelDescription['addressOf'];
  readonly notify: PagingChannel['notify'];
  readonly #providers: PagingProvider[] = [];
  readonly #failedAt = new Map<string, number>();
  readonly #elapsed: () => number;

  /** @param elapsed - milliseconds of a clock that only counts */
  constructor(
    channel: ChannelDescription & Pick<PagingChannel, 'notify'>,
    elapsed: () => number = () => performance.now(),
  ) {
    this.id = channel.id;
    this.title = channel.title;
    this.phrase = channel.phrase;
    this.wakes = channel.wakes ?? false;
    this.address = channel.address;
    this.addressOf = channel.addressOf?.bind(channel);
    this.notify = channel.notify?.bind(channel);
    this.#elapsed = elapsed;
  }

  /** @throws ConflictError when it has a provider with that id */
  add(provider: PagingProvider): void {
    if (this.#providers.some(({ id }) => id === provider.id)) {
      throw new ConflictError(
        `Two providers of channel '${this.id}' have the id '${provider.id}'; install only one of their modules`,
      );
    }
    this.#providers.push(provider);
  }

  /**
   * Has these providers asked first, in this order.
   *
   * @throws InputError naming one that there is not
   */
  askFirst(ids: readonly string[]): void {
    const known = this.#providers.map(({ id }) => id);
    const unknown = ids.find(id => !known.includes(id));
    if (unknown !== undefined) {
      throw new InputError(
        `incidents.channels.${this.id}.providers names ${unknown}, which is not installed; there is ${known.join(', ')}`,
      );
    }
    const rank = ({ id }: PagingProvider) =>
      ids.includes(id) ? ids.indexOf(id) : ids.length;
    this.#providers.sort((a, b) => rank(a) - rank(b));
  }

  /** In the order in which they are tried when all are well. */
  get providers(): readonly PagingProvider[] {
    return this.#providers;
  }

  /** What holds messages back: the first provider's limit, since the others only stand in. */
  get limit(): SendLimit | undefined {
    return this.#providers[0]?.limit;
  }

  /** @throws NotCarriedError when no provider has taken it */
  send(message: PageMessage, context: SendContext): Promise<CarriedReceipt> {
    return this.#carry(this.#inTurn(), context.signal, (provider, signal) =>
      provider.send(message, { ...context, signal }),
    );
  }

  /** Undefined where no provider follows up. The function throws as `send` does. */
  get acknowledged():
    | ((
        message: AcknowledgedMessage,
        context: FollowUpContext,
      ) => Promise<CarriedReceipt>)
    | undefined {
    const able = this.#inTurn().filter(({ acknowledged }) => acknowledged);
    if (able.length === 0) return undefined;
    return (message, context) =>
      this.#carry(able, context.signal, async (provider, signal) => {
        const receipt = await provider.acknowledged?.(message, {
          ...context,
          signal,
        });
        return receipt ?? { detail: '' };
      });
  }

  #inTurn(): PagingProvider[] {
    const since = this.#elapsed() - wearySeconds * 1000;
    const isWeary = ({ id }: PagingProvider) =>
      (this.#failedAt.get(id) ?? -Infinity) > since;
    return [
      ...this.#providers.filter(provider => !isWeary(provider)),
      ...this.#providers.filter(isWeary),
    ];
  }

  async #carry(
    providers: readonly PagingProvider[],
    signal: AbortSignal,
    hand: (
      provider: PagingProvider,
      signal: AbortSignal,
    ) => ReturnType<PagingProvider['send']>,
  ): Promise<CarriedReceipt> {
    const tries: ProviderTry[] = [];
    const errors: unknown[] = [];
    for (const provider of providers) {
      const { id } = provider;
      try {
        const seconds =
          providers.length === 1 ? Infinity : sharedSeconds / providers.length;
        const receipt = await within(seconds, signal, share =>
          hand(provider, share),
        );
        this.#failedAt.delete(id);
        tries.push({ provider: id, ok: true, detail: shown(receipt.detail) });
        return new CarriedReceipt(this.id, tries, receipt.reference);
      } catch (error) {
        this.#failedAt.set(id, this.#elapsed());
        errors.push(error);
        const words = isError(error) ? error.message : String(error);
        tries.push({ provider: id, ok: false, detail: shown(words) });
        if (signal.aborted) break;
      }
    }
    throw new NotCarriedError(
      this.id,
      tries,
      errors,
      errors.every(isPermanentDeliveryError),
    );
  }
}

/**
 * Runs something for its share of an attempt, for all of it when `seconds` is infinite. Its signal ends with
 * either, and so does waiting for it.
 */
async function within<T>(
  seconds: number,
  attempt: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const share = new AbortController();
  const signal = AbortSignal.any([attempt, share.signal]);
  const over = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), {
      once: true,
    });
  });
  const timer =
    seconds === Infinity
      ? undefined
      : setTimeout(() => {
          share.abort(new Error(`no answer within ${seconds} s`));
        }, seconds * 1000);
  try {
    return await Promise.race([run(signal), over]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a provider said, as the ledger keeps it: without addresses, without NUL, not endless. */
function shown(detail: string): string {
  return maskAddresses(detail.replaceAll('\u0000', '')).slice(0, longestDetail);
}
