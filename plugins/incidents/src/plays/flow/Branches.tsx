import { makeStyles } from '@material-ui/core/styles';
import { Otherwise, PlayStep } from '@muster/backstage-plugin-incidents-common';
import { useLayout } from '../../kit';
import { PlaysText, usePlaysText } from '../../translation';
import { Flow } from './Flow';

const useStyles = makeStyles(theme => ({
  branch: {
    marginTop: theme.spacing(1),
    paddingLeft: theme.spacing(1.5),
    borderLeft: `2px solid ${theme.palette.divider}`,
  },
}));

/** A list of steps within a step, and when it is run. */
interface Branch {
  readonly label: string;
  readonly steps: readonly PlayStep[];
}

/** The lists of steps that stand in a step, indented below it. */
export const Branches = ({ step }: { step: PlayStep }) => {
  const t = usePlaysText();
  const { branch } = useStyles();
  const { small, strong } = useLayout();
  return (
    <>
      {branchesOf(step, t).map(({ label, steps }, index) => (
        // Branches have no identity but their place.
        // eslint-disable-next-line react/no-array-index-key
        <div key={index} className={branch}>
          {label && <div className={`${small} ${strong}`}>{label}</div>}
          <Flow steps={steps} label={label || step.title || step.id} />
        </div>
      ))}
    </>
  );
};

function branchesOf(step: PlayStep, t: PlaysText): readonly Branch[] {
  if ('action' in step) return other(step.onFailure, t('flow.failing'));
  if ('waitFor' in step) return other(step.waitFor.otherwise, t('flow.late'));
  if ('approve' in step) {
    return other(step.approve.otherwise, t('flow.unanswered'));
  }
  if ('tickOff' in step) {
    return other(step.tickOff.otherwise, t('flow.unanswered'));
  }
  if ('parallel' in step) {
    return step.parallel.branches.map((steps, index) => ({
      label: t('flow.branch', { number: String(index + 1) }),
      steps,
    }));
  }
  if ('choose' in step) {
    return [
      ...step.choose.map(({ when, steps }) => ({
        label: t('flow.if', { condition: when }),
        steps,
      })),
      ...other(step.otherwise, t('flow.otherwise')),
    ];
  }
  if ('forEach' in step) return [{ label: '', steps: step.forEach.steps }];
  if ('repeat' in step) return [{ label: '', steps: step.repeat.steps }];
  return [];
}

/** What a step does instead, when that is more than a word. */
const other = (otherwise: Otherwise, label: string): readonly Branch[] =>
  typeof otherwise !== 'string' && otherwise.length > 0
    ? [{ label, steps: otherwise }]
    : [];
