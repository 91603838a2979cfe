import { addMinutes } from '../../platform/clock';
import { isUnwritten, PostmortemRecord } from '../model';

/** What people are told of one that is still to be written. */
export type NoticeKind =
  /** It is due soon. */
  | 'soon'
  /** It should be published by now. */
  | 'due'
  /** It is overdue for so long that the team is told. */
  | 'escalated'
  /** And once more. */
  | 'again';

export interface Notice {
  readonly kind: NoticeKind;
  readonly at: Date;
}

/** What the reminders of a postmortem follow from. */
export type Reminded = Pick<PostmortemRecord, 'state' | 'required' | 'dueAt'>;

const day = 24 * 60;
const soonDays = 2;
const againDays = 7;

/** What is told next after an instant; undefined when nothing is. */
export function nextNotice(
  postmortem: Reminded,
  after: Date,
  escalateAfterDays: number,
): Notice | undefined {
  if (!isUnwritten(postmortem) || postmortem.dueAt === null) return undefined;
  for (const notice of notices(postmortem.dueAt, escalateAfterDays)) {
    if (notice.at <= after) continue;
    // An optional one is nobody's duty: its team is not told.
    const forTeam = notice.kind === 'escalated' || notice.kind === 'again';
    return forTeam && !postmortem.required ? undefined : notice;
  }
  return undefined;
}

/** The newest of what should have been told by now: after a stop one is told, not all that were missed. */
export function newestNotice(
  postmortem: Reminded,
  now: Date,
  escalateAfterDays: number,
): Notice | undefined {
  let newest: Notice | undefined;
  let next = nextNotice(postmortem, new Date(0), escalateAfterDays);
  while (next && next.at <= now) {
    newest = next;
    next = nextNotice(postmortem, next.at, escalateAfterDays);
  }
  return newest;
}

function* notices(dueAt: Date, escalateAfterDays: number): Generator<Notice> {
  const on = (days: number) => addMinutes(dueAt, days * day);
  yield { kind: 'soon', at: on(-soonDays) };
  yield { kind: 'due', at: dueAt };
  for (let days = escalateAfterDays; ; days += againDays) {
    yield {
      kind: days === escalateAfterDays ? 'escalated' : 'again',
      at: on(days),
    };
  }
}
