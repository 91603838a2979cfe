import { useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { ReactNode } from 'react';
import { useLayout } from '../../kit';
import { daysOf, Range, shareOf } from './range';
import { useCalendarStyles } from './styles';

/** A labelled track of a calendar, its weekends tinted. */
export const Row = (props: {
  label: string;
  /** Smaller, beside the label: `Thu 09:00`. */
  hint?: string;
  strong?: boolean;
  range: Range;
  /** Of the track, in pixels. */
  height: number;
  minWidth: number;
  /** Without a label, where the whole is one picture. */
  bare?: boolean;
  /** The label above the track, as on a phone. */
  stacked?: boolean;
  children?: ReactNode;
}) => {
  const { label, hint, strong, range, height, minWidth, bare, children } =
    props;
  const classes = useCalendarStyles();
  const { small, mute, strong: bold } = useLayout();
  return (
    <div
      className={rowClass(classes, props.stacked)}
      role={bare ? undefined : 'group'}
      aria-label={bare ? undefined : label}
    >
      {!bare && (
        <div className={classes.label} aria-hidden>
          <span className={strong ? bold : undefined}>{label}</span>
          {hint && <span className={`${small} ${mute}`}>{hint}</span>}
        </div>
      )}
      <div className={classes.track} style={{ height, minWidth }}>
        <Weekends range={range} />
        {children}
      </div>
    </div>
  );
};

const rowClass = (
  { row, stacked }: ReturnType<typeof useCalendarStyles>,
  isStacked: boolean | undefined,
): string => (isStacked ? `${row} ${stacked}` : row);

const Weekends = ({ range }: { range: Range }) => {
  const { weekend } = useCalendarStyles();
  return (
    <>
      {daysOf(range)
        .filter(({ isWeekend }) => isWeekend)
        .map(day => (
          <div
            key={day.toMillis()}
            className={weekend}
            style={dayPlace(range, day)}
          />
        ))}
    </>
  );
};

const dayPlace = (range: Range, day: Range['from']) => {
  const left = shareOf(range, day.toJSDate());
  return {
    left: `${left}%`,
    width: `${shareOf(range, day.plus({ days: 1 }).toJSDate()) - left}%`,
  };
};

/** `Mon 16`, `M 16` where it is narrow, `16 Mar` for a week. */
const dayFormat = (roomy: boolean, tight: boolean | undefined): string => {
  if (!roomy) return 'd LLL';
  return tight ? 'ccccc d' : 'ccc d';
};

/** The days above the tracks: with their names where they have room, else the Mondays, the first of a month. */
export const DaysHeader = (props: {
  range: Range;
  now: Range['from'];
  minWidth: number;
  bare?: boolean;
  stacked?: boolean;
}) => {
  const { range, now, minWidth, bare, stacked } = props;
  const classes = useCalendarStyles();
  const days = daysOf(range);
  const narrow = useMediaQuery(useTheme().breakpoints.down('xs'));
  // What has no room is not scrolled to where the whole is one picture.
  const roomy = days.length <= (bare && narrow ? 7 : 14);
  return (
    <div className={rowClass(classes, stacked)} aria-hidden>
      {!bare && <div className={classes.label} />}
      <div className={classes.track} style={{ height: 22, minWidth }}>
        <Weekends range={range} />
        {days
          .filter(day => roomy || day.weekday === 1)
          .map(day => (
            <span
              key={day.toMillis()}
              className={`${classes.day} ${
                day.hasSame(now, 'day') ? classes.today : ''
              }`}
              style={
                roomy
                  ? dayPlace(range, day)
                  : { left: `${shareOf(range, day.toJSDate())}%` }
              }
            >
              {day.toFormat(dayFormat(roomy, stacked))}
            </span>
          ))}
      </div>
    </div>
  );
};
