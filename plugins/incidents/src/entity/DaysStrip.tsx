import { makeStyles, useTheme } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useEndpoint } from '../data';
import {
  Answer,
  durationText,
  Panel,
  severityLooks,
  useLayout,
  useNow,
} from '../kit';
import { Text, useText } from '../translation';
import { Day, daysOf } from './days';

const count = 30;

const useStyles = makeStyles(theme => ({
  strip: {
    display: 'flex',
    alignItems: 'flex-end',
    gap: 3,
    height: 84,
    margin: 0,
    padding: 0,
    listStyle: 'none',
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  day: {
    flex: 1,
    height: '100%',
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'flex-end',
    alignItems: 'center',
  },
  mark: {
    fontSize: 11,
    lineHeight: '14px',
    color: theme.palette.text.secondary,
  },
  bar: { width: '100%', borderRadius: '2px 2px 0 0' },
  quiet: { background: theme.palette.action.disabledBackground },
}));

/** A month of an entity on one axis: minutes in incident by day, and the changes beside them. */
export const DaysStrip = ({ entityRef }: { entityRef: string }) => {
  const t = useText();
  const { row, grow, small, mute } = useLayout();
  const now = useNow(60);
  const from = now.startOf('day').minus({ days: count - 1 });
  const query = { entityRef, limit: 200 };
  // In UTC and cut at the day, so that the question stays the same until midnight.
  const since = new Date(from.toMillis()).toISOString();
  const incidents = useEndpoint(endpoints.incidents.list, {
    query: { ...query, openedFrom: since },
  });
  const changes = useEndpoint(endpoints.alerts.changes, {
    query: { ...query, from: since },
  });
  return (
    <Panel title={t('days.title')}>
      <Answer state={incidents}>
        {({ items }) => (
          <Strip days={daysOf(items, changes.value?.items ?? [], now, count)} />
        )}
      </Answer>
      <div aria-hidden className={`${row} ${small} ${mute}`}>
        <span className={grow}>{from.toFormat('d LLL')}</span>
        <span>▾ {t('days.change')}</span>
        <span>■ {t('days.minutes')}</span>
        <span className={grow} style={{ textAlign: 'right' }}>
          {t('days.today')}
        </span>
      </div>
    </Panel>
  );
};

const Strip = ({ days }: { days: readonly Day[] }) => {
  const t = useText();
  const classes = useStyles();
  const { type } = useTheme().palette;
  const most = Math.max(60, ...days.map(({ minutes }) => minutes));
  return (
    <ol className={classes.strip} aria-label={t('days.title')}>
      {days.map(day => {
        const words = wordsOf(day, t);
        const looks = day.worst && severityLooks[day.worst];
        return (
          <Tooltip key={day.start.toMillis()} title={words}>
            <li className={classes.day} aria-label={words}>
              {day.changes.length > 0 && (
                <span aria-hidden className={classes.mark}>
                  ▾
                </span>
              )}
              <span
                className={`${classes.bar} ${looks ? '' : classes.quiet}`}
                style={{
                  // A square root, so that ten minutes are seen beside a whole day.
                  height: looks ? 8 + 56 * Math.sqrt(day.minutes / most) : 4,
                  background: type === 'dark' ? looks?.onDark : looks?.fill,
                }}
              />
            </li>
          </Tooltip>
        );
      })}
    </ol>
  );
};

/** `17 Mar: SEV2, 1 h in incident, 2 changes`. */
const wordsOf = ({ start, worst, minutes, changes }: Day, t: Text): string =>
  `${start.toLocaleString({ ...DateTime.DATE_MED, year: undefined })}: ${[
    worst
      ? t('days.inIncident', {
          severity: worst,
          duration: durationText(minutes * 60_000),
        })
      : t('days.quiet'),
    changes.length > 0 && t('days.changes', { count: changes.length }),
  ]
    .filter(Boolean)
    .join(', ')}`;
