import { PlayStep } from '@muster/backstage-plugin-incidents-common';
import { PlayContext } from '../../ports';
import { listsIn } from './lists';
import { idAt, listOf } from './paths';
import { StepRecord, StepRecords } from './records';

/** What expressions see of a step: `steps.executives.output`. */
export interface SeenStep {
  /** As in the contract; `ahead` before its turn. */
  readonly state: StepRecord['state'] | 'ahead';
  readonly output: unknown;
  readonly text: string;
}

const ahead: SeenStep = { state: 'ahead', output: null, text: '' };

/**
 * `steps` as the step at a path sees it: of each id the step that stands nearest, that is in its own list or in one
 * around it; steps elsewhere (in a branch that has ended, in the last round of a loop) are seen where no nearer one has
 * the id, the newest first.
 */
export function seenFrom(
  path: string,
  records: StepRecords,
  ids: readonly string[],
): Readonly<Record<string, SeenStep>> {
  const seen: Record<string, SeenStep> = Object.fromEntries(
    ids.map(id => [id, ahead]),
  );
  const nearness = new Map<string, number>();
  const inOrder = [...records.values()].sort((a, b) => a.position - b.position);
  for (const record of inOrder) {
    const id = idAt(record.path);
    const list = listOf(record.path);
    const near = path.startsWith(list) ? list.length : -1;
    if (near < (nearness.get(id) ?? -1)) continue;
    nearness.set(id, near);
    seen[id] = {
      state: record.state,
      output: record.output,
      text: record.text,
    };
  }
  return seen;
}

/** The ids of all steps of a play, those in others included. */
export function idsOf(steps: readonly PlayStep[]): string[] {
  return steps.flatMap(step => [step.id, ...listsIn(step).flatMap(idsOf)]);
}

/** The context of the step at a path. */
export const contextAt = (
  base: PlayContext,
  steps: Readonly<Record<string, SeenStep>>,
  loop: PlayContext,
): PlayContext => ({ ...base, ...loop, steps });
