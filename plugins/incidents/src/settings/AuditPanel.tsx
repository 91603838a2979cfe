import { useApi } from '@backstage/core-plugin-api';
import {
  AuditEntry,
  endpoints,
} from '@muster/backstage-plugin-incidents-common';
import { incidentsApiRef } from '../api';
import { useRows } from '../data';
import { Ago, EmptyState, PagedList, Panel, useLayout } from '../kit';
import { useEscalationText } from '../translation';

const rowsAtFirst = 20;

/** Who changed what, newest first. */
export const AuditPanel = () => {
  const t = useEscalationText();
  const client = useApi(incidentsApiRef);
  const list = useRows(
    [endpoints.portal.audit.id],
    query => client.call(endpoints.portal.audit, { query }),
    rowsAtFirst,
    { every: 30 },
  );
  return (
    <Panel title={t('audit.title')}>
      <PagedList
        list={list}
        empty={
          <EmptyState title={t('audit.none')}>
            {t('audit.noneMeans')}
          </EmptyState>
        }
      >
        {entry => <Entry key={entry.id} entry={entry} />}
      </PagedList>
    </Panel>
  );
};

const Entry = ({
  entry: { at, actor, summary, request, outcome, reason },
}: {
  entry: AuditEntry;
}) => {
  const t = useEscalationText();
  const { small, mute, bad, breakable } = useLayout();
  return (
    <div className={breakable}>
      {actor.name}: {summary}{' '}
      {outcome === 'refused' && (
        <span className={bad}>
          {t('audit.refused', { reason: reason ?? '' })}
        </span>
      )}
      {outcome === 'begun' && <span className={bad}>{t('audit.begun')}</span>}
      <div className={`${small} ${mute}`}>
        <Ago at={at} /> · {request}
      </div>
    </div>
  );
};
