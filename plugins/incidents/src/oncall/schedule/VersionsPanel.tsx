import Button from '@material-ui/core/Button';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useEndpoint } from '../../data';
import { Answer, Panel, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';
import { MomentText } from '../MomentText';
import { ArchiveButton } from './ArchiveButton';
import { ScheduleDetail } from './SchedulePage';

const shownAtFirst = 3;

/** Who changed what, and from when it counts. */
export const VersionsPanel = (props: {
  schedule: ScheduleDetail;
  zone: string;
}) => {
  const { schedule, zone } = props;
  const t = useOnCallText();
  const { stack, tight, small, mute, plain, breakable } = useLayout();
  const [all, setAll] = useState(false);
  const state = useEndpoint(endpoints.oncall.versions, {
    params: { id: schedule.id },
  });
  return (
    <Panel
      title={t('versions.title')}
      action={
        schedule.may.includes('edit') && <ArchiveButton schedule={schedule} />
      }
    >
      <Answer state={state}>
        {({ items }) => (
          <ol className={`${plain} ${stack}`}>
            {(all ? items : items.slice(0, shownAtFirst)).map(one => (
              <li key={one.version} className={`${tight} ${breakable}`}>
                <span>
                  <b>{t('versions.one', { version: String(one.version) })}</b>{' '}
                  {one.savedBy.name},{' '}
                  <MomentText at={one.savedAt} zone={zone} />
                  {one.effectiveFrom > one.savedAt && (
                    <span className={mute}>
                      {' · '}
                      {t('versions.counts', {
                        moment: (
                          <MomentText at={one.effectiveFrom} zone={zone} />
                        ),
                      })}
                    </span>
                  )}
                </span>
                {one.changes.map((change, index) => (
                  // Two layers may have changed in the same way.
                  // eslint-disable-next-line react/no-array-index-key
                  <span key={index} className={small}>
                    {change}
                  </span>
                ))}
              </li>
            ))}
            {!all && items.length > shownAtFirst && (
              <li>
                <Button size="small" onClick={() => setAll(true)}>
                  {t('versions.all', { count: items.length })}
                </Button>
              </li>
            )}
          </ol>
        )}
      </Answer>
    </Panel>
  );
};
