import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  endpoints,
  IncidentDetail,
  PlayRun,
} from '@muster/backstage-plugin-incidents-common';
import { liveSeconds, useEndpoint } from '../../data';
import { Panel, useLayout } from '../../kit';
import { playRunRouteRef } from '../../routes';
import { usePlaysText } from '../../translation';
import { isAskingViewer, Questions } from '../run/Questions';
import { PausedNote } from './PausedNote';

/** The plays of an incident, live. */
export const usePlaysOf = (incident: IncidentDetail) =>
  useEndpoint(
    endpoints.plays.ofIncident,
    { params: { id: incident.name } },
    { every: liveSeconds },
  );

/**
 * What plays ask the viewer about an incident, with the buttons: the next thing to be done, so it stands
 * above everything else. What they ask of others stands in the panel *Plays*.
 */
export const AskingPlays = ({ incident }: { incident: IncidentDetail }) => {
  const { value } = usePlaysOf(incident);
  const asking = value?.runs.filter(run => run.asking) ?? [];
  return (
    <>
      {asking.map(run => (
        <Asking key={run.id} run={run} paused={value?.paused ?? null} />
      ))}
    </>
  );
};

const Asking = (props: { run: PlayRun; paused: string | null }) => {
  const { run, paused } = props;
  const t = usePlaysText();
  const { link, small, stack } = useLayout();
  const toRun = useRouteRef(playRunRouteRef);
  const { value } = useEndpoint(
    endpoints.plays.run,
    { params: { id: run.id } },
    { every: liveSeconds },
  );
  const steps = (value?.steps ?? []).filter(isAskingViewer);
  if (steps.length === 0) return null;
  return (
    <Panel
      title={t('question.asks', { play: run.play.name })}
      action={
        <Link className={`${link} ${small}`} to={toRun({ runId: run.id })}>
          {t('question.toRun')}
        </Link>
      }
    >
      <div className={stack}>
        {paused !== null && <PausedNote why={paused} />}
        <Questions runId={run.id} steps={steps} />
      </div>
    </Panel>
  );
};
