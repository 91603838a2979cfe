import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import {
  endpoints,
  Heartbeat,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { incidentsApiRef } from '../api';
import { useCommand, useMayOwn, useRows } from '../data';
import {
  Ago,
  CommandError,
  ConfirmButton,
  EmptyState,
  EntityLink,
  PagedList,
  Panel,
  SeverityBadge,
  useLayout,
} from '../kit';
import { incidentRouteRef } from '../routes';
import { useEscalationText } from '../translation';
import { HeartbeatDialog } from './HeartbeatDialog';

const rowsAtFirst = 20;

/** What must beat regularly, silent ones first; of one entity when it is given. */
export const HeartbeatsPanel = ({ entityRef }: { entityRef?: string }) => {
  const t = useEscalationText();
  const client = useApi(incidentsApiRef);
  const mayAdd = useMayOwn();
  const [adding, setAdding] = useState(false);
  const list = useRows(
    [endpoints.alerts.listHeartbeats.id, entityRef ?? ''],
    query =>
      client.call(endpoints.alerts.listHeartbeats, {
        query: { ...query, ...(entityRef && { entityRef }) },
      }),
    rowsAtFirst,
    { every: 10 },
  );
  return (
    <Panel
      title={t('heartbeats.title')}
      action={
        mayAdd && (
          <Button
            size="small"
            variant="outlined"
            onClick={() => setAdding(true)}
          >
            {t('heartbeats.add')}
          </Button>
        )
      }
    >
      <PagedList
        list={list}
        empty={
          <EmptyState title={t('heartbeats.none')}>
            {t('heartbeats.noneMeans')}
          </EmptyState>
        }
      >
        {heartbeat => (
          <Row
            key={heartbeat.id}
            heartbeat={heartbeat}
            namesEntity={entityRef === undefined}
          />
        )}
      </PagedList>
      {adding && (
        <HeartbeatDialog
          entityRef={entityRef}
          onClose={() => setAdding(false)}
        />
      )}
    </Panel>
  );
};

const Row = (props: { heartbeat: Heartbeat; namesEntity: boolean }) => {
  const { id, name, entity, everyMinutes, severity, state, ...rest } =
    props.heartbeat;
  const { lastBeatAt, incidentId, keyHint, may } = rest;
  const t = useEscalationText();
  const { row, wrap, grow, small, mute, strong, ok, bad, link } = useLayout();
  const toIncident = useRouteRef(incidentRouteRef);
  const paused = state === 'paused';
  const change = useCommand(endpoints.alerts.updateHeartbeat, () =>
    t(paused ? 'heartbeats.resumedNow' : 'heartbeats.pausedNow', { name }),
  );
  const remove = useCommand(endpoints.alerts.removeHeartbeat, () =>
    t('heartbeats.removed'),
  );
  const [tone, shape] = {
    beating: [ok, '✔'],
    silent: [bad, '✘'],
    new: [mute, '○'],
    paused: [mute, '‖'],
  }[state];
  return (
    <div>
      <div className={`${row} ${wrap}`}>
        <div className={grow} style={{ minWidth: 200 }}>
          <span className={strong}>{name}</span>{' '}
          {props.namesEntity &&
            t('heartbeats.of', { entity: <EntityLink entity={entity} /> })}{' '}
          <span className={tone}>
            <span aria-hidden>{shape} </span>
            {t(`heartbeats.${state}`)}
          </span>
          {incidentId !== null && (
            <>
              {' · '}
              <Link
                className={link}
                to={toIncident({ name: String(incidentId) })}
              >
                {t('heartbeats.incident')}
              </Link>
            </>
          )}
          <div className={`${row} ${wrap} ${small} ${mute}`}>
            <SeverityBadge severity={severity} />
            <span>
              {t('heartbeats.every', { count: everyMinutes })} ·{' '}
              {lastBeatAt && (
                <>
                  {t('heartbeats.last', { moment: <Ago at={lastBeatAt} /> })}{' '}
                  ·{' '}
                </>
              )}
              {t('heartbeats.hint', { hint: keyHint })}
            </span>
          </div>
        </div>
        {may.includes('edit') && (
          <div className={row}>
            <Button
              size="small"
              disabled={change.pending}
              onClick={() =>
                void change.run({
                  params: { id },
                  body: { name, everyMinutes, severity, paused: !paused },
                })
              }
            >
              {t(paused ? 'heartbeats.resume' : 'heartbeats.pause')}
            </Button>
            <ConfirmButton
              label={t('heartbeats.remove')}
              question={t('heartbeats.removeQuestion')}
              disabled={remove.pending}
              onConfirm={() => void remove.run({ params: { id } })}
            />
          </div>
        )}
      </div>
      <CommandError error={change.error ?? remove.error} />
    </div>
  );
};
