import {
  PlayDocument,
  PlayStep,
} from '@muster/backstage-plugin-incidents-common';
import { listsTaken, otherwiseOf } from './lists';
import { isIn, listAt, onFailurePrefix } from './paths';
import { isContainer, StepRecord, StepRecords } from './records';

/** What becomes of the steps of a run that goes on from where it failed. */
export interface Rerun {
  /** Begin anew, with a new generation. */
  readonly forgotten: readonly string[];
  /** Go on: others in them had ended well. */
  readonly reopened: readonly StepRecord[];
}

/**
 * From where a run goes on that has failed or was cancelled: the steps that failed, and those that were cut off, begin anew; what
 * has ended well stays, with its output. A failure that was dealt with stays too.
 */
export function rerun(
  play: Pick<PlayDocument, 'steps'>,
  records: StepRecords,
): Rerun {
  const forgotten = new Set(
    [...records.keys()].filter(path => path.startsWith(onFailurePrefix)),
  );
  const reopened: StepRecord[] = [];
  const forget = (path: string) => {
    for (const known of records.keys()) {
      if (known === path || isIn(known, path)) forgotten.add(known);
    }
  };
  const visit = (steps: readonly PlayStep[], prefix: string): void => {
    for (const step of steps) {
      const path = `${prefix}${step.id}`;
      const record = records.get(path);
      if (!record || !isToBeDone(step, record, records)) continue;
      const lists = listsTaken(step, record);
      if (isContainer(record) && lists.length > 0) {
        for (const { at, steps: inside } of lists) {
          visit(inside, listAt(path, at));
        }
        reopened.push({
          ...record,
          state: 'waiting',
          endedAt: null,
          text: 'Goes on from where it failed',
        });
      } else forget(path);
    }
  };
  visit(play.steps, '');
  return { forgotten: [...forgotten], reopened };
}

/** Whether the run has failed, or was cut off, at this step or in it. */
function isToBeDone(
  step: PlayStep,
  { path, state, data }: StepRecord,
  records: StepRecords,
): boolean {
  if (state === 'cancelled' || data.stops === 'failed') return true;
  if (state !== 'failed') return false;
  const otherwise = otherwiseOf(step);
  if (otherwise === 'continue') return false;
  if (otherwise === 'stop') return true;
  // It was dealt with unless one of those steps has failed as well.
  const prefix = listAt(path, 'otherwise');
  return otherwise.some(({ id }) => {
    const handler = records.get(`${prefix}${id}`);
    return !handler || ['failed', 'cancelled'].includes(handler.state);
  });
}
