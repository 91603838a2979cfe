import { useApi } from '@backstage/core-plugin-api';
import { endpoints, Play } from '@muster/backstage-plugin-incidents-common';
import { incidentsApiRef } from '../../api';
import { liveSeconds, useRows } from '../../data';
import { Answer, EmptyState, MoreRows, Panel, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { RunLine } from '../run/RunLine';

const pageSize = 10;

/** The runs of a play, newest first. */
export const RunsPanel = ({ play }: { play: Play }) => {
  const t = usePlaysText();
  const { stack, plain } = useLayout();
  const client = useApi(incidentsApiRef);
  const { state, showMore } = useRows(
    [endpoints.plays.runs.id, play.id],
    page =>
      client.call(endpoints.plays.runs, {
        query: { playId: play.id, ...page },
      }),
    pageSize,
    { every: liveSeconds },
  );
  return (
    <Panel title={t('play.runs')}>
      <Answer state={state}>
        {({ items, more }) => (
          <div className={stack}>
            {items.length === 0 && (
              <EmptyState title={t('play.noRuns')}>
                {t('play.noRunsRemedy')}
              </EmptyState>
            )}
            <ul className={`${plain} ${stack}`} aria-label={t('play.runs')}>
              {items.map(run => (
                <li key={run.id}>
                  <RunLine run={run} of="play" />
                </li>
              ))}
            </ul>
            <MoreRows more={more} onMore={showMore} />
          </div>
        )}
      </Answer>
    </Panel>
  );
};
