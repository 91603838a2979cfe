import { createHash } from 'node:crypto';
import {
  PlannedStep,
  PlayDocument,
} from '@muster/backstage-plugin-incidents-common';
import { minutesBetween } from '../../platform/clock';
import { PlaySubject } from '../ports';

/** A plan that was shown longer ago is shown again. */
const validMinutes = 60;

/**
 * The hash of a plan: of the play, what it is about, its inputs, and who and what text each step came to. It begins with the
 * instant for which it was made: the plan of the same instant can be made again and compared, while that time passes is no
 * difference.
 */
export function planHashOf(
  at: Date,
  document: PlayDocument,
  { incidentId, entityRef, inputs }: Omit<PlaySubject, 'trigger'>,
  steps: readonly PlannedStep[],
): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([document, incidentId, entityRef, inputs, steps]))
    .digest('hex');
  return `${at.getTime()}.${hash.slice(0, 32)}`;
}

/** The instant for which a plan was made; undefined for one of another time, or what is none. */
export function instantOfPlan(planHash: string, now: Date): Date | undefined {
  const time = Number(/^(\d{13})\.[0-9a-f]{32}$/.exec(planHash)?.[1] ?? NaN);
  if (Number.isNaN(time)) return undefined;
  const at = new Date(time);
  const age = minutesBetween(at, now);
  return age >= 0 && age <= validMinutes ? at : undefined;
}
