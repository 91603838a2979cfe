import { useRouteRef } from '@backstage/core-plugin-api';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import {
  endpoints,
  PlayRunDetail,
} from '@muster/backstage-plugin-incidents-common';
import { liveSeconds, useEndpoint } from '../../data';
import { Answer, EmptyState, Panel, useLayout } from '../../kit';
import { playRunRouteRef } from '../../routes';
import { usePlaysText } from '../../translation';
import { Flow } from '../flow/Flow';
import { AutomationBanner } from '../list/AutomationBanner';
import { RunHead } from './RunHead';
import { isAskingViewer, Questions } from './Questions';
import { StepLine } from './StepLine';

/** One run, live: each step, what it waits for, what it asks, and what is still to come. */
export const RunPage = ({ id }: { id: string }) => {
  const { stack } = useLayout();
  const toRun = useRouteRef(playRunRouteRef);
  const state = useEndpoint(
    endpoints.plays.run,
    { params: { id } },
    { every: liveSeconds },
  );
  return (
    <Answer state={state} lines={6}>
      {run => (
        <BreadcrumbEntry
          entry={{ label: run.play.name, href: toRun({ runId: id }) }}
        >
          <div className={stack}>
            <AutomationBanner />
            <RunHead run={run} />
            <OwnQuestions run={run} />
            <Steps run={run} />
            <Ahead run={run} />
          </div>
        </BreadcrumbEntry>
      )}
    </Answer>
  );
};

/** What it asks the viewer stands above everything that it has done. */
const OwnQuestions = ({ run }: { run: PlayRunDetail }) => {
  const t = usePlaysText();
  const asking = run.steps.filter(isAskingViewer);
  if (asking.length === 0) return null;
  return (
    <Panel title={t('question.asks', { play: run.play.name })}>
      <Questions runId={run.id} steps={asking} />
    </Panel>
  );
};

const Steps = ({ run }: { run: PlayRunDetail }) => {
  const t = usePlaysText();
  const { plain } = useLayout();
  return (
    <Panel title={t('run.steps')}>
      {run.steps.length === 0 ? (
        <EmptyState title={t('run.noSteps')} />
      ) : (
        <ol className={plain} aria-label={t('run.steps')}>
          {run.steps.map(step => (
            <StepLine key={step.path} runId={run.id} step={step} />
          ))}
        </ol>
      )}
    </Panel>
  );
};

/** What has not had its turn, while the run may still come to it. */
const Ahead = ({ run }: { run: PlayRunDetail }) => {
  const t = usePlaysText();
  const begun = new Set(run.steps.map(({ path }) => path));
  const ahead = run.document.steps.filter(({ id }) => !begun.has(id));
  if (run.endedAt !== null || ahead.length === 0) return null;
  return (
    <Panel title={t('run.ahead')}>
      <Flow steps={ahead} label={t('run.ahead')} />
    </Panel>
  );
};
