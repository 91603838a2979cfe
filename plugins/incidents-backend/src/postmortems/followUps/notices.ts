import { FollowUpClocks, FollowUpRecord } from './model';
import { addWorkingDays, dateOf, morningOf } from './workingDays';

/** Why people are told of a follow-up. */
export type NoticeKind = 'unassigned' | 'soon' | 'due' | 'overdue' | 'unproven';

/** So many working days before the due day. */
const soonDays = 2;
/** So many working days lie between two notices of the same kind. */
const againDays = 5;
/** So many working days after the work is done, its proof is asked for; once. */
const proofDays = 5;
/** Nobody looks further ahead than this many repetitions. */
const mostRepetitions = 400;

/** Something to be told at an instant. */
export interface PlannedNotice {
  readonly at: Date;
  readonly kind: NoticeKind;
}

type Clocked = Pick<
  FollowUpRecord,
  'state' | 'owner' | 'priority' | 'dueOn' | 'madeAt' | 'doneAt'
>;

/**
 * The next notice after an instant: when nobody has it in time, before it is due, on the day, and while it is overdue;
 * after it is done, when its proof is to come. Weekends are nobody's.
 *
 * @returns undefined when nobody is told any more
 */
export const nextNotice = (
  followUp: Clocked,
  after: Date,
  clocks: FollowUpClocks,
): PlannedNotice | undefined =>
  [...planned(followUp, after, clocks)]
    .filter(({ at }) => at > after)
    .sort((a, b) => a.at.getTime() - b.at.getTime())[0];

/** What was to be told last by an instant: of several that were missed in an outage, the newest says all. */
export const dueNotice = (
  followUp: Clocked,
  now: Date,
  clocks: FollowUpClocks,
): PlannedNotice | undefined =>
  [...planned(followUp, now, clocks)]
    .filter(({ at }) => at <= now)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .at(-1);

/** All that are planned up to an instant, and at least one of each kind after it. */
function* planned(
  { state, owner, priority, dueOn, madeAt, doneAt }: Clocked,
  until: Date,
  { assignDays }: FollowUpClocks,
): Generator<PlannedNotice> {
  if (state === 'verified') return;
  if (state === 'done') {
    if (!doneAt) return;
    const asked = addWorkingDays(dateOf(doneAt), proofDays);
    yield { at: morningOf(asked), kind: 'unproven' };
    return;
  }
  const lastDay = addWorkingDays(dueOn, 0);
  if (!owner) {
    const assignBy = addWorkingDays(dateOf(madeAt), assignDays[priority]);
    yield* repeated('unassigned', assignBy, until, lastDay);
  }
  yield { at: morningOf(addWorkingDays(lastDay, -soonDays)), kind: 'soon' };
  yield { at: morningOf(lastDay), kind: 'due' };
  yield* repeated('overdue', addWorkingDays(dueOn, 1), until);
}

/** From a date on, again and again; the first after `until` is the last, and none comes on `before` or later. */
function* repeated(
  kind: NoticeKind,
  from: string,
  until: Date,
  before?: string,
): Generator<PlannedNotice> {
  let date = from;
  for (let count = 0; count < mostRepetitions; count++) {
    if (before !== undefined && date >= before) return;
    yield { at: morningOf(date), kind };
    if (morningOf(date) > until) return;
    date = addWorkingDays(date, againDays);
  }
}
