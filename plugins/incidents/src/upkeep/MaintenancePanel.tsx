import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import {
  endpoints,
  Maintenance,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { incidentsApiRef } from '../api';
import { useCommand, useMayOwn, useRows } from '../data';
import {
  At,
  CommandError,
  ConfirmButton,
  EmptyState,
  namesOf,
  PagedList,
  Panel,
  useLayout,
} from '../kit';
import { useEscalationText } from '../translation';
import { MaintenanceDialog } from './MaintenanceDialog';

const rowsAtFirst = 10;

/** Maintenance windows, running ones first; those that cover an entity when it is given. */
export const MaintenancePanel = ({ entityRef }: { entityRef?: string }) => {
  const t = useEscalationText();
  const client = useApi(incidentsApiRef);
  const mayPlan = useMayOwn();
  const [planning, setPlanning] = useState(false);
  const list = useRows(
    [endpoints.alerts.listMaintenance.id, entityRef ?? ''],
    query =>
      client.call(endpoints.alerts.listMaintenance, {
        query: { ...query, ...(entityRef && { entityRef }) },
      }),
    rowsAtFirst,
    { every: 10 },
  );
  return (
    <Panel
      title={t('maintenance.title')}
      action={
        mayPlan && (
          <Button
            size="small"
            variant="outlined"
            onClick={() => setPlanning(true)}
          >
            {t('maintenance.plan')}
          </Button>
        )
      }
    >
      <PagedList
        list={list}
        empty={
          <EmptyState title={t('maintenance.none')}>
            {t('maintenance.noneMeans')}
          </EmptyState>
        }
      >
        {window => <Row key={window.id} window={window} />}
      </PagedList>
      {planning && (
        <MaintenanceDialog
          entityRef={entityRef}
          onClose={() => setPlanning(false)}
        />
      )}
    </Panel>
  );
};

const shapes = { running: '◐', ahead: '○', over: '●' };

const Row = ({ window }: { window: Maintenance }) => {
  const t = useEscalationText();
  const { row, wrap, grow, small, mute, strong, warn } = useLayout();
  const [changing, setChanging] = useState(false);
  const { id, entities, start, end, reason, state, createdBy, holding, may } =
    window;
  const over = useCommand(endpoints.alerts.endMaintenance, () =>
    t('maintenance.ended'),
  );
  return (
    <div>
      <div className={`${row} ${wrap}`}>
        <div className={grow} style={{ minWidth: 200 }}>
          <span className={state === 'running' ? warn : mute}>
            <span aria-hidden>{shapes[state]} </span>
            {t(`maintenance.${state}`)}
          </span>{' '}
          <span className={strong}>{reason}</span>{' '}
          <span className={mute}>· {namesOf(entities)}</span>
          <div className={`${small} ${mute}`}>
            {state === 'running'
              ? t('maintenance.until', { moment: <At at={end} /> })
              : t('maintenance.from', {
                  start: <At at={start} />,
                  end: <At at={end} />,
                })}{' '}
            · {t('maintenance.by', { name: createdBy.name })}
            {holding > 0 && (
              <> · {t('maintenance.holding', { count: holding })}</>
            )}
          </div>
        </div>
        {may.includes('edit') && (
          <div className={row}>
            <Button size="small" onClick={() => setChanging(true)}>
              {t('maintenance.change')}
            </Button>
            <ConfirmButton
              label={t(
                state === 'running' ? 'maintenance.end' : 'maintenance.callOff',
              )}
              question={t(
                state === 'running'
                  ? 'maintenance.endQuestion'
                  : 'maintenance.callOffQuestion',
              )}
              disabled={over.pending}
              onConfirm={() => void over.run({ params: { id } })}
            />
          </div>
        )}
      </div>
      <CommandError error={over.error} />
      {changing && (
        <MaintenanceDialog window={window} onClose={() => setChanging(false)} />
      )}
    </div>
  );
};
