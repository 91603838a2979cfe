import {
  PlayStep,
  StepKind,
  stepKindOf,
} from '@muster/backstage-plugin-incidents-common';
import { choose, forEach, parallel, repeat } from './containers';
import { action, approve, call, stop, tickOff, wait, waitFor } from './leaves';
import { StepRecord } from './records';
import { StepRules, Turn } from './turn';

/** The rules of a step's kind, for this very step. */
export function rulesOf(step: PlayStep) {
  if ('action' in step) return bound(action, step);
  if ('wait' in step) return bound(wait, step);
  if ('waitFor' in step) return bound(waitFor, step);
  if ('approve' in step) return bound(approve, step);
  if ('tickOff' in step) return bound(tickOff, step);
  if ('parallel' in step) return bound(parallel, step);
  if ('choose' in step) return bound(choose, step);
  if ('forEach' in step) return bound(forEach, step);
  if ('repeat' in step) return bound(repeat, step);
  if ('call' in step) return bound(call, step);
  return bound(stop, step);
}

const bound = <Step extends PlayStep>(rules: StepRules<Step>, step: Step) => ({
  begin: (turn: Turn) => rules.begin(step, turn),
  goOn: (record: StepRecord, turn: Turn) =>
    rules.goOn?.(step, record, turn) ?? record,
});

/** The kind of a step. */
export function kindOf(step: PlayStep): StepKind {
  const kind = stepKindOf(step);
  if (!kind) throw new Error(`The step ${step.id} is of no known kind`);
  return kind;
}
