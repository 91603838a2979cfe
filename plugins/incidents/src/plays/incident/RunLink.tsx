import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { TimelineEntry } from '@muster/backstage-plugin-incidents-common';
import { useLayout } from '../../kit';
import { playRunRouteRef } from '../../routes';
import { usePlaysText } from '../../translation';

/** Below an entry that a play has written: the way to its run. */
export const RunLink = ({ entry }: { entry: TimelineEntry }) => {
  const t = usePlaysText();
  const { small, link } = useLayout();
  const toRun = useRouteRef(playRunRouteRef);
  const { runId } = entry.data;
  return typeof runId === 'string' ? (
    <Link className={`${small} ${link}`} to={toRun({ runId })}>
      {t('ofIncident.run')}
    </Link>
  ) : null;
};

/** Whether an entry was written by a play, or tells of one. */
export const isOfPlay = ({ kind, actor }: TimelineEntry): boolean =>
  kind.startsWith('play-') || actor.kind === 'play';
