import { PlayStep } from '@muster/backstage-plugin-incidents-common';
import { durationText, useCatalogNames, useLayout } from '../../kit';
import { PlaysText, usePlaysText } from '../../translation';
import { summaryOf } from './summary';

/** Minutes as people say them. */
export const minutesText = (minutes: number): string =>
  durationText(minutes * 60_000);

/** What a step does, in a few words; what is in it stands below. */
export const Sentence = ({ step }: { step: PlayStep }) => {
  const nameOf = useCatalogNames();
  return <>{sentenceOf(step, usePlaysText(), nameOf)}</>;
};

function sentenceOf(
  step: PlayStep,
  t: PlaysText,
  nameOf: (ref: string) => string,
): string {
  // What is no ref is a template, and stays as it is.
  const people = (by: readonly string[]) =>
    by.map(one => (/^(user|group):/.test(one) ? nameOf(one) : one)).join(', ');
  if ('action' in step) {
    return summaryOf(step, 'action', { name: nameOf, minutes: minutesText });
  }
  if ('wait' in step) {
    const { minutes, onlyIf } = step.wait;
    const waits = t('flow.wait', { duration: minutesText(minutes) });
    return onlyIf
      ? `${waits}; ${t('flow.waitOnlyIf', { condition: onlyIf })}`
      : waits;
  }
  if ('waitFor' in step) {
    const { event, until, withinMinutes } = step.waitFor;
    return t('flow.waitFor', {
      what: [event, until].filter(Boolean).join(', '),
      duration: minutesText(withinMinutes),
    });
  }
  if ('approve' in step) {
    return t('flow.approve', {
      people: people(step.approve.by),
      duration: minutesText(step.approve.withinMinutes),
    });
  }
  if ('tickOff' in step) {
    return t('flow.tickOff', {
      people: people(step.tickOff.by),
      duration: minutesText(step.tickOff.withinMinutes),
    });
  }
  if ('parallel' in step) {
    return `${t('flow.parallel')}; ${t(`flow.join.${step.parallel.join}`)}`;
  }
  if ('choose' in step) return t('flow.choose');
  if ('forEach' in step) {
    return t('flow.forEach', {
      name: step.forEach.as,
      list: step.forEach.in,
      number: String(step.forEach.atOnce),
    });
  }
  if ('repeat' in step) {
    const { times, everyMinutes, until } = step.repeat;
    const repeats = t('flow.repeat', {
      times: String(times),
      duration: minutesText(everyMinutes),
    });
    return until
      ? `${repeats}, ${t('flow.repeatUntil', { condition: until })}`
      : repeats;
  }
  if ('call' in step) return t('flow.call', { play: step.call.play });
  return t(`flow.stop.${step.stop.outcome}`, { because: step.stop.because });
}

/** On what condition a step is run at all. */
export const Guards = ({ step }: { step: PlayStep }) => {
  const t = usePlaysText();
  const { small, mute } = useLayout();
  const guards = [
    step.when && t('flow.when', { condition: step.when }),
    step.evenIfResolved && t('flow.evenIfResolved'),
    'action' in step && step.onFailure === 'continue' && t('flow.goesOn'),
  ].filter(Boolean);
  return guards.length > 0 ? (
    <div className={`${small} ${mute}`}>{guards.join(' · ')}</div>
  ) : null;
};
