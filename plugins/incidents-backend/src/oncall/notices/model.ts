import {
  coverageGaps,
  explain,
  shiftsBetween,
  Span,
} from '@muster/backstage-plugin-incidents-common';
import { addMinutes } from '../../platform/clock';
import { KnownSchedule } from '../RuleReader';
import { timeInWords } from '../timesInWords';
import { whyNobody } from '../whyNobody';

const dayMinutes = 24 * 60;
/** Owners are told of a gap when it comes this near, and again. */
const gapDays = { first: 90, second: 7, last: 1 };
/** A schedule is looked at this often, since people may leave the catalog at any time. */
const lookMinutes = 60;
/** So many gaps are told in one message; of more, their number. */
const mostListed = 5;

/** Something to be told to a person or a group, once for each of its keys. */
export interface Notice {
  readonly recipientRef: string;
  readonly keys: readonly string[];
  readonly title: string;
  readonly text: string;
}

type NameOf = (ref: string) => string;

/**
 * Who goes on call within the next `minutes`; nobody is told for 0.
 */
export function handoffNotices(
  { rules, schedule }: KnownSchedule,
  now: Date,
  minutes: number,
): Notice[] {
  const { name, timezone } = schedule.content;
  // Longer than is told of, so that most shifts are seen to their end.
  const shifts = shiftsBetween(
    rules,
    now,
    addMinutes(now, 30 * dayMinutes + minutes),
  );
  return shifts
    .filter(({ start }) => start > now && start <= addMinutes(now, minutes))
    .map(({ person, start, end }) => ({
      recipientRef: person,
      keys: [`hand-off ${start.toISOString()}`],
      title: `You go on call at ${timeInWords(start, timezone)}`,
      text: `${name}: until ${timeInWords(end, timezone)} (${timezone})`,
    }));
}

/**
 * Gaps of the next 90 days, for the owners: each when it is seen first, a week and a day before, and when
 * nobody is on call at all. What was left empty on purpose is no news; neither are the hours outside which
 * no layer counts, of which each version is told once.
 */
export function gapNotices(
  known: KnownSchedule,
  now: Date,
  nameOf: NameOf,
): Notice[] {
  const { rules, schedule } = known;
  const { content, version } = schedule;
  const gaps = coverageGaps(
    rules,
    now,
    addMinutes(now, gapDays.first * dayMinutes),
  ).filter(({ start }) => kindOfGap(known, start) !== 'on purpose');
  const byDesign = gaps.filter(
    ({ start }) => kindOfGap(known, start) === 'outside hours',
  );
  const holes = gaps.filter(gap => !byDesign.includes(gap));
  const told = [
    ...byDesign.slice(0, 1).map(gap => ({
      gap,
      key: `gap outside hours, version ${version}`,
    })),
    ...holes.map(gap => ({ gap, key: keyOfGap(gap, now, version) })),
  ];
  return told.map(({ gap, key }) => ({
    recipientRef: content.ownerRef,
    keys: [key],
    title: `Nobody is on call: ${content.name}`,
    text: `${gapInWords(gap, now, content.timezone)}. ${whyNobody(known, gap.start, nameOf)}`,
  }));
}

type GapKind = 'on purpose' | 'outside hours' | 'hole';

function kindOfGap({ rules }: KnownSchedule, at: Date): GapKind {
  const { reasons } = explain(rules, at);
  const isOnPurpose = reasons.some(
    reason =>
      (reason.kind === 'override' && reason.hasEffect) ||
      reason.kind === 'temporary',
  );
  if (isOnPurpose) return 'on purpose';
  const silences = reasons.flatMap(reason =>
    reason.kind === 'silent-layer' ? [reason.silence] : [],
  );
  return silences.length > 0 &&
    silences.every(silence => silence === 'restricted')
    ? 'outside hours'
    : 'hole';
}

/** What a gap is told by. One that has begun is known by its end, since its start is cut to now. */
function keyOfGap({ start, end }: Span, now: Date, version: number): string {
  if (start <= now) {
    const isOpen = end >= addMinutes(now, gapDays.first * dayMinutes);
    return isOpen
      ? `gap now, version ${version}`
      : `gap now until ${end.toISOString()}`;
  }
  const isWithin = (days: number) =>
    start <= addMinutes(now, days * dayMinutes);
  let stage = 'first';
  if (isWithin(gapDays.last)) stage = 'last';
  else if (isWithin(gapDays.second)) stage = 'second';
  return `gap ${stage} ${start.toISOString()}`;
}

function gapInWords({ start, end }: Span, now: Date, zone: string): string {
  const from = start <= now ? 'now' : `from ${timeInWords(start, zone)}`;
  return end >= addMinutes(now, gapDays.first * dayMinutes)
    ? `${from} on, for months (${zone})`
    : `${from} to ${timeInWords(end, zone)} (${zone})`;
}

/** One notice of several for the same recipient, for one message instead of many. */
export function together(notices: readonly Notice[]): Notice | undefined {
  const [first] = notices;
  if (!first || notices.length === 1) return first;
  const listed = notices.slice(0, mostListed).map(({ text }) => text);
  const more = notices.length - listed.length;
  return {
    ...first,
    keys: notices.flatMap(({ keys }) => keys),
    text: [...listed, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
  };
}

/**
 * When a schedule is to be looked at again: as the next hand-off comes into sight, which is `minutes`
 * before it, and within an hour.
 */
export function nextLook(
  { rules }: KnownSchedule,
  now: Date,
  minutes: number,
): Date {
  const latest = addMinutes(now, lookMinutes);
  if (minutes === 0) return latest;
  const told = addMinutes(now, minutes);
  const next = shiftsBetween(rules, told, addMinutes(told, lookMinutes)).find(
    ({ start }) => start > told,
  );
  return next ? addMinutes(next.start, -minutes) : latest;
}
