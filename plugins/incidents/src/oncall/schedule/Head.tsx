import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { ReactNode } from 'react';
import {
  EntityLink,
  namesOf,
  PlainText,
  useCatalogNames,
  useLayout,
} from '../../kit';
import { rootRouteRef } from '../../routes';
import { useOnCallText } from '../../translation';
import { MomentText } from '../MomentText';
import { lengthWords, minutesApart } from '../times';
import { ScheduleDetail } from './SchedulePage';

const useStyles = makeStyles({
  title: { fontSize: '1.5rem', fontWeight: 700, lineHeight: 1.25 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: 8 },
});

/** What it is called, who has it now, who next, on which clock; and what can be done. */
export const Head = (props: {
  schedule: ScheduleDetail;
  zone: string;
  children: ReactNode;
}) => {
  const { schedule, zone, children } = props;
  const classes = useStyles();
  const t = useOnCallText();
  const nameOf = useCatalogNames();
  const { row, wrap, tight, grow, small, mute, link, breakable } = useLayout();
  const root = useRouteRef(rootRouteRef)();
  const owner = { ref: schedule.ownerRef, name: nameOf(schedule.ownerRef) };
  return (
    <header className={`${row} ${wrap}`} style={{ alignItems: 'flex-end' }}>
      <div className={`${tight} ${grow}`} style={{ flexBasis: 280 }}>
        <span className={`${small} ${mute}`}>
          <Link to={`${root}/on-call`} className={link}>
            {t('schedules.title')}
          </Link>
          {' / '}
          <EntityLink entity={owner} />
        </span>
        <Typography component="h1" className={`${classes.title} ${breakable}`}>
          {schedule.name}
        </Typography>
        <NowLine schedule={schedule} zone={zone} />
        {schedule.description && (
          <div className={small}>
            <PlainText text={schedule.description} />
          </div>
        )}
      </div>
      <div className={classes.actions}>{children}</div>
    </header>
  );
};

const NowLine = (props: { schedule: ScheduleDetail; zone: string }) => {
  const { schedule, zone } = props;
  const t = useOnCallText();
  const { mute, warn } = useLayout();
  const { now, until, next, timezone, archivedAt } = schedule;
  if (archivedAt) {
    return (
      <div className={warn}>
        {t('schedules.archivedSince', {
          moment: <MomentText at={archivedAt} zone={zone} />,
        })}
      </div>
    );
  }
  const words = [
    now.length > 0 ? (
      t('schedules.now', { people: <b>{namesOf(now)}</b> })
    ) : (
      <b className={warn}>{t('schedules.nobodyNow')}</b>
    ),
    until &&
      t('schedules.until', { moment: <MomentText at={until} zone={zone} /> }),
  ];
  const apart = minutesApart(timezone, new Date());
  return (
    <div className={mute}>
      {words[0]} {words[1]}
      {until &&
        ` · ${
          next.length > 0
            ? t('schedules.then', { people: namesOf(next) })
            : t('schedules.thenNobody')
        }`}
      {' · '}
      {timezone}
      {apart !== 0 &&
        ` (${t(apart > 0 ? 'schedules.yoursLater' : 'schedules.yoursEarlier', {
          length: lengthWords(new Date(0), new Date(Math.abs(apart) * 60_000)),
        })})`}
    </div>
  );
};
