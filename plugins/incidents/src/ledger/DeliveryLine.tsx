import { Delivery } from '@muster/backstage-plugin-incidents-common';
import { At, useLayout } from '../kit';
import { useText } from '../translation';

/** One message of a page: through what, whether it arrived, and every try that failed. */
export const DeliveryLine = ({ delivery }: { delivery: Delivery }) => {
  const t = useText();
  const { small, mute, bad, ok, breakable } = useLayout();
  const { channel, address, state, reason, attempts } = delivery;
  const arrived = state === 'sent' || state === 'delivered';
  const tone = (state === 'failed' && bad) || (arrived && ok) || mute;
  const failures = attempts.filter(({ outcome }) => outcome !== 'sent');
  return (
    <div className={`${small} ${breakable}`}>
      {isKnown(channel) ? t(`pages.${channel}`) : channel}
      {address && ` ${address}`}:{' '}
      <span className={tone}>
        {arrived
          ? t(`pages.${state}`, {
              moment: <At at={delivery.sentAt ?? delivery.dueAt} />,
            })
          : t(`pages.${state}`)}
      </span>
      {state === 'queued' && (
        <span className={mute}>
          {' '}
          <At at={delivery.dueAt} />
        </span>
      )}
      {reason && <span className={mute}> – {reason}</span>}
      {failures.map(({ at, detail }) => (
        <div key={at} className={mute}>
          <At at={at} /> {detail}
        </div>
      ))}
    </div>
  );
};

/** Channels that we ship; another's id is shown as it is. */
const channels = ['portal', 'email', 'sms', 'voice', 'webhook'] as const;

const isKnown = (channel: string): channel is (typeof channels)[number] =>
  channels.some(known => known === channel);
