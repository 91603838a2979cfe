import { makeStyles } from '@material-ui/core/styles';
import { DateTime } from 'luxon';
import { useId } from 'react';
import { absolute, PlainText, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { ReplayEntry } from './replay';

const useStyles = makeStyles(theme => ({
  title: { margin: theme.spacing(0, 0, 1), fontSize: '0.9375rem' },
  entry: {
    display: 'grid',
    gridTemplateColumns: '64px minmax(0, 1fr)',
    gap: theme.spacing(1.5),
    padding: theme.spacing(0.75, 1),
    borderLeft: '3px solid transparent',
    '&:first-child': {
      borderLeftColor: theme.palette.primary.main,
      background: theme.palette.action.hover,
      fontWeight: 700,
    },
  },
}));

/** So many are shown. */
const shown = 8;

/** What has happened, the latest first. */
export const Happened = (props: {
  entries: readonly ReplayEntry[];
  /** A reader of the screen is not told while it runs: it would never end. */
  playing: boolean;
}) => {
  const { entries, playing } = props;
  const t = usePostmortemsText();
  const classes = useStyles();
  const { plain, mute, small } = useLayout();
  const id = useId();
  const earlier = Math.max(0, entries.length - shown);
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={classes.title}>
        {t('replay.happened')}
      </h3>
      <ol
        className={plain}
        reversed
        aria-live={playing ? 'off' : 'polite'}
        aria-relevant="additions"
      >
        {entries
          .slice(earlier)
          .map((entry, index) => ({ entry, number: earlier + index }))
          .reverse()
          .map(({ entry, number }) => (
            <li key={number} className={classes.entry}>
              <span className={`${small} ${mute}`}>
                <time dateTime={entry.at} title={absolute(entry.at)}>
                  {DateTime.fromISO(entry.at).toFormat('HH:mm:ss')}
                </time>
              </span>
              <PlainText text={entry.text} />
            </li>
          ))}
      </ol>
      {earlier > 0 && (
        <div className={`${small} ${mute}`}>
          {t('replay.earlier', { count: earlier })}
        </div>
      )}
    </section>
  );
};
