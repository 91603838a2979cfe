import { makeStyles } from '@material-ui/core/styles';
import {
  ScheduleRules,
  shiftsBetween,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { avatarColour, useCatalogNames, useLayout } from '../kit';

const days = 14;

const useStyles = makeStyles(theme => ({
  strip: {
    position: 'relative',
    height: 28,
    borderRadius: 4,
    overflow: 'hidden',
    background: `repeating-linear-gradient(45deg, ${theme.palette.divider}, ${theme.palette.divider} 6px, transparent 6px, transparent 12px)`,
  },
  shift: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    color: '#fff',
    fontSize: 12,
    fontWeight: 700,
    lineHeight: '28px',
    padding: '0 6px',
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    textOverflow: 'ellipsis',
    borderRight: `2px solid ${theme.palette.background.paper}`,
  },
}));

/**
 * The next two weeks of a schedule, as the same function that pages computes them; also of one that is
 * not saved yet. Times without anybody are hatched.
 */
export const Strip = ({ schedule }: { schedule: ScheduleRules }) => {
  const classes = useStyles();
  const { small, mute, row, grow } = useLayout();
  const nameOf = useCatalogNames();
  const from = DateTime.now().startOf('day');
  const to = from.plus({ days });
  const shifts = shiftsOrNone(schedule, from, to);
  const share = (at: Date) =>
    (DateTime.fromJSDate(at).diff(from).toMillis() / to.diff(from).toMillis()) *
    100;
  return (
    <div>
      <div
        className={classes.strip}
        role="img"
        aria-label={
          shifts
            .map(
              ({ participant, start, end }) =>
                `${nameOf(participant)} from ${words(start)} to ${words(end)}`,
            )
            .join(', ') || 'Nobody is on call in the next two weeks'
        }
      >
        {shifts.map(({ participant, start, end }) => (
          <div
            key={start.getTime()}
            className={classes.shift}
            title={`${nameOf(participant)}, ${words(start)} – ${words(end)}`}
            style={{
              background: avatarColour(participant),
              left: `${share(start)}%`,
              width: `${share(end) - share(start)}%`,
            }}
          >
            {nameOf(participant)}
          </div>
        ))}
      </div>
      <div className={`${row} ${small} ${mute}`}>
        <span className={grow}>today</span>
        <span>{to.toFormat('ccc d LLL')}</span>
      </div>
    </div>
  );
};

const words = (at: Date): string =>
  DateTime.fromJSDate(at).toFormat('ccc d LLL HH:mm');

/** While a form is half filled in there is nothing to draw. */
function shiftsOrNone(schedule: ScheduleRules, from: DateTime, to: DateTime) {
  const complete = schedule.layers.every(
    ({ rotation }) =>
      rotation.participants.length > 0 &&
      rotation.every >= 1 &&
      DateTime.fromISO(`${rotation.startDate}T${rotation.handoffTime}`).isValid,
  );
  return complete && DateTime.local({ zone: schedule.timezone }).isValid
    ? shiftsBetween(schedule, from.toJSDate(), to.toJSDate())
    : [];
}
