import { makeStyles } from '@material-ui/core/styles';
import { DryRun, PlannedStep } from '@muster/backstage-plugin-incidents-common';
import { meaning, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { minutesText } from '../flow/Sentence';
import { FaultList } from './FaultList';
import { Suppose, SupposeChoice } from './SupposeChoice';

/** How deep a step stands within others: `each[2].page` is one deep. */
export const depthOf = (path: string): number => path.split('.').length - 1;

const useStyles = makeStyles(theme => ({
  step: {
    display: 'grid',
    gridTemplateColumns: '72px minmax(0, 1fr)',
    gap: theme.spacing(1),
    padding: theme.spacing(0.75, 0),
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  when: { textAlign: 'right' },
  tag: {
    border: '1px solid currentColor',
    borderRadius: 4,
    padding: '0 6px',
    fontSize: 12,
    whiteSpace: 'nowrap',
  },
  sure: { color: meaning(theme).ok },
  assumed: { color: meaning(theme).warn },
  unknown: { color: meaning(theme).bad },
}));

/** What a play would do: each step with its time, and how sure that is. */
export const DryRunView = (props: {
  plan: DryRun;
  /** Left out: its steps cannot be tried otherwise. */
  suppose?: Suppose;
}) => {
  const { plan, suppose } = props;
  const t = usePlaysText();
  const { tight, small, mute, plain, breakable, strong } = useLayout();
  const { incident, starts, steps, faults } = plan;
  if (faults.length > 0) return <FaultList faults={faults} />;
  return (
    <div className={`${tight} ${breakable}`}>
      <span className={small}>
        {t('dryRun.for', {
          what: incident.name
            ? `${incident.name} ${incident.title}`
            : t('dryRun.sample', {
                severity: incident.severity,
                entity: incident.entity.name,
              }),
        })}{' '}
        <span className={mute}>{t('dryRun.nothingDone')}</span>
      </span>
      <span className={small}>
        {t(starts.would ? 'dryRun.would' : 'dryRun.wouldNot', {
          because: starts.because,
        })}
      </span>
      {steps.length === 0 ? (
        <span className={strong}>{t('dryRun.none')}</span>
      ) : (
        <ol className={plain} aria-label={t('dryRun.steps')}>
          {steps.map(step => (
            <Step key={step.path} step={step} suppose={suppose} />
          ))}
        </ol>
      )}
    </div>
  );
};

const Step = (props: { step: PlannedStep; suppose?: Suppose }) => {
  const { step, suppose } = props;
  const t = usePlaysText();
  const classes = useStyles();
  const { small, mute, strong, breakable } = useLayout();
  const { afterMinutes, outcome, certainty } = step;
  return (
    <li className={classes.step}>
      <span className={`${small} ${mute} ${classes.when}`}>
        {afterMinutes > 0
          ? t('dryRun.after', { duration: minutesText(afterMinutes) })
          : t('dryRun.atOnce')}
      </span>
      <div
        className={breakable}
        style={{ paddingLeft: 16 * depthOf(step.path) }}
      >
        <span className={outcome === 'runs' ? strong : mute}>
          {step.title || step.id}
        </span>{' '}
        {outcome !== 'runs' && (
          <span className={small}>{t(`dryRun.outcome.${outcome}`)} </span>
        )}
        <span className={`${classes.tag} ${classes[certainty]}`}>
          {t(`dryRun.certainty.${certainty}`)}
        </span>
        {step.lines.map((line, index) => (
          // A line may be there twice.
          // eslint-disable-next-line react/no-array-index-key
          <div key={index} className={small}>
            {line}
          </div>
        ))}
        {suppose && <SupposeChoice step={step} suppose={suppose} />}
      </div>
    </li>
  );
};
