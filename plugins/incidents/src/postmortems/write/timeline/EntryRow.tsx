import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import {
  PostmortemDetail,
  PostmortemEntry,
} from '@muster/backstage-plugin-incidents-common';
import { memo } from 'react';
import { absolute, meaning, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { StandsFor } from '../../lines';
import { ActiveEntry, useIsActive } from './ActiveEntry';
import { EntryChange, timeOf } from './curation';
import { EntryTools } from './EntryTools';
import { RewordForm } from './RewordForm';

const useStyles = makeStyles(theme => ({
  row: {
    display: 'grid',
    gridTemplateColumns: '32px 66px minmax(0, 1fr)',
    columnGap: theme.spacing(0.5),
    padding: theme.spacing(0.25, 0.5),
    borderRadius: theme.shape.borderRadius,
    // What is out of sight is not laid out: thousands of entries stay smooth.
    contentVisibility: 'auto',
    containIntrinsicSize: 'auto 32px',
    '&:hover': { background: theme.palette.action.hover },
  },
  active: { background: theme.palette.action.hover },
  chosen: { outline: `2px solid ${theme.palette.primary.main}` },
  star: {
    border: 0,
    padding: 0,
    height: 28,
    background: 'none',
    color: theme.palette.type === 'dark' ? '#c4c4cc' : '#5f6368',
    fontSize: 18,
    cursor: 'pointer',
    '&[aria-pressed="true"]': { color: meaning(theme).warn },
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
  },
  time: { lineHeight: '28px', fontVariantNumeric: 'tabular-nums' },
  text: {
    lineHeight: '20px',
    padding: '4px 0',
    overflowWrap: 'anywhere',
    cursor: 'default',
  },
  hidden: { textDecoration: 'line-through', opacity: 0.75 },
  moment: {
    border: `1px solid ${theme.palette.text.primary}`,
    borderRadius: 4,
    padding: '0 6px',
    marginRight: 6,
    fontSize: 12,
    fontWeight: 700,
    whiteSpace: 'nowrap',
  },
}));

/** The place of a row in the page. */
export const entryIdOf = (id: string): string => `timeline-entry-${id}`;

/** What can be done to an entry. */
export interface EntryActs {
  readonly onChange: (entry: PostmortemEntry, change: EntryChange) => void;
  readonly onChoose: (id: string) => void;
  readonly onReword: (id: string | undefined) => void;
  /** Removes one that was written by hand, or splits a merged one. */
  readonly onRemove: (entry: PostmortemEntry) => void;
}

/** One entry: its star, its time, its text; and its tools while it has the focus or was touched. */
export const EntryRow = memo(
  (props: {
    entry: PostmortemEntry;
    mayWrite: boolean;
    active: ActiveEntry;
    isChosen: boolean;
    /** It is being reworded: the postmortem that it is of. */
    corrected: PostmortemDetail | undefined;
    acts: EntryActs;
  }) => {
    const { entry, mayWrite, active, isChosen, corrected, acts } = props;
    const t = usePostmortemsText();
    const classes = useStyles();
    const { small, mute, link } = useLayout();
    const { id, text, original, starred, hidden, moment } = entry;
    const isActive = useIsActive(active, id);
    const time = timeOf(entry.at);
    return (
      <li
        className={`${classes.row} ${isActive ? classes.active : ''} ${
          isChosen ? classes.chosen : ''
        }`}
        id={entryIdOf(id)}
      >
        <button
          type="button"
          className={classes.star}
          aria-pressed={starred}
          aria-label={t('curate.starOf', { time, text })}
          // One of them is reached by Tab; from there the arrows lead on.
          tabIndex={isActive ? 0 : -1}
          disabled={!mayWrite}
          onFocus={() => active.become(id)}
          onClick={() => acts.onChange(entry, { starred: !starred })}
        >
          {starred ? '★' : '☆'}
        </button>
        <time
          className={`${classes.time} ${small} ${mute}`}
          dateTime={entry.at}
          title={absolute(entry.at)}
        >
          {time}
        </time>
        {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- the keyboard has the star */}
        <div className={classes.text} onClick={() => active.become(id)}>
          {corrected ? (
            <RewordForm
              postmortem={corrected}
              entry={entry}
              onSave={change => {
                acts.onChange(entry, change);
                acts.onReword(undefined);
              }}
              onClose={() => acts.onReword(undefined)}
            />
          ) : (
            <>
              {moment && (
                <span className={classes.moment}>
                  <span aria-hidden>◆ </span>
                  {t(`moment.${moment}`)}
                </span>
              )}
              <span className={hidden ? classes.hidden : ''}>{text}</span>
              {hidden && (
                <span className={`${small} ${mute}`}>
                  {' '}
                  {t('curate.hidden')}
                </span>
              )}
            </>
          )}
          <div className={`${small} ${mute}`}>
            {entry.addedBy &&
              t('curate.byHand', { person: entry.addedBy.name })}
            <StandsFor entry={entry} />
            {original !== null && isActive && (
              <div>{t('curate.recordedAs', { text: original })}</div>
            )}
            {original !== null && !isActive && t('curate.reworded')}
            {entry.source.path !== null && isActive && (
              <>
                {' '}
                <Link
                  className={link}
                  to={`/${entry.source.path.replace(/^[/\\]+/, '')}`}
                >
                  {t('curate.source')}
                </Link>
              </>
            )}
          </div>
          {isActive && mayWrite && !corrected && (
            <EntryTools entry={entry} isChosen={isChosen} acts={acts} />
          )}
        </div>
      </li>
    );
  },
);
