import {
  plainPolicy,
  plainStep,
  Step,
} from '@muster/backstage-plugin-incidents-common';

/**
 * A stored policy or snapshot; what an older version of this plugin did not write is filled in.
 *
 * Not by the schema of the contract: a policy that was allowed when it was saved must page, whatever today's
 * rules would say of it.
 */
export function readStored<P extends { readonly steps: readonly Step[] }>(
  text: string,
): P {
  const stored = JSON.parse(text);
  return {
    ...plainPolicy,
    ...stored,
    steps: stored.steps.map((step: Partial<Step>) => ({
      ...plainStep,
      ...step,
      condition: { ...plainStep.condition, ...step.condition },
    })),
  };
}
