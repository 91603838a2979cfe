import { PagingChannel } from '@muster/backstage-plugin-incidents-node';

/** Email and the portal are copies (domain.md, Escalation and paging); the demo counts email. */
export const wakes = (channel: PagingChannel, demo: boolean): boolean =>
  channel.wakes === true || (demo && channel.id === 'email');

/**
 * The id of the method that a channel is for everybody, without being set up: by the catalog's address, or
 * by none at all. Undefined for a channel that only reaches addresses which people add themselves.
 */
export function methodOfCatalog(channel: PagingChannel): string | undefined {
  if (channel.addressOf) return `catalog:${channel.id}`;
  return channel.address ? undefined : channel.id;
}
