import { ConflictError, InputError } from '@backstage/errors';
import {
  ChannelDescription,
  IncidentsPagingExtensionPoint,
  PagingChannel,
  PagingProvider,
} from '@muster/backstage-plugin-incidents-node';
import { RegisteredChannel } from './RegisteredChannel';

/** The channels that modules have added, and those of the plugin itself, in the order of adding. */
export class ChannelRegistry implements IncidentsPagingExtensionPoint {
  readonly #channels = new Map<string, RegisteredChannel>();

  addChannel(channel: PagingChannel): void {
    checkId('channel', channel.id);
    if (this.#channels.has(channel.id)) {
      throw new ConflictError(
        `Two channels have the id '${channel.id}'; install only one of their modules`,
      );
    }
    this.#register(channel).add({
      channel,
      id: channel.id,
      title: channel.title,
      send: (message, context) => channel.send(message, context),
      acknowledged: channel.acknowledged?.bind(channel),
      limit: channel.limit,
    });
  }

  addProvider(provider: PagingProvider): void {
    const { channel } = provider;
    checkId('channel', channel.id);
    checkId('provider', provider.id);
    const known = this.#channels.get(channel.id) ?? this.#register(channel);
    known.add(provider);
  }

  /**
   * Puts providers into the order of `incidents.channels`; after modules have added theirs.
   *
   * @throws InputError naming what is not installed
   */
  arrange(
    order: Readonly<Record<string, { readonly providers: readonly string[] }>>,
  ): void {
    for (const [id, { providers }] of Object.entries(order)) {
      const channel = this.#channels.get(id);
      if (!channel) {
        throw new InputError(
          `incidents.channels names ${id}, which is not installed; there is ${[...this.#channels.keys()].join(', ') || 'none'}`,
        );
      }
      channel.askFirst(providers);
    }
  }

  /** A channel by its id. */
  get(id: string): RegisteredChannel | undefined {
    return this.#channels.get(id);
  }

  /** All channels. */
  get all(): readonly RegisteredChannel[] {
    return [...this.#channels.values()];
  }

  #register(channel: ChannelDescription): RegisteredChannel {
    const registered = new RegisteredChannel(channel);
    this.#channels.set(channel.id, registered);
    return registered;
  }
}

function checkId(what: 'channel' | 'provider', id: string): void {
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(id)) {
    throw new InputError(
      `A ${what}'s id must be lower-case letters, digits and dashes, not '${id}'`,
    );
  }
}
