import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { PlayRun } from '@muster/backstage-plugin-incidents-common';
import { Ago, For, useLayout } from '../../kit';
import { playRunRouteRef } from '../../routes';
import { RunStateBadge } from './RunStateBadge';

/** One run in a list: state, of what, since when, what it waits for or how it ended. */
export const RunLine = (props: {
  run: PlayRun;
  /** Leave out the play where the page is about it, the incident likewise. */
  of: 'play' | 'incident';
}) => {
  const { run, of } = props;
  const { tight, row, wrap, small, mute, titleLink, breakable } = useLayout();
  const toRun = useRouteRef(playRunRouteRef);
  const about = run.incident?.name ?? run.entity?.name ?? run.because;
  return (
    <div className={tight} style={{ gap: 2 }}>
      <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
        <RunStateBadge run={run} />
        <Link className={titleLink} to={toRun({ runId: run.id })}>
          {of === 'play' ? about : `${run.play.name} v${run.play.version}`}
        </Link>
        <span className={`${small} ${mute}`}>
          {run.endedAt === null ? (
            <For since={run.startedAt} />
          ) : (
            <Ago at={run.endedAt} />
          )}
        </span>
      </div>
      <div className={`${small} ${breakable}`}>{run.text}</div>
    </div>
  );
};
