import {
  contract,
  Delivery,
  IncidentDetail,
  Page,
} from '@muster/backstage-plugin-incidents-common';
import { liveSeconds, useEndpoint } from '../data';
import { Answer, At, Avatar, EmptyState, Panel, useLayout } from '../kit';

/** Who was paged, through what, when, why – and what did not get through. */
export const PagesPanel = ({ incident }: { incident: IncidentDetail }) => {
  const state = useEndpoint(
    contract.paging.ledger,
    { params: { id: incident.name } },
    { every: liveSeconds },
  );
  return (
    <Panel title="Pages">
      <Answer state={state}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="Nobody was paged">
              The timeline says why.
            </EmptyState>
          ) : (
            items.map(page => <Paged key={page.id} page={page} />)
          )
        }
      </Answer>
    </Panel>
  );
};

const Paged = ({ page }: { page: Page }) => {
  const { row, top, tight, small, mute, strong } = useLayout();
  return (
    <div className={`${row} ${top}`} style={{ marginBottom: 12 }}>
      <Avatar person={page.person} />
      <div className={tight} style={{ gap: 0 }}>
        <span>
          <span className={strong}>{page.person.name}</span>{' '}
          <span className={`${small} ${mute}`}>
            <At at={page.createdAt} />, {page.why}
          </span>
        </span>
        {page.deliveries.map(delivery => (
          <DeliveryLine key={delivery.id} delivery={delivery} />
        ))}
      </div>
    </div>
  );
};

const words: Record<Delivery['state'], string> = {
  queued: 'waiting to be sent',
  sending: 'being sent',
  sent: 'sent',
  delivered: 'delivered',
  failed: 'failed',
  cancelled: 'not sent',
};

const DeliveryLine = ({ delivery }: { delivery: Delivery }) => {
  const { small, mute, bad, ok, breakable } = useLayout();
  const { channel, address, state, sentAt, reason, attempts } = delivery;
  const sent = state === 'sent' || state === 'delivered';
  const tone = (state === 'failed' && bad) || (sent && ok) || mute;
  return (
    <span
      className={`${small} ${breakable}`}
      title={attempts.map(({ at, detail }) => `${at} ${detail}`).join('\n')}
    >
      {channel}
      {address && ` ${address}`}:{' '}
      <span className={tone}>
        {words[state]}
        {sentAt && (
          <>
            {' '}
            <At at={sentAt} />
          </>
        )}
      </span>
      {reason && <span className={mute}> – {reason}</span>}
    </span>
  );
};
