import { makeStyles } from '@material-ui/core/styles';
import { PlayStep } from '@muster/backstage-plugin-incidents-common';
import { useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { Branches } from './Branches';
import { Guards, Sentence } from './Sentence';

const useStyles = makeStyles(theme => ({
  // A line through the marks of a list says that its steps follow each other.
  item: {
    position: 'relative',
    paddingLeft: theme.spacing(3),
    paddingBottom: theme.spacing(1.5),
    '&::before': {
      content: '""',
      position: 'absolute',
      left: 5,
      top: 16,
      bottom: -4,
      borderLeft: `2px solid ${theme.palette.divider}`,
    },
    '&:last-child::before': { display: 'none' },
    '&:last-child': { paddingBottom: 0 },
  },
  mark: {
    position: 'absolute',
    left: 0,
    top: 5,
    width: 12,
    height: 12,
    border: `2px solid ${theme.palette.text.secondary}`,
    borderRadius: '50%',
    background: theme.palette.background.paper,
  },
  // It waits for people: another shape.
  asks: { borderRadius: 0, transform: 'rotate(45deg)' },
}));

/**
 * The steps of a play as a flow, top down, what is inside of a step indented below it. In HTML, not as a drawn
 * graph: steps are lists in lists, which indentation says at 390 px too, and a screen reader and a search find
 * every word of it.
 */
export const Flow = (props: { steps: readonly PlayStep[]; label?: string }) => {
  const t = usePlaysText();
  const { plain } = useLayout();
  return (
    <ol className={plain} aria-label={props.label ?? t('flow.label')}>
      {props.steps.map(step => (
        <Step key={step.id} step={step} />
      ))}
    </ol>
  );
};

const Step = ({ step }: { step: PlayStep }) => {
  const { item, mark, asks } = useStyles();
  const { small, mute, strong, breakable } = useLayout();
  const isAsking = 'approve' in step || 'tickOff' in step;
  return (
    <li className={item}>
      <span aria-hidden className={`${mark} ${isAsking ? asks : ''}`} />
      <div className={breakable}>
        <span className={strong}>{step.title || step.id}</span>{' '}
        <span className={`${small} ${mute}`}>
          <Sentence step={step} />
        </span>
        <Guards step={step} />
        <Branches step={step} />
      </div>
    </li>
  );
};
