import { Otherwise, PlayStep } from '@muster/backstage-plugin-incidents-common';

/** Steps with the ids of their actions changed, at every depth. */
export function mapActions(
  steps: readonly PlayStep[],
  change: (actionId: string) => string,
): PlayStep[] {
  const list = (inner: readonly PlayStep[]) => mapActions(inner, change);
  const other = (otherwise: Otherwise): Otherwise =>
    typeof otherwise === 'string' ? otherwise : list(otherwise);
  return steps.map((step): PlayStep => {
    if ('action' in step) {
      const { action, onFailure } = step;
      return { ...step, action: change(action), onFailure: other(onFailure) };
    }
    if ('waitFor' in step) {
      const { waitFor } = step;
      return {
        ...step,
        waitFor: { ...waitFor, otherwise: other(waitFor.otherwise) },
      };
    }
    if ('approve' in step) {
      const { approve } = step;
      return {
        ...step,
        approve: { ...approve, otherwise: other(approve.otherwise) },
      };
    }
    if ('tickOff' in step) {
      const { tickOff } = step;
      return {
        ...step,
        tickOff: { ...tickOff, otherwise: other(tickOff.otherwise) },
      };
    }
    if ('parallel' in step) {
      const { parallel } = step;
      return {
        ...step,
        parallel: { ...parallel, branches: parallel.branches.map(list) },
      };
    }
    if ('choose' in step) {
      return {
        ...step,
        choose: step.choose.map(branch => ({
          ...branch,
          steps: list(branch.steps),
        })),
        otherwise: list(step.otherwise),
      };
    }
    if ('forEach' in step) {
      const { forEach } = step;
      return { ...step, forEach: { ...forEach, steps: list(forEach.steps) } };
    }
    if ('repeat' in step) {
      const { repeat } = step;
      return { ...step, repeat: { ...repeat, steps: list(repeat.steps) } };
    }
    return step;
  });
}
