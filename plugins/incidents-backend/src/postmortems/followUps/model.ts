import {
  Actor,
  FollowUp,
  FollowUpKind,
  FollowUpPriority,
  FollowUpState,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { dateOf } from './workingDays';

/** A follow-up as it is stored. */
export interface FollowUpRecord {
  /** The number. */
  readonly id: number;
  readonly postmortemId: number;
  readonly title: string;
  readonly description: string;
  readonly entity: NamedRef;
  readonly team: NamedRef | null;
  readonly owner: NamedRef | null;
  /** A date: `2026-03-02`. */
  readonly dueOn: string;
  readonly priority: FollowUpPriority;
  readonly kind: FollowUpKind;
  /** The factor that it is against; null: all of its postmortem. */
  readonly factorId: string | null;
  readonly state: FollowUpState;
  readonly ticket: FollowUp['ticket'];
  readonly proof: FollowUp['proof'];
  readonly madeAt: Date;
  readonly madeBy: Actor;
  readonly doneAt: Date | null;
  readonly doneBy: Actor | null;
  readonly verifiedAt: Date | null;
  readonly verifiedBy: Actor | null;
  readonly version: number;
  /** When somebody is told of it next; null when nobody is. */
  readonly noticeAt: Date | null;
  /** How often somebody was. */
  readonly notices: number;
  /** When its ticket is looked at next; null when it is not. */
  readonly ticketLookAt: Date | null;
}

/** `FU-31`. */
export const followUpName = (id: number): string => `FU-${id}`;

/** Whether it should have been done by now: the whole of its day is over, in UTC. */
export const isLate = (
  { state, dueOn }: Pick<FollowUpRecord, 'state' | 'dueOn'>,
  now: Date,
): boolean => state === 'open' && dateOf(now) > dueOn;

/** Working days by priority. */
export type DaysByPriority = Readonly<Record<FollowUpPriority, number>>;

/** The clocks of follow-ups: `incidents.postmortems.followUpDays` and `assignDays`. */
export interface FollowUpClocks {
  /** Until it must be done. */
  readonly followUpDays: DaysByPriority;
  /** Until somebody must have it. */
  readonly assignDays: DaysByPriority;
}
