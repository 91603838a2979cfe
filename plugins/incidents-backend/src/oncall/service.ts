import {
  NamedRef,
  OverrideInput,
  ScheduleInput,
  ScheduleRules,
} from '@muster/backstage-plugin-incidents-common';
import { Queryable, Tx } from '../platform/database';

/** Somebody who learns: gets a copy of what is sent to whom they follow, without being responsible. */
export interface Shadowing {
  readonly learner: NamedRef;
  readonly follows: NamedRef;
}

/** A schedule at one instant. */
export interface ScheduleNow {
  readonly name: string;
  /** Who is on call; groups are resolved to the people who are in them now, and leavers are left out. */
  readonly people: readonly NamedRef[];
  /** When these people change next; null when they do not within two years. */
  readonly until: Date | null;
  readonly shadowing: readonly Shadowing[];
  /** All whom its rotations name, on call or not. */
  readonly everyone: readonly NamedRef[];
}

/** What other rooms ask of schedules. */
export interface OnCallAnswers {
  /** The name of a schedule in use; undefined for one that is archived or that there never was. */
  nameOf(scheduleId: string): Promise<string | undefined>;
  /**
   * Schedules at an instant, by id, all in one look-up. Those that there are not are left out; an archived
   * one has nobody.
   */
  at(
    scheduleIds: readonly string[],
    instant: Date,
  ): Promise<ReadonlyMap<string, ScheduleNow>>;
  /** Who takes over next, and when; undefined when nobody does within two years. */
  nextHandoff(
    scheduleId: string,
    after: Date,
  ): Promise<{ people: readonly NamedRef[]; at: Date } | undefined>;
}

/** A schedule and all that decides who is on call by it: what the calculator of incidents-common takes. */
export interface RuledSchedule {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
  /** As it was saved last, groups as groups. */
  readonly content: ScheduleInput;
  /** Groups resolved to the people who are in them now, without those who have left the catalog. */
  readonly rules: ScheduleRules;
}

/** When a learner follows a schedule, `[start, end)`. */
export interface ShadowSpan {
  readonly scheduleId: string;
  readonly learnerRef: string;
  readonly start: Date;
  readonly end: Date;
}

/**
 * Schedules with their history, for the other parts of this room. Rules that are read here hold from a
 * year ago on; what lay before is not in them.
 */
export interface ScheduleBook {
  /** @throws NotFoundError */
  ruled(scheduleId: string): Promise<RuledSchedule>;
  /** All that are not archived, by name. */
  allRuled(): Promise<readonly RuledSchedule[]>;
  /**
   * Locks a schedule until the transaction ends, and reads its rules as they are then.
   *
   * @throws NotFoundError
   */
  lockedRules(tx: Tx, scheduleId: string): Promise<RuledSchedule>;
  /**
   * Writes an override with `tx`, which holds the schedule by `lockedRules`. Its people are not looked up in
   * the catalog again.
   *
   * @throws ConflictError when it replaces somebody whom another override replaces at that time
   */
  addOverride(
    tx: Tx,
    scheduleId: string,
    input: OverrideInput,
    by: NamedRef,
  ): Promise<unknown>;
  /** Shadow shifts of a learner that touch a range. */
  shadowsOf(
    learnerRef: string,
    from: Date,
    to: Date,
    db?: Queryable,
  ): Promise<readonly ShadowSpan[]>;
}
