import {
  endpoints,
  IncidentDetail,
  Page,
} from '@muster/backstage-plugin-incidents-common';
import { liveSeconds, useEndpoint } from '../data';
import {
  Answer,
  At,
  Avatar,
  EmptyState,
  Panel,
  Trace,
  useLayout,
} from '../kit';
import { DeliveryLine } from '../ledger/DeliveryLine';
import { WhyNot } from '../ledger/WhyNot';
import { useText } from '../translation';

/** Who was paged, through what, when, why – and what did not get through. */
export const PagesPanel = ({ incident }: { incident: IncidentDetail }) => {
  const t = useText();
  const { stack } = useLayout();
  const state = useEndpoint(
    endpoints.paging.ledger,
    { params: { id: incident.name } },
    { every: liveSeconds },
  );
  return (
    <Panel title={t('pages.title')}>
      <div className={stack}>
        <Answer state={state}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title={t('pages.none')}>
                {t('pages.noneWhy')}
              </EmptyState>
            ) : (
              <>
                {items.map(page => (
                  <Paged key={page.id} page={page} />
                ))}
              </>
            )
          }
        </Answer>
        {incident.trace.length > 0 && (
          <Trace trace={incident.trace}>
            {t('onCall.by', { policy: incident.policyName })}
          </Trace>
        )}
        <WhyNot incident={incident} />
      </div>
    </Panel>
  );
};

const Paged = ({ page }: { page: Page }) => {
  const t = useText();
  const { row, top, tight, small, mute, strong, breakable } = useLayout();
  return (
    <div className={`${row} ${top}`}>
      <Avatar person={page.person} />
      <div className={`${tight} ${breakable}`} style={{ gap: 0 }}>
        <span>
          <span className={strong}>{page.person.name}</span>{' '}
          <span className={`${small} ${mute}`}>
            <At at={page.createdAt} />,{' '}
            {page.copyOf === null
              ? page.why
              : t('pages.copy', { why: page.why })}
          </span>
        </span>
        {page.deliveries.map(delivery => (
          <DeliveryLine key={delivery.id} delivery={delivery} />
        ))}
      </div>
    </div>
  );
};
