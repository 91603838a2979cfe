import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { PagingChannel } from './channel';
import { PagingProvider } from './provider';

/** Where modules add ways to reach people. @public */
export interface IncidentsPagingExtensionPoint {
  /**
   * Adds a channel. Called while modules start, before the plugin does; every person is then paged
   * through it where it has an address for them.
   *
   * Throws when the id is malformed or a channel with that id was added before.
   */
  addChannel(channel: PagingChannel): void;

  /**
   * Adds somebody who carries the messages of a channel; the first one makes the channel.
   *
   * Throws when an id is malformed, or the channel has a provider with that id.
   */
  addProvider(provider: PagingProvider): void;
}

/** @public */
export const incidentsPagingExtensionPoint =
  createExtensionPoint<IncidentsPagingExtensionPoint>({
    id: 'incidents.paging',
  });
