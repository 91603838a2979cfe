import { makeStyles } from '@material-ui/core/styles';
import { RunStep, StepState } from '@muster/backstage-plugin-incidents-common';
import { At, For, JsonText, meaning, More, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { depthOf } from '../trial/DryRunView';
import { QuestionBox } from './QuestionBox';
import { isAskingViewer } from './Questions';

const useStyles = makeStyles(theme => ({
  step: {
    padding: theme.spacing(1, 0),
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  state: {
    display: 'inline-flex',
    gap: 5,
    flex: 'none',
    minWidth: 104,
    fontSize: '0.8125rem',
    fontWeight: 700,
  },
  good: { color: meaning(theme).ok },
  bad: { color: meaning(theme).bad },
  asks: { color: meaning(theme).warn },
  goes: { color: meaning(theme).link },
  calm: {},
}));

const looks: Readonly<
  Record<
    StepState,
    readonly [shape: string, tone: 'good' | 'bad' | 'asks' | 'goes' | 'calm']
  >
> = {
  ready: ['›', 'calm'],
  running: ['▶', 'goes'],
  waiting: ['◔', 'goes'],
  asking: ['◆', 'asks'],
  interrupted: ['!', 'asks'],
  succeeded: ['✓', 'good'],
  failed: ['✕', 'bad'],
  'passed-over': ['↷', 'calm'],
  cancelled: ['⊘', 'calm'],
};

/** A step of a run: how it stands, what it waits for, what it asks; input, output and attempts behind a button. */
export const StepLine = (props: { runId: string; step: RunStep }) => {
  const { runId, step } = props;
  const t = usePlaysText();
  const classes = useStyles();
  const { tight, row, wrap, small, mute, strong, breakable } = useLayout();
  const [shape, tone] = looks[step.state];
  const title = step.title || step.id;
  // What the viewer may answer stands above all steps.
  const asksViewer = isAskingViewer(step);
  return (
    <li
      className={`${classes.step} ${tight} ${breakable}`}
      // Deep ones are not squeezed on a phone.
      style={{ paddingLeft: 16 * Math.min(4, depthOf(step.path)) }}
    >
      <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
        <span className={`${classes.state} ${classes[tone]}`}>
          <span aria-hidden>{shape}</span>
          {t(`step.state.${step.state}`)}
        </span>
        <span className={strong}>{title}</span>
        {step.action && (
          <span className={`${small} ${mute}`}>{step.action}</span>
        )}
        <span className={`${small} ${mute}`}>
          {step.endedAt
            ? t('step.took', {
                duration: <For since={step.startedAt} until={step.endedAt} />,
              })
            : step.dueAt && t('step.until', { moment: <At at={step.dueAt} /> })}
        </span>
      </div>
      {step.text && (asksViewer || !step.question) && (
        <div className={small}>{step.text}</div>
      )}
      {step.question && !asksViewer && (
        <QuestionBox runId={runId} path={step.path} question={step.question} />
      )}
      <Details step={step} title={title} />
    </li>
  );
};

const Details = ({ step, title }: { step: RunStep; title: string }) => {
  const t = usePlaysText();
  const { tight, small, strong, bad, plain, breakable } = useLayout();
  const { input, output, attempts } = step;
  const has = (value: unknown) => value !== null && value !== undefined;
  if (!has(input) && !has(output) && attempts.length === 0) return null;
  return (
    <More label={t('step.details')}>
      {has(input) && (
        <div className={tight}>
          <span className={`${small} ${strong}`}>{t('step.input')}</span>
          <JsonText label={`${t('step.input')} ${title}`} value={input} />
        </div>
      )}
      {has(output) && (
        <div className={tight}>
          <span className={`${small} ${strong}`}>{t('step.output')}</span>
          <JsonText label={`${t('step.output')} ${title}`} value={output} />
        </div>
      )}
      {attempts.length > 0 && (
        <ul
          className={`${plain} ${tight} ${small} ${breakable}`}
          aria-label={t('step.attempts')}
        >
          {attempts.map(({ number, startedAt, outcome, detail }) => (
            <li key={number}>
              {t('step.attempt', {
                number: String(number),
                moment: <At at={startedAt} />,
                outcome: t(`step.outcome.${outcome}`),
              })}{' '}
              {detail && <span className={bad}>{detail}</span>}
            </li>
          ))}
        </ul>
      )}
    </More>
  );
};
