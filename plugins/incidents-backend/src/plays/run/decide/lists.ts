import { Otherwise, PlayStep } from '@muster/backstage-plugin-incidents-common';
import { PlayContext } from '../../ports';
import { StepRecord } from './records';

/** A list of steps in a step. */
export interface InnerList {
  readonly at: number | 'otherwise';
  readonly steps: readonly PlayStep[];
  /** Names that its steps see besides. */
  readonly loop?: PlayContext;
}

/** The lists in a container that its record says it takes: its branches, one for each value, the one that was chosen. */
export function listsTaken(
  step: PlayStep,
  { data }: Pick<StepRecord, 'data'>,
): InnerList[] {
  if ('parallel' in step) {
    return step.parallel.branches.map((steps, at) => ({ at, steps }));
  }
  if ('forEach' in step) {
    const { as, steps } = step.forEach;
    return (data.values ?? []).map((value, at) => ({
      at,
      steps,
      loop: { [as]: value, loop: { index: at } },
    }));
  }
  if ('repeat' in step && data.round !== undefined) {
    const { steps } = step.repeat;
    return Array.from({ length: data.round + 1 }, (_, at) => ({
      at,
      steps,
      loop: { loop: { index: at } },
    }));
  }
  if ('choose' in step && data.branch !== undefined) {
    const at = data.branch;
    const steps = at === 'otherwise' ? step.otherwise : step.choose[at].steps;
    return [{ at, steps }];
  }
  return [];
}

/** What a step does when it has failed. */
export function otherwiseOf(step: PlayStep): Otherwise {
  if ('action' in step) return step.onFailure;
  if ('waitFor' in step) return step.waitFor.otherwise;
  if ('approve' in step) return step.approve.otherwise;
  return 'tickOff' in step ? step.tickOff.otherwise : 'stop';
}

/** All lists of steps that a step may run, whichever it takes. */
export function listsIn(step: PlayStep): (readonly PlayStep[])[] {
  if ('parallel' in step) return [...step.parallel.branches];
  if ('forEach' in step) return [step.forEach.steps];
  if ('repeat' in step) return [step.repeat.steps];
  if ('choose' in step) {
    return [...step.choose.map(({ steps }) => steps), step.otherwise];
  }
  const otherwise = otherwiseOf(step);
  return typeof otherwise === 'string' ? [] : [otherwise];
}
