import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { PlayDetail } from '@muster/backstage-plugin-incidents-common';
import { Ago, ConfirmButton, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';

const useStyles = makeStyles(theme => ({
  both: {
    display: 'grid',
    gap: theme.spacing(1),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))',
  },
  text: {
    margin: 0,
    padding: theme.spacing(1),
    maxHeight: '30vh',
    overflow: 'auto',
    background: theme.palette.background.default,
    fontFamily: 'monospace',
    fontSize: 13,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
}));

/** Somebody else saved meanwhile: both texts, and the choice between them. */
export const Conflict = (props: {
  theirs: PlayDetail;
  yours: string;
  disabled: boolean;
  onSaveOver: () => void;
  onTake: () => void;
}) => {
  const { theirs, yours, disabled } = props;
  const t = usePlaysText();
  const { both } = useStyles();
  const { stack, row, wrap, warn } = useLayout();
  return (
    <div className={stack} role="status">
      <b className={warn}>
        !{' '}
        {t('conflict.title', {
          person: theirs.updatedBy.name,
          version: String(theirs.version),
          moment: <Ago at={theirs.updatedAt} />,
        })}
      </b>
      <div className={both}>
        <Side label={t('conflict.theirs')} text={theirs.source} />
        <Side label={t('conflict.yours')} text={yours} />
      </div>
      <div className={`${row} ${wrap}`}>
        <Button
          size="small"
          variant="outlined"
          disabled={disabled}
          onClick={props.onSaveOver}
        >
          {t('conflict.saveOver')}
        </Button>
        <ConfirmButton
          label={t('conflict.take')}
          question={t('conflict.reallyTake')}
          disabled={disabled}
          onConfirm={props.onTake}
        />
      </div>
    </div>
  );
};

const Side = (props: { label: string; text: string }) => {
  const { text } = useStyles();
  const { small, strong } = useLayout();
  return (
    <div>
      <div className={`${small} ${strong}`}>{props.label}</div>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by the keyboard */}
      <pre className={text} aria-label={props.label} tabIndex={0}>
        {props.text}
      </pre>
    </div>
  );
};
