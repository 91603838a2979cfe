import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import {
  CallOutput,
  endpoints,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { incidentsApiRef } from '../api';
import { usePages } from '../data';
import { Ago, Answer, EmptyState, Panel, useLayout } from '../kit';
import { incidentRouteRef } from '../routes';
import { useEscalationText } from '../translation';
import { DeliveryLine } from './DeliveryLine';

const rowsAtFirst = 5;

/** What the viewer was paged with, newest first: for which incident, why, through what. */
export const MyPages = () => {
  const t = useEscalationText();
  const { stack } = useLayout();
  const client = useApi(incidentsApiRef);
  const [rows, setRows] = useState(rowsAtFirst);
  const state = usePages(
    [endpoints.paging.myPages.id],
    query => client.call(endpoints.paging.myPages, { query }),
    rows,
    { every: 10 },
  );
  return (
    <Panel title={t('myPages.title')}>
      <Answer state={state}>
        {({ items, more }) => (
          <div className={stack}>
            {items.length === 0 && <EmptyState title={t('myPages.none')} />}
            {items.map(page => (
              <MyPage key={page.id} page={page} />
            ))}
            {more && (
              <div>
                <Button
                  size="small"
                  variant="outlined"
                  onClick={() => setRows(rows * 4)}
                >
                  {t('myPages.more')}
                </Button>
              </div>
            )}
          </div>
        )}
      </Answer>
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
