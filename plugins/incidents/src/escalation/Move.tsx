import { makeStyles } from '@material-ui/core/styles';
import { ForeseenMove } from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { Fragment } from 'react';
import { At, Avatar, durationText, meaning, useLayout } from '../kit';
import { useEscalationText } from '../translation';

const useStyles = makeStyles(theme => ({
  move: { display: 'flex', minWidth: 0 },
  when: {
    flex: 'none',
    width: 74,
    textAlign: 'right',
    fontSize: '0.8125rem',
    lineHeight: '22px',
    fontVariantNumeric: 'tabular-nums',
  },
  rail: {
    flex: 'none',
    width: 30,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    '&::after': {
      content: '""',
      flex: 1,
      width: 2,
      background: theme.palette.divider,
    },
  },
  last: { '&::after': { display: 'none' } },
  dot: {
    flex: 'none',
    boxSizing: 'border-box',
    width: 12,
    height: 12,
    margin: '5px 0',
    borderRadius: '50%',
    border: `2px solid ${meaning(theme).link}`,
  },
  page: { background: meaning(theme).link },
  nobody: {
    borderRadius: 2,
    borderColor: meaning(theme).bad,
    background: meaning(theme).bad,
  },
  wait: { borderStyle: 'dashed', borderColor: theme.palette.text.secondary },
  body: { flex: 1, minWidth: 0, paddingBottom: theme.spacing(2) },
  person: { display: 'flex', gap: theme.spacing(1), marginTop: 4 },
}));

/** One move of an escalation on a line of time: when, which step, who by which channels, and whether it wakes. */
export const Move = (props: { move: ForeseenMove; isLast: boolean }) => {
  const { move, isLast } = props;
  const t = useEscalationText();
  const classes = useStyles();
  const { small, mute, strong, breakable } = useLayout();
  return (
    <li className={classes.move}>
      <div className={classes.when}>
        {move.afterMinutes === 0
          ? t('whatIf.atOnce')
          : t('whatIf.after', {
              duration: durationText(move.afterMinutes * 60_000),
            })}
        <div className={mute} style={{ lineHeight: 1.2 }}>
          <At at={move.at} />
        </div>
      </div>
      <div
        aria-hidden
        className={`${classes.rail} ${isLast ? classes.last : ''}`}
      >
        <span className={`${classes.dot} ${lookOf(classes, move)}`} />
      </div>
      <div className={`${classes.body} ${breakable}`}>
        <span className={strong}>
          {move.step === null
            ? t('whatIf.catchAll')
            : t('whatIf.step', { step: String(move.step) })}
        </span>
        {move.loop > 0 && (
          <span className={`${small} ${mute}`}>
            {' '}
            · {t('whatIf.loop', { loop: String(move.loop + 1) })}
          </span>
        )}
        {move.people.length === 0 && (
          <div className={`${small} ${mute}`}>{move.text}</div>
        )}
        {move.people.map(person => (
          <Foreseen key={person.ref} person={person} from={move.at} />
        ))}
      </div>
    </li>
  );
};

const lookOf = (
  { page, nobody, wait }: ReturnType<typeof useStyles>,
  { kind, people }: ForeseenMove,
): string => {
  if (kind === 'wait' || kind === 'pass') return wait;
  return people.some(({ reachable }) => reachable) ? page : nobody;
};

/** Somebody of a move: by which channels they are reached and when, or why nothing would wake them. */
const Foreseen = (props: {
  person: ForeseenMove['people'][number];
  from: string;
}) => {
  const { person, from } = props;
  const t = useEscalationText();
  const { person: line } = useStyles();
  const { small, mute, warn, ok, strong, breakable } = useLayout();
  return (
    <div className={line}>
      <Avatar person={person} size={26} />
      <div className={breakable} style={{ minWidth: 0 }}>
        <span className={strong}>{person.name}</span>
        {person.via && (
          <span className={`${small} ${mute}`}>
            {' '}
            {t('whatIf.via', { via: person.via.name })}
          </span>
        )}
        <div className={small}>
          {person.deliveries.map(({ at, title, wakes }, index) => (
            // Two phones may be reached by one channel at once.
            // eslint-disable-next-line react/no-array-index-key
            <Fragment key={index}>
              {index > 0 && ' · '}
              <span className={wakes ? undefined : mute}>
                {title} {afterWords(t, from, at)}
                {wakes ? (
                  <span className={ok}> {t('whatIf.wakes')}</span>
                ) : (
                  ` (${t('whatIf.doesNotWake')})`
                )}
              </span>
            </Fragment>
          ))}
        </div>
        {person.whyNot && (
          <div className={`${small} ${warn}`}>! {person.whyNot}</div>
        )}
      </div>
    </div>
  );
};

/** `at once`, or how long after the step. */
function afterWords(
  t: ReturnType<typeof useEscalationText>,
  from: string,
  at: string,
): string {
  const minutes = Math.round(
    DateTime.fromISO(at).diff(DateTime.fromISO(from), 'minutes').minutes,
  );
  return minutes < 1
    ? t('whatIf.atOnce')
    : t('whatIf.after', { duration: durationText(minutes * 60_000) });
}
