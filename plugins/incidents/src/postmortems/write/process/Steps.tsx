import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import {
  endpoints,
  PostmortemDetail,
  PostmortemStep,
} from '@muster/backstage-plugin-incidents-common';
import { useCommand } from '../../../data';
import { CommandError, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { StepFacts } from '../../lines';

const useStyles = makeStyles(theme => ({
  steps: {
    padding: theme.spacing(2, 0),
    borderBottom: `1px solid ${theme.palette.divider}`,
    '& h2': { margin: theme.spacing(0, 0, 1), fontSize: '1rem' },
  },
  // Beside each other where there is room.
  list: {
    display: 'grid',
    gap: theme.spacing(1, 3),
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 240px), 1fr))',
  },
  label: { alignItems: 'flex-start', margin: 0 },
  box: { padding: theme.spacing(0.25, 1, 0, 0) },
  // Below the title, beside the box.
  facts: { paddingLeft: theme.spacing(3.5) },
}));

/** What is to be done on the way, which whoever may write marks as done; nothing where no steps are configured. */
export const Steps = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const { name, steps, may } = postmortem;
  const t = usePostmortemsText();
  const classes = useStyles();
  const { plain, breakable } = useLayout();
  if (steps.length === 0) return null;
  return (
    <div className={classes.steps} data-testid="incidents-postmortem-steps">
      <h2>{t('step.title')}</h2>
      <ul className={`${plain} ${classes.list}`} aria-label={t('step.title')}>
        {steps.map(step => {
          const factsId = `step-${step.position}-facts`;
          return (
            <li key={step.position}>
              {may.includes('write') ? (
                <StepBox name={name} step={step} factsId={factsId} />
              ) : (
                <div className={breakable}>{step.title}</div>
              )}
              <div className={may.includes('write') ? classes.facts : ''}>
                <StepFacts id={factsId} postmortem={postmortem} step={step} />
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
};

/** A step to tick; each is marked by itself, so that none waits for another. */
const StepBox = (props: {
  /** Of the postmortem. */
  name: string;
  step: PostmortemStep;
  /** What says who does it, and until when. */
  factsId: string;
}) => {
  const { name, step, factsId } = props;
  const classes = useStyles();
  const { breakable } = useLayout();
  const edit = useCommand(endpoints.postmortems.editStep, () => undefined);
  return (
    <>
      <FormControlLabel
        className={`${classes.label} ${breakable}`}
        label={step.title}
        control={
          <Checkbox
            className={classes.box}
            size="small"
            color="primary"
            checked={step.done !== null}
            inputProps={{ 'aria-describedby': factsId }}
            onChange={(_event, done) =>
              void edit.run({
                params: { id: name, position: String(step.position) },
                body: { done },
              })
            }
          />
        }
      />
      <CommandError error={edit.error} />
    </>
  );
};
