import { makeStyles } from '@material-ui/core/styles';
import { DateTime } from 'luxon';
import { ReactNode } from 'react';
import { useLayout } from '../kit';
import { daysOf, shareOf, Window } from './window';

const useStyles = makeStyles(theme => ({
  days: { position: 'relative', height: 20 },
  day: {
    position: 'absolute',
    paddingLeft: 4,
    borderLeft: `1px solid ${theme.palette.divider}`,
    whiteSpace: 'nowrap',
  },
  // Fourteen days with their names have no room on a phone.
  seldom: { [theme.breakpoints.down('sm')]: { display: 'none' } },
  never: { display: 'none' },
}));

/** Days above strips. */
export const Calendar = (props: {
  window: Window;
  now: DateTime;
  /** Zone of the schedule, to be told when the viewer's is another. */
  timezone: string;
  /** In a dialog: few days have room for their names. */
  narrow?: boolean;
  children: ReactNode;
}) => {
  const { window, now, timezone, narrow, children } = props;
  const classes = useStyles();
  const { tight, small, mute } = useLayout();
  const seldom = narrow ? classes.never : classes.seldom;
  const elsewhere = now.setZone(timezone);
  return (
    <div>
      <div className={tight}>
        <div className={`${classes.days} ${small} ${mute}`} aria-hidden>
          {daysOf(window).map((day, index) => (
            <span
              key={day.toMillis()}
              className={`${classes.day} ${index % 4 === 0 ? '' : seldom}`}
              style={{ left: `${shareOf(window, day.toJSDate())}%` }}
            >
              {day.toFormat('ccc d')}
            </span>
          ))}
        </div>
        {children}
      </div>
      {elsewhere.isValid && elsewhere.offset !== now.offset && (
        <div className={`${small} ${mute}`}>
          Drawn in your time; in {timezone} it is {elsewhere.toFormat('HH:mm')}{' '}
          now.
        </div>
      )}
    </div>
  );
};
