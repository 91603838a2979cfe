import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import {
  IncidentDetail,
  IncidentPlays,
  PlayRun,
} from '@muster/backstage-plugin-incidents-common';
import { lazy, ReactNode, Suspense, useState } from 'react';
import { Answer, At, EmptyState, Panel, useLayout } from '../../kit';
import { playRouteRef } from '../../routes';
import { usePlaysText } from '../../translation';
import { RunLine } from '../run/RunLine';
import { usePlaysOf } from './AskingPlays';
import { PausedNote } from './PausedNote';

const StartDialog = lazy(() =>
  import('../start/StartDialog').then(m => ({ default: m.StartDialog })),
);

/** Of those that ran, so many are shown at first. */
const first = 5;

/** The plays of an incident: those that run, may run, and ran; and a way to start one. */
export const PlaysPanel = ({ incident }: { incident: IncidentDetail }) => {
  const t = usePlaysText();
  const [starting, setStarting] = useState(false);
  const state = usePlaysOf(incident);
  const startable = state.value?.startable ?? [];
  return (
    <Panel
      title={t('ofIncident.title')}
      action={
        startable.length > 0 && (
          <Button
            size="small"
            variant="outlined"
            onClick={() => setStarting(true)}
          >
            {t('ofIncident.start')}
          </Button>
        )
      }
    >
      <Answer state={state}>{plays => <Plays plays={plays} />}</Answer>
      {starting && (
        <Suspense fallback={null}>
          <StartDialog
            choices={startable}
            incident={incident.name}
            onClose={() => setStarting(false)}
          />
        </Suspense>
      )}
    </Panel>
  );
};

const Plays = ({ plays }: { plays: IncidentPlays }) => {
  const t = usePlaysText();
  const { stack, small, mute, link, plain, tight, breakable } = useLayout();
  const toPlay = useRouteRef(playRouteRef);
  const [all, setAll] = useState(false);
  const { runs, ahead, paused } = plays;
  const running = runs.filter(({ endedAt }) => endedAt === null);
  const ran = runs.filter(({ endedAt }) => endedAt !== null);
  return (
    <div className={stack}>
      {paused !== null && <PausedNote why={paused} />}
      {runs.length === 0 && ahead.length === 0 && (
        <EmptyState title={t('ofIncident.none')}>
          {t('ofIncident.noneWhy')}
        </EmptyState>
      )}
      <Group label={t('ofIncident.running')} runs={running} />
      {ahead.length > 0 && (
        <div className={tight}>
          <b className={small}>{t('ofIncident.ahead')}</b>
          <ul className={`${plain} ${tight}`}>
            {ahead.map(({ play, text, at }) => (
              <li
                key={`${play.id} ${text}`}
                className={`${small} ${breakable}`}
              >
                <Link className={link} to={toPlay({ id: play.id })}>
                  {play.name}
                </Link>{' '}
                <span className={mute}>
                  {text}
                  {at && (
                    <>
                      , <At at={at} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Group label={t('ofIncident.ran')} runs={all ? ran : ran.slice(0, first)}>
        {!all && ran.length > first && (
          <div>
            <Button size="small" onClick={() => setAll(true)}>
              {t('ofIncident.more', { number: String(ran.length) })}
            </Button>
          </div>
        )}
      </Group>
    </div>
  );
};

const Group = (props: {
  label: string;
  runs: readonly PlayRun[];
  children?: ReactNode;
}) => {
  const { small, plain, stack, tight } = useLayout();
  if (props.runs.length === 0) return null;
  return (
    <div className={tight}>
      <b className={small}>{props.label}</b>
      <ul
        className={`${plain} ${stack}`}
        style={{ gap: 8 }}
        aria-label={props.label}
      >
        {props.runs.map(run => (
          <li key={run.id}>
            <RunLine run={run} of="incident" />
          </li>
        ))}
      </ul>
      {props.children}
    </div>
  );
};
