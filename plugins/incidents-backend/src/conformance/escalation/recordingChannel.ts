import {
  PageMessage,
  PagingChannel,
} from '@muster/backstage-plugin-incidents-node';

/** A message as a channel was asked to send it. */
export interface Recorded {
  readonly message: PageMessage;
  /** The channel of the case: `sms:2`. */
  readonly channel: string;
}

/** The channel of ours for a channel of a case: `sms` for `sms:2`. */
export const channelIdOf = (channel: string): string => channel.split(':')[0];

/** A channel that wakes people and tells `record` of each message; its addresses are the case's channels. */
export const recordingChannel = (
  id: string,
  record: (recorded: Recorded) => Promise<void>,
): PagingChannel => ({
  id,
  title: id,
  phrase: `by ${id}`,
  wakes: true,
  address: {
    label: id,
    example: id,
    parse: address => ({ address }),
  },
  async send(message, { address }) {
    await record({ message, channel: address ?? id });
    return { detail: 'recorded' };
  },
});
