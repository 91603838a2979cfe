import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  CallOutput,
  endpoints,
} from '@muster/backstage-plugin-incidents-common';
import { At, Avatar, namesOf, useLayout } from '../../kit';
import { scheduleRouteRef } from '../../routes';
import { useOnCallText } from '../../translation';
import { MomentText } from '../MomentText';
import { spanWords } from '../times';
import { ScheduleStrip } from './ScheduleStrip';

/** A schedule as the list knows it. */
export type ListedSchedule = CallOutput<
  typeof endpoints.oncall.listSchedules
>['items'][number];

/** Who has a schedule now, until when, where its first gap is, and its next two weeks; on the schedule's own clock. */
export const ScheduleItem = ({ schedule }: { schedule: ListedSchedule }) => {
  const t = useOnCallText();
  const { tight, row, wrap, grow, small, mute, titleLink, warn, bad } =
    useLayout();
  const toSchedule = useRouteRef(scheduleRouteRef);
  const { now, until, firstGap, archivedAt, timezone } = schedule;
  return (
    <section className={tight} style={{ gap: 8 }} aria-label={schedule.name}>
      <div className={`${row} ${wrap}`}>
        {now[0] && <Avatar person={now[0]} />}
        <div className={grow} style={{ minWidth: 200 }}>
          <Link className={titleLink} to={toSchedule({ id: schedule.id })}>
            {schedule.name}
          </Link>
          <div className={small}>
            {now.length > 0 && namesOf(now)}
            {now.length === 0 && archivedAt === null && (
              <span className={warn}>{t('schedules.nobodyNow')}</span>
            )}
            <span className={mute}>
              {until && (
                <>
                  {' '}
                  {t('schedules.until', {
                    moment: <MomentText at={until} zone={timezone} />,
                  })}
                </>
              )}{' '}
              {archivedAt !== null &&
                t('schedules.archivedSince', {
                  moment: <At at={archivedAt} />,
                })}{' '}
              · {timezone}
            </span>
          </div>
          {firstGap && (
            <div className={`${small} ${bad}`}>
              ⚠{' '}
              {t('schedules.firstGap', {
                span: spanWords(firstGap.start, firstGap.end, timezone),
              })}{' '}
              {firstGap.reason}
            </div>
          )}
        </div>
      </div>
      {archivedAt === null && <ScheduleStrip schedule={schedule} />}
    </section>
  );
};
