import {
  PolicySnapshot,
  plainPolicy,
  plainStep,
} from '@muster/backstage-plugin-incidents-common';
import { implicitPolicy, nextPosition, positionsOf } from './model';

const policy = (delays: number[], repeat = 0): PolicySnapshot => ({
  id: 'p',
  name: 'Payments',
  version: 1,
  steps: delays.map((delayMinutes, index) => ({
    ...plainStep,
    delayMinutes,
    targets: [{ type: 'person', ref: `user:default/p${index}` }],
  })),
  ...plainPolicy,
  repeat,
});

describe('the order of an escalation', () => {
  it('runs the steps, repeats them, and ends in the catch-all', () => {
    expect(
      positionsOf(policy([5, 10], 1)).map(({ at, afterMinutes }) => [
        at.step,
        at.loop,
        afterMinutes,
      ]),
    ).toEqual([
      [0, 0, 0],
      [1, 0, 5],
      [0, 1, 15],
      [1, 1, 20],
      [2, 1, 30],
    ]);
  });

  it('stays at the catch-all once it is there', () => {
    const p = policy([5], 3);
    expect(nextPosition(p, { step: 1, loop: 0 })).toEqual({ step: 1, loop: 0 });
  });
});

describe('the implicit policy', () => {
  const owner = (members: number, leadRef: string | null = null) => ({
    ref: 'group:default/payments',
    leadRef,
    memberRefs: Array.from({ length: members }, (_, i) => `user:default/${i}`),
  });
  const targets = (p: PolicySnapshot) => p.steps.flatMap(step => step.targets);

  it('pages the lead when there is one', () => {
    expect(targets(implicitPolicy(owner(9, 'user:default/lead'), 0))).toEqual([
      { type: 'person', ref: 'user:default/lead' },
    ]);
  });

  it('pages all of a small group', () => {
    expect(targets(implicitPolicy(owner(5), 3))).toEqual([
      { type: 'group', ref: 'group:default/payments' },
    ]);
  });

  it('pages five of a larger group in turn, so that in the end everybody has had one', () => {
    const seen = [0, 1, 2].flatMap(turn =>
      targets(implicitPolicy(owner(7), turn)).map(t =>
        t.type === 'person' ? t.ref : '',
      ),
    );
    expect(seen).toHaveLength(15);
    expect(new Set(seen).size).toBe(7);
  });

  it('has no steps without an owner, so that the catch-all is paged', () => {
    expect(implicitPolicy(null, 0).steps).toEqual([]);
  });
});
