import {
  certaintySchema,
  PlannedStep,
  PlayDocument,
  PlayStep,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { stepAt } from '../run/decide/findStep';
import { StepRecord } from '../run/decide/records';

/** How sure something is that has been foreseen. */
export type Certainty = z.infer<typeof certaintySchema>;

/** What is noted of a step while a trial goes on. */
export interface Note {
  readonly lines: readonly string[];
  readonly certainty: Certainty;
}

/** How a step that has been foreseen ends. */
export function outcomeOf({ state }: StepRecord): PlannedStep['outcome'] {
  if (state === 'failed') return 'fails';
  return state === 'passed-over' || state === 'cancelled'
    ? 'passed-over'
    : 'runs';
}

const ranks: readonly Certainty[] = ['sure', 'assumed', 'unknown'];

/** The least sure of all. */
export const worst = (...all: readonly Certainty[]): Certainty =>
  ranks[Math.max(...all.map(one => ranks.indexOf(one)))];

/** Whether a step looks at the output of an action, which is made up here. */
export function usesMadeUp(
  step: PlayStep,
  notes: ReadonlyMap<string, Note>,
  document: PlayDocument,
): boolean {
  const text = JSON.stringify(step);
  return [...notes.keys()].some(path => {
    const id = stepAt(document, path)?.id;
    return (
      id !== undefined && id !== step.id && text.includes(`steps.${id}.output`)
    );
  });
}

/** What was taken for granted at a step. */
export function assumption(step: PlayStep): string {
  if ('approve' in step) return 'Assumed here: it is approved at once';
  if ('tickOff' in step) return 'Assumed here: it is ticked off at once';
  return 'Assumed here: it happens at once';
}

/** Stands for what comes after the last decision that is foreseen. */
export const unfinished = (afterMinutes: number): PlannedStep => ({
  path: '…',
  id: '…',
  title: 'And so on',
  kind: 'wait',
  action: null,
  afterMinutes: Math.round(afterMinutes),
  outcome: 'runs',
  certainty: 'unknown',
  lines: ['It goes on for longer than is foreseen here'],
});
