import { makeStyles } from '@material-ui/core/styles';
import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { avatarColour, namesOf, useLayout } from '../kit';
import { shareOf, Window } from './window';

/** Somebody's turn, as it is drawn. */
export interface Turn {
  readonly people: readonly NamedRef[];
  readonly start: Date;
  readonly end: Date;
}

const useStyles = makeStyles(theme => ({
  strip: {
    position: 'relative',
    height: 28,
    borderRadius: 4,
    overflow: 'hidden',
    background: `repeating-linear-gradient(45deg, ${theme.palette.error.main}40, ${theme.palette.error.main}40 6px, transparent 6px, transparent 12px)`,
  },
  turn: {
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
  now: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    width: 3,
    background: theme.palette.error.main,
    // Seen on everybody's colour.
    boxShadow: `0 0 0 1px ${theme.palette.background.paper}`,
  },
}));

/** Turns beside one another, in everybody's colour, and a line where the present is; times without anybody are hatched. */
export const Strip = (props: {
  /** `Who is on call`, or the name of a layer. */
  label: string;
  /** Shown above the strip, where there are several. */
  labelled?: boolean;
  turns: readonly Turn[];
  window: Window;
  now: DateTime;
}) => {
  const { label, labelled, turns, window, now } = props;
  const classes = useStyles();
  const { small, mute } = useLayout();
  return (
    <div>
      {labelled && (
        <div className={`${small} ${mute}`} aria-hidden>
          {label}
        </div>
      )}
      <div
        className={classes.strip}
        role="img"
        aria-label={`${label}: ${
          turns.map(wordsOf).join(', ') || 'nobody in the next two weeks'
        }`}
      >
        {turns.map(turn => {
          const left = shareOf(window, turn.start);
          return (
            <div
              key={turn.start.getTime()}
              className={classes.turn}
              title={wordsOf(turn)}
              style={{
                background: avatarColour(turn.people[0].ref),
                left: `${left}%`,
                width: `${shareOf(window, turn.end) - left}%`,
              }}
            >
              {namesOf(turn.people)}
            </div>
          );
        })}
        <div
          className={classes.now}
          style={{ left: `${shareOf(window, now.toJSDate())}%` }}
        />
      </div>
    </div>
  );
};

const wordsOf = ({ people, start, end }: Turn): string =>
  `${namesOf(people)} ${instantWords(start)} – ${instantWords(end)}`;

const instantWords = (at: Date): string =>
  DateTime.fromJSDate(at).toFormat('ccc d LLL HH:mm');
