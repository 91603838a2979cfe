import ButtonBase from '@material-ui/core/ButtonBase';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import DownIcon from '@material-ui/icons/ArrowDownward';
import UpIcon from '@material-ui/icons/ArrowUpward';
import RemoveIcon from '@material-ui/icons/DeleteOutline';
import { useId } from 'react';
import { useCatalogNames, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { minutesText } from '../flow/Sentence';
import { textOf, useFaultCount, useValue } from './Edit';
import { Path } from './PlayText';
import { StepFields } from './StepFields';
import { kindOf } from './steps';
import { summaryOf } from '../flow/summary';

const useStyles = makeStyles(theme => ({
  card: {
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    minWidth: 0,
  },
  head: { padding: theme.spacing(0.5, 0.5, 0.5, 1) },
  fold: {
    flex: 1,
    minWidth: 0,
    gap: theme.spacing(1),
    alignItems: 'baseline',
    justifyContent: 'flex-start',
    padding: theme.spacing(0.5),
    textAlign: 'left',
    font: 'inherit',
    borderRadius: theme.shape.borderRadius,
  },
  // Two lines say what a step is; whoever wants to read all of it unfolds it.
  summary: {
    display: '-webkit-box',
    overflow: 'hidden',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 2,
    overflowWrap: 'anywhere',
  },
  fields: { padding: theme.spacing(0.5, 1.5, 1.5) },
  buttons: { flex: 'none' },
}));

/** One step: a line that says what it does, its place in the list, and its fields when it is unfolded. */
export const StepCard = (props: {
  path: Path;
  isOpen: boolean;
  onFold: () => void;
  onUp?: () => void;
  onDown?: () => void;
  onRemove: () => void;
}) => {
  const { path, isOpen, onFold, onUp, onDown, onRemove } = props;
  const t = usePlaysText();
  const { row, top, stack, small, mute, strong, bad } = useLayout();
  const { card, head, fold, summary, fields, buttons } = useStyles();
  const nameOf = useCatalogNames();
  const [step] = useValue(path);
  const [id] = useValue([...path, 'id']);
  const [title] = useValue([...path, 'title']);
  const faults = useFaultCount(path);
  const inside = useId();
  const name = textOf(id);
  const kind = kindOf(step);
  const doing = kind ? t(`kind.${kind}`) : '?';
  const telling =
    kind && summaryOf(step, kind, { name: nameOf, minutes: minutesText });
  return (
    <div className={card} role="group" aria-label={`${doing} · ${name}`}>
      <div className={`${head} ${row} ${top}`}>
        <ButtonBase
          className={fold}
          aria-expanded={isOpen}
          aria-controls={inside}
          onClick={onFold}
        >
          <span aria-hidden>{isOpen ? '▾' : '▸'}</span>
          <span>
            <span className={strong}>{textOf(title) || name}</span>{' '}
            <span className={small}>{doing}</span>
            {faults > 0 && (
              <b className={`${small} ${bad}`}>
                {' '}
                ✕ {t('faults.some', { count: faults })}
              </b>
            )}
            {!isOpen && telling && (
              <span className={`${summary} ${small} ${mute}`}>{telling}</span>
            )}
          </span>
        </ButtonBase>
        <div className={buttons}>
          <IconButton
            size="small"
            aria-label={t('form.up', { what: name })}
            disabled={!onUp}
            onClick={onUp}
          >
            <UpIcon fontSize="small" />
          </IconButton>
          <IconButton
            size="small"
            aria-label={t('form.down', { what: name })}
            disabled={!onDown}
            onClick={onDown}
          >
            <DownIcon fontSize="small" />
          </IconButton>
          <IconButton
            size="small"
            aria-label={t('form.remove', { what: name })}
            onClick={onRemove}
          >
            <RemoveIcon fontSize="small" />
          </IconButton>
        </div>
      </div>
      <div id={inside}>
        {isOpen && (
          <div className={`${fields} ${stack}`}>
            <StepFields path={path} kind={kind} name={name} />
          </div>
        )}
      </div>
    </div>
  );
};
