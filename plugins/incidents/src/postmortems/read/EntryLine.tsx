import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { PostmortemEntry } from '@muster/backstage-plugin-incidents-common';
import { At, Badge, meaning, useLayout } from '../../kit';
import { usePostmortemsText } from '../../translation';
import { StandsFor } from '../lines';
import { isKey } from './entries';

const useStyles = makeStyles(theme => ({
  entry: {
    display: 'grid',
    gridTemplateColumns: '44px 14px minmax(0, 1fr)',
    gap: theme.spacing(1),
    padding: theme.spacing(0.75, 0),
  },
  time: { textAlign: 'right' },
  text: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  dot: {
    width: 12,
    height: 12,
    marginTop: 4,
    borderRadius: '50%',
    border: `2px solid ${theme.palette.text.secondary}`,
  },
  key: { background: meaning(theme).link, borderColor: meaning(theme).link },
}));

/** One entry of a postmortem's timeline: when, what, where it comes from. */
export const EntryLine = ({ entry }: { entry: PostmortemEntry }) => {
  const classes = useStyles();
  const t = usePostmortemsText();
  const { small, mute, link } = useLayout();
  const { moment, source, addedBy, original } = entry;
  return (
    <li className={classes.entry}>
      <span className={`${small} ${mute} ${classes.time}`}>
        <At at={entry.at} underDay />
      </span>
      <span
        aria-hidden
        className={`${classes.dot} ${isKey(entry) ? classes.key : ''}`}
      />
      <div>
        {moment && (
          <Badge tone="plain" shape="◆">
            {t(`moment.${moment}`)}
          </Badge>
        )}
        <div className={classes.text}>
          {entry.text}{' '}
          {source.path !== null && (
            <Link
              className={`${link} ${small}`}
              to={withinPortal(source.path)}
              data-noprint
            >
              {t('read.source')}
            </Link>
          )}
        </div>
        <div className={`${small} ${mute}`}>
          {addedBy && t('read.byHandBy', { person: addedBy.name })}
          {original !== null && (
            <span>{t('read.reworded', { text: original })} </span>
          )}
          <StandsFor entry={entry} />
        </div>
      </div>
    </li>
  );
};

/** A path of this portal and of no other, whatever was recorded. */
const withinPortal = (path: string): string =>
  `/${path.replace(/^[/\\]+/, '')}`;
