import {
  NamedRef,
  plainPolicy,
  plainStep,
  PolicySnapshot,
  Step,
} from '@muster/backstage-plugin-incidents-common';
import { Copy } from '../incidents/ports';

/** Where an escalation stands: a step (0 the first) of a pass (0 the first), or the catch-all after them. */
export interface Position {
  readonly step: number;
  readonly loop: number;
}

/** True when the steps are used up and the catch-all is meant. */
export const isCatchAll = (policy: PolicySnapshot, at: Position): boolean =>
  at.step >= policy.steps.length;

/** The position after `at`: the next step, the first step of the next pass, or the catch-all. */
export function nextPosition(policy: PolicySnapshot, at: Position): Position {
  if (at.step + 1 < policy.steps.length) {
    return { step: at.step + 1, loop: at.loop };
  }
  return at.loop < policy.repeat && !isCatchAll(policy, at)
    ? { step: 0, loop: at.loop + 1 }
    : { step: policy.steps.length, loop: at.loop };
}

/** Minutes from the step at `at` to what comes after it; zero for the catch-all, after which nothing does. */
export const delayAfter = (policy: PolicySnapshot, at: Position): number =>
  policy.steps[at.step]?.delayMinutes ?? 0;

/** Minutes until a policy goes on from the catch-all, when the incident is reassigned there. */
const afterCatchAllMinutes = 5;

/** The longest that an escalation waits where it stands, in minutes; conditions apart. */
export const longestDelay = (policy: PolicySnapshot, at: Position): number =>
  delayAfter(policy, at) || afterCatchAllMinutes;

/**
 * The copies for learners of the people whom a step pages: one for each learner, and none for a learner who
 * is paged as well.
 */
export function copiesOf(
  people: readonly (NamedRef & { readonly learners: readonly NamedRef[] })[],
): Copy[] {
  const copies = new Map<string, Copy>();
  for (const { ref, name, learners } of people) {
    for (const learner of learners) {
      if (people.some(person => person.ref === learner.ref)) continue;
      const follows = copies.get(learner.ref)?.follows ?? [];
      copies.set(learner.ref, {
        learner,
        follows: [...follows, { ref, name }],
      });
    }
  }
  return [...copies.values()];
}

/** Every position of a policy with the minutes after the trigger at which it runs. */
export function positionsOf(
  policy: PolicySnapshot,
): { at: Position; afterMinutes: number }[] {
  const all: { at: Position; afterMinutes: number }[] = [];
  let at: Position = { step: 0, loop: 0 };
  let afterMinutes = 0;
  for (;;) {
    all.push({ at, afterMinutes });
    if (isCatchAll(policy, at)) return all;
    afterMinutes += delayAfter(policy, at);
    at = nextPosition(policy, at);
  }
}

/** Groups up to this size are paged as a whole (domain.md, the implicit policy). */
export const wholeGroup = 5;
/** Minutes until the implicit policy goes on to the catch-all. */
export const implicitDelayMinutes = 5;

/**
 * The implicit policy: the owner's lead if set; all members if five or fewer; else five by round
 * robin; then the catch-all.
 *
 * @param turn - how many incidents have used it before, for the round robin
 */
export function implicitPolicy(
  owner: {
    readonly ref: string;
    readonly leadRef: string | null;
    readonly memberRefs: readonly string[];
  } | null,
  turn: number,
): PolicySnapshot {
  return {
    id: null,
    name: owner ? 'the owner’s default' : 'the catch-all',
    version: 0,
    steps: owner ? implicitSteps(owner, turn) : [],
    ...plainPolicy,
  };
}

function implicitSteps(
  owner: {
    readonly ref: string;
    readonly leadRef: string | null;
    readonly memberRefs: readonly string[];
  },
  turn: number,
): Step[] {
  const step = (targets: Step['targets']): Step[] => [
    { ...plainStep, targets, delayMinutes: implicitDelayMinutes },
  ];
  const { leadRef, memberRefs } = owner;
  if (leadRef) return step([{ type: 'person', ref: leadRef }]);
  if (memberRefs.length <= wholeGroup) {
    return step([
      owner.ref.startsWith('user:')
        ? { type: 'person', ref: owner.ref }
        : { type: 'group', ref: owner.ref },
    ]);
  }
  const start = (turn * wholeGroup) % memberRefs.length;
  const doubled = [...memberRefs, ...memberRefs];
  return step(
    doubled
      .slice(start, start + wholeGroup)
      .map(ref => ({ type: 'person', ref })),
  );
}
