import {
  pages,
  plainPolicy,
  PolicySnapshot,
  policySnapshotSchema,
  Severity,
} from '@muster/backstage-plugin-incidents-common';

/** What the tables say of an incident that nobody has acknowledged, and of its escalation; nothing is taken for granted. */
export interface Standing {
  readonly incidentId: number;
  readonly severity: Severity;
  readonly heldUntil: Date | null;
  /** Null when the row is missing. */
  readonly escalation: {
    readonly state: string;
    readonly dueAt: Date | null;
    readonly waitingFor: string | null;
    readonly suspended: boolean;
    readonly policy: string;
  } | null;
}

/** What is wrong: nothing would ever happen next, although nobody has it. */
export type Violation =
  | 'no-escalation'
  | 'unknown-state'
  | 'not-running'
  | 'no-due-time'
  | 'due-too-late'
  | 'held-too-long'
  | 'suspended-for-nothing'
  | 'overdue';

/** A step that is this late has been forgotten by the engine and by its sweep, in seconds. */
export const lateSeconds = 60;
/** A page that is this late has been forgotten by its sender and by its sweep, in seconds. */
export const lateDeliverySeconds = 180;
/** The longest that an escalation waits: a step's delay is at most 9,000 minutes, and its hours come within a week. */
export const longestWaitDays = 14;
const day = 24 * 60 * 60 * 1000;

/**
 * Why an incident that nobody has acknowledged stands still; undefined when it has a next action, or a reason
 * to have none: the catch-all has been paged, maintenance holds it, its severity pages nobody, its step waits
 * for more alerts.
 */
export function violationOf(
  { severity, heldUntil, escalation }: Standing,
  now: Date,
  pageFrom: Severity,
): Violation | undefined {
  if (!escalation) return 'no-escalation';
  const late = new Date(+now - lateSeconds * 1000);
  if (heldUntil && heldUntil < late) return 'held-too-long';
  if (heldUntil) return undefined;
  const { state, dueAt, waitingFor, suspended } = escalation;
  if (suspended && state === 'running') return 'suspended-for-nothing';
  switch (state) {
    case 'exhausted':
      return undefined;
    case 'held':
      return pages(severity, pageFrom) ? 'not-running' : undefined;
    case 'stopped':
    case 'snoozed':
    case 'watching':
      return 'not-running';
    case 'running':
      break;
    default:
      return 'unknown-state';
  }
  if (!dueAt) return waitingFor === 'alerts' ? undefined : 'no-due-time';
  if (+dueAt > +now + longestWaitDays * day) return 'due-too-late';
  return dueAt < late ? 'overdue' : undefined;
}

/** What is done about it, in words that end a sentence of the timeline. */
export const complaint: Readonly<Record<Violation, string>> = {
  'no-escalation': 'its escalation was missing',
  'unknown-state': 'its escalation was in a state that does not exist',
  'not-running': 'its escalation did not run',
  'no-due-time': 'its escalation had no next time',
  'due-too-late': 'its escalation had its next time too far in the future',
  'held-too-long': 'maintenance that is over still held it',
  'suspended-for-nothing': 'it waited for maintenance that does not exist',
  overdue: 'its next step was overdue',
};

/** The policy of an incident whose own is lost: straight to the catch-all. */
export const toTheCatchAll: PolicySnapshot = {
  id: null,
  name: 'the catch-all',
  version: 0,
  steps: [],
  ...plainPolicy,
};

/** Whether a stored policy can be run. */
export function isPolicy(stored: string): boolean {
  try {
    return policySnapshotSchema.safeParse(JSON.parse(stored)).success;
  } catch {
    return false;
  }
}
