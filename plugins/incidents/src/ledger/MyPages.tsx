import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import {
  CallOutput,
  endpoints,
} from '@muster/backstage-plugin-incidents-common';
import { incidentsApiRef } from '../api';
import { useRows } from '../data';
import { Ago, EmptyState, PagedList, Panel, useLayout } from '../kit';
import { incidentRouteRef } from '../routes';
import { useEscalationText } from '../translation';
import { DeliveryLine } from './DeliveryLine';

const rowsAtFirst = 5;

/** What the viewer was paged with, newest first: for which incident, why, through what. */
export const MyPages = () => {
  const t = useEscalationText();
  const client = useApi(incidentsApiRef);
  const list = useRows(
    [endpoints.paging.myPages.id],
    query => client.call(endpoints.paging.myPages, { query }),
    rowsAtFirst,
    { every: 10 },
  );
  return (
    <Panel title={t('myPages.title')}>
      <PagedList list={list} empty={<EmptyState title={t('myPages.none')} />}>
        {page => <MyPage key={page.id} page={page} />}
      </PagedList>
    </Panel>
  );
};

type Mine = CallOutput<typeof endpoints.paging.myPages>['items'][number];

const MyPage = ({ page }: { page: Mine }) => {
  const t = useEscalationText();
  const { tight, small, mute, titleLink, breakable } = useLayout();
  const toIncident = useRouteRef(incidentRouteRef);
  return (
    <div className={`${tight} ${breakable}`} style={{ gap: 2 }}>
      <Link className={titleLink} to={toIncident({ name: page.incidentName })}>
        {page.incidentName} {page.title}
      </Link>
      <span className={`${small} ${mute}`}>
        <Ago at={page.createdAt} /> · {page.why}
        {page.copyOf !== null && ` · ${t('myPages.copy')}`}
      </span>
      {page.deliveries.map(delivery => (
        <DeliveryLine key={delivery.id} delivery={delivery} />
      ))}
    </div>
  );
};
