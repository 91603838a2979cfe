import { Coverage, endpoints } from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../data';
import { Answer, durationText, Panel, severityLooks, useLayout } from '../kit';
import { useEscalationText } from '../translation';
import { CoverageStrip } from './CoverageStrip';
import { Spans } from './Spans';

const days = 30;

/** The proof that an entity's urgent incidents wake somebody, minute by minute, or where they do not. */
export const CoveragePanel = ({ entityRef }: { entityRef: string }) => {
  const t = useEscalationText();
  const { stack } = useLayout();
  const state = useEndpoint(
    endpoints.escalation.coverage,
    { query: { entityRef, days } },
    // It takes the server some work, and a change is told by a signal.
    { every: 300 },
  );
  const holed = state.value?.covered === false;
  return (
    <Panel
      title={t('coverage.title')}
      accent={holed ? severityLooks.SEV1.fill : undefined}
    >
      <Answer state={state}>
        {coverage => (
          <div className={stack}>
            <Verdict coverage={coverage} />
            <CoverageStrip coverage={coverage} />
            <Spans kind="hole" spans={coverage.holes} />
            <Spans kind="thin" spans={coverage.thinSpans} />
          </div>
        )}
      </Answer>
    </Panel>
  );
};

const Verdict = ({ coverage }: { coverage: Coverage }) => {
  const t = useEscalationText();
  const { tight, ok, bad, warn, small, mute, breakable } = useLayout();
  const { covered, uncoveredMinutes, policy, warnings } = coverage;
  return (
    <div className={`${tight} ${breakable}`}>
      <b className={covered ? ok : bad} style={{ fontSize: '1.1rem' }}>
        {covered ? '✔ ' : '⚠ '}
        {covered
          ? t('coverage.proud', { days: String(days) })
          : t('coverage.holes', {
              duration: durationText(uncoveredMinutes * 60_000),
              days: String(days),
            })}
      </b>
      <span className={`${small} ${mute}`}>
        {t('coverage.by', { policy: policy.name })}
      </span>
      {warnings.map((warning, index) => (
        // Two annotations may be wrong in the same words.
        // eslint-disable-next-line react/no-array-index-key
        <span key={index} className={`${small} ${warn}`}>
          ! {warning}
        </span>
      ))}
    </div>
  );
};
