import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import {
  AuditEntry,
  endpoints,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { incidentsApiRef } from '../api';
import { usePages } from '../data';
import { Ago, Answer, EmptyState, Panel, useLayout } from '../kit';
import { useEscalationText } from '../translation';

const rowsAtFirst = 20;

/** Who changed what, newest first. */
export const AuditPanel = () => {
  const t = useEscalationText();
  const { stack } = useLayout();
  const client = useApi(incidentsApiRef);
  const [rows, setRows] = useState(rowsAtFirst);
  const state = usePages(
    [endpoints.portal.audit.id],
    query => client.call(endpoints.portal.audit, { query }),
    rows,
    { every: 30 },
  );
  return (
    <Panel title={t('audit.title')}>
      <Answer state={state}>
        {({ items, more }) => (
          <div className={stack}>
            {items.length === 0 && (
              <EmptyState title={t('audit.none')}>
                {t('audit.noneMeans')}
              </EmptyState>
            )}
            {items.map(entry => (
              <Entry key={entry.id} entry={entry} />
            ))}
            {more && (
              <div>
                <Button
                  size="small"
                  variant="outlined"
                  onClick={() => setRows(rows * 4)}
                >
                  {t('audit.more')}
                </Button>
              </div>
            )}
          </div>
        )}
      </Answer>
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
