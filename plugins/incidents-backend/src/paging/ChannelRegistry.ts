import { ConflictError, InputError } from '@backstage/errors';
import {
  IncidentsPagingExtensionPoint,
  PagingChannel,
} from '@muster/backstage-plugin-incidents-node';

/** The channels that modules have added, and those of the plugin itself, in the order of adding. */
export class ChannelRegistry implements IncidentsPagingExtensionPoint {
  readonly #channels = new Map<string, PagingChannel>();

  addChannel(channel: PagingChannel): void {
    const { id } = channel;
    if (!/^[a-z][a-z0-9-]{0,63}$/.test(id)) {
      throw new InputError(
        `A channel's id must be lower-case letters, digits and dashes, not '${id}'`,
      );
    }
    if (this.#channels.has(id)) {
      throw new ConflictError(
        `Two channels have the id '${id}'; install only one of their modules`,
      );
    }
    this.#channels.set(id, channel);
  }

  /** A channel by its id. */
  get(id: string): PagingChannel | undefined {
    return this.#channels.get(id);
  }

  /** All channels. */
  get all(): readonly PagingChannel[] {
    return [...this.#channels.values()];
  }
}
