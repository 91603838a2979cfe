import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import { endpoints, Play } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { incidentsApiRef } from '../../api';
import { liveSeconds, usePages } from '../../data';
import { Answer, EmptyState, Panel, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { RunLine } from '../run/RunLine';

const pageSize = 10;

/** The runs of a play, newest first. */
export const RunsPanel = ({ play }: { play: Play }) => {
  const t = usePlaysText();
  const { stack, plain } = useLayout();
  const client = useApi(incidentsApiRef);
  const [rows, setRows] = useState(pageSize);
  const state = usePages(
    [endpoints.plays.runs.id, play.id],
    page =>
      client.call(endpoints.plays.runs, {
        query: { playId: play.id, ...page },
      }),
    rows,
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
            {more && (
              <div>
                <Button
                  size="small"
                  variant="outlined"
                  onClick={() => setRows(items.length + pageSize)}
                >
                  {t('plays.more')}
                </Button>
              </div>
            )}
          </div>
        )}
      </Answer>
    </Panel>
  );
};
