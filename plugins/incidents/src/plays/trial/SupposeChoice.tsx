import {
  PlannedStep,
  Supposition,
} from '@muster/backstage-plugin-incidents-common';
import { Choice } from '../../kit';
import { usePlaysText } from '../../translation';

/** How steps end that are not to go well, by their ids. */
export type Suppositions = Readonly<Record<string, Supposition>>;

/** What is supposed, and how that is changed. */
export interface Suppose {
  readonly all: Suppositions;
  readonly change: (all: Suppositions) => void;
}

/** What is supposed of steps that the plan comes to: what is not shown could not be taken back. */
export const ofShown = (
  all: Suppositions,
  steps: readonly Pick<PlannedStep, 'id'>[],
): Suppositions =>
  Object.fromEntries(
    Object.entries(all).filter(([id]) => steps.some(step => step.id === id)),
  );

/** What can be supposed of a step of a kind; nothing of those that only order others. */
const choices: Readonly<Record<string, readonly Supposition[]>> = {
  action: ['fails'],
  call: ['fails'],
  approve: ['refused', 'unanswered'],
  tickOff: ['unanswered'],
  waitFor: ['unanswered'],
};

/** Tries a step that does not go well. */
export const SupposeChoice = (props: {
  step: PlannedStep;
  suppose: Suppose;
}) => {
  const { step, suppose } = props;
  const t = usePlaysText();
  const known = Object.hasOwn(choices, step.kind) ? choices[step.kind] : [];
  if (known.length === 0) return null;
  const { [step.id]: now, ...others } = suppose.all;
  // A step that is passed over is not reached, whatever is supposed of it.
  if (step.outcome === 'passed-over' && !now) return null;
  return (
    <Choice<Supposition | ''>
      id={`suppose-${step.path}`}
      label={t('dryRun.suppose', { step: step.title || step.id })}
      value={now ?? ''}
      options={['', ...known]}
      words={option => t(`dryRun.supposed.${option || 'well'}`)}
      onChange={chosen =>
        suppose.change(chosen ? { ...others, [step.id]: chosen } : others)
      }
    />
  );
};
