import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { PostmortemSection } from '@muster/backstage-plugin-incidents-common';
import { Ago, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { Draft } from './draft';
import { together } from './together';

const useStyles = makeStyles(theme => ({
  box: {
    padding: theme.spacing(1.5),
    border: `2px solid ${theme.palette.warning.main}`,
    borderRadius: theme.shape.borderRadius,
  },
  both: {
    display: 'grid',
    gap: theme.spacing(1.5),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 300px), 1fr))',
  },
  text: {
    margin: 0,
    padding: theme.spacing(1),
    maxHeight: '40vh',
    overflow: 'auto',
    background: theme.palette.background.default,
    fontFamily: 'inherit',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
}));

/** Somebody else saved meanwhile: both texts, and what can be done. Nothing of either is lost: both are in the history. */
export const SectionConflict = (props: {
  theirs: PostmortemSection;
  draft: Draft;
  onResolve: (body: string) => void;
}) => {
  const { theirs, draft, onResolve } = props;
  const t = usePostmortemsText();
  const classes = useStyles();
  const { stack, row, wrap, warn, small, mute } = useLayout();
  return (
    <div className={`${classes.box} ${stack}`} role="alert">
      <b className={warn}>
        {t('conflict.title', {
          person: theirs.updatedBy.name,
          moment: <Ago at={theirs.updatedAt} />,
        })}
      </b>
      <div className={classes.both}>
        <Side label={t('conflict.yours')} text={draft.body} />
        <Side
          label={t('conflict.theirs', { person: theirs.updatedBy.name })}
          text={theirs.body}
        />
      </div>
      <div className={`${row} ${wrap}`}>
        <Button
          variant="outlined"
          size="small"
          onClick={() => onResolve(draft.body)}
        >
          {t('conflict.keepMine')}
        </Button>
        <Button
          variant="outlined"
          size="small"
          onClick={() => onResolve(theirs.body)}
        >
          {t('conflict.keepTheirs')}
        </Button>
        <Button
          variant="contained"
          color="primary"
          size="small"
          onClick={() =>
            onResolve(together(draft.base.body, draft.body, theirs.body).text)
          }
        >
          {t('conflict.together')}
        </Button>
      </div>
      <span className={`${small} ${mute}`}>{t('conflict.nothingLost')}</span>
    </div>
  );
};

const Side = ({ label, text }: { label: string; text: string }) => {
  const classes = useStyles();
  const { small, strong } = useLayout();
  return (
    <div>
      <div className={`${small} ${strong}`}>{label}</div>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by the keyboard */}
      <pre className={classes.text} aria-label={label} tabIndex={0}>
        {text}
      </pre>
    </div>
  );
};
