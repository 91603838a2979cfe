import { PolicySnapshot } from '@muster/backstage-plugin-incidents-common';
import { addMinutes } from '../platform/clock';

/** What is known of an acknowledged incident that a policy watches. */
export interface Quiet {
  /** When its people last did something about it; the acknowledgement at the earliest. */
  readonly lastActivityAt: Date;
  /** When they were last asked whether they are at it. */
  readonly askedAt: Date | null;
  /** The first question that nobody has answered. */
  readonly unansweredSince: Date | null;
}

/** What a policy does next about an incident that is quiet, and when. */
export interface QuietMove {
  readonly kind: 'ask' | 'trigger-again';
  readonly at: Date;
  /** Null when there is no question, or somebody has done something since. */
  readonly unansweredSince: Date | null;
}

const later = (a: Date, b: Date | null): Date => (b && b > a ? b : a);

/**
 * People are asked when nothing has happened for `askAfterMinutes`, each time again; the next question comes one
 * full period after the last, whenever that was answered. Doing anything answers.
 */
export function quietMove(
  {
    askAfterMinutes,
    triggerAfterMinutes,
  }: NonNullable<PolicySnapshot['whenQuiet']>,
  { lastActivityAt, askedAt, unansweredSince }: Quiet,
): QuietMove {
  const open =
    unansweredSince && unansweredSince >= lastActivityAt
      ? unansweredSince
      : null;
  const ask = addMinutes(later(lastActivityAt, askedAt), askAfterMinutes);
  if (open && triggerAfterMinutes !== null) {
    const again = addMinutes(open, triggerAfterMinutes);
    if (again <= ask) {
      return { kind: 'trigger-again', at: again, unansweredSince: open };
    }
  }
  return { kind: 'ask', at: ask, unansweredSince: open };
}
