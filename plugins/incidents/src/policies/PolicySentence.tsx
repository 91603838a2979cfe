import { PolicyInput, Step } from '@muster/backstage-plugin-incidents-common';
import { Fragment } from 'react';
import { useLayout } from '../kit';
import { restrictionWords } from '../oncall/layerWords';
import { EscalationText, useEscalationText } from '../translation';
import { useTargetWords } from './useTargetWords';

/** Everything that a policy says, in one sentence: who, how long, what is special about a step. */
export const PolicySentence = (props: {
  policy: Pick<PolicyInput, 'steps' | 'repeat' | 'focus' | 'whenQuiet'>;
}) => {
  const { steps } = props.policy;
  const t = useEscalationText();
  const { small, mute, breakable } = useLayout();
  const wordsOf = useTargetWords();
  const options = optionWords(t, props.policy);
  return (
    <div className={`${small} ${breakable}`}>
      {steps.map((step, index) => (
        // Steps have no identity but their place.
        // eslint-disable-next-line react/no-array-index-key
        <Fragment key={index}>
          {step.targets.map(wordsOf).join(t('target.and'))}{' '}
          <span className={mute}>({stepWords(t, step).join('; ')})</span>
          {' → '}
        </Fragment>
      ))}
      {t('says.catchAll')}
      {options.map(words => (
        <span key={words} className={mute}>
          {' · '}
          {words}
        </span>
      ))}
    </div>
  );
};

/** How long a step waits, and what is special about it. */
function stepWords(t: EscalationText, step: Step): string[] {
  const { hours, severities, alerts } = step.condition;
  return [
    t('says.minutes', { minutes: String(step.delayMinutes) }),
    step.pick === 'next' && t('says.next'),
    step.multiAck && t('says.multiAck'),
    step.urgency && t(`says.${step.urgency}`),
    hours.length > 0 &&
      t('says.hours', {
        hours: hours
          .map(one => `${restrictionWords(one)} ${one.timezone}`)
          .join(', '),
      }),
    severities.length > 0 &&
      t('says.severities', { severities: severities.join(', ') }),
    alerts &&
      t('says.alerts', {
        number: String(alerts.count),
        minutes: String(alerts.withinMinutes),
      }),
    step.whenNobody === 'wait' && t('says.wait'),
  ].filter(words => typeof words === 'string');
}

/** What a policy does besides its steps. */
function optionWords(
  t: EscalationText,
  {
    repeat,
    focus,
    whenQuiet,
  }: Pick<PolicyInput, 'repeat' | 'focus' | 'whenQuiet'>,
): string[] {
  return [
    repeat > 0 && t('says.repeat', { count: repeat }),
    !focus && t('says.noFocus'),
    whenQuiet &&
      t('says.whenQuiet', { minutes: String(whenQuiet.askAfterMinutes) }),
    whenQuiet?.triggerAfterMinutes &&
      t('says.whenQuietAgain', {
        minutes: String(whenQuiet.triggerAfterMinutes),
      }),
  ].filter(words => typeof words === 'string');
}
