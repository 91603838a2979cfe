import {
  CoverRequest,
  OverrideInput,
  ScheduleRules,
  shiftsBetween,
} from '@muster/backstage-plugin-incidents-common';

/** `[start, end)`. */
export interface TimeSpan {
  readonly start: Date;
  readonly end: Date;
}

/** Where a request stands. */
export type RequestState = CoverRequest['state'];

/** What somebody says to a request. */
export type Answer = 'accept' | 'decline' | 'withdraw';

/** A request as it is kept. */
export interface CoverRequestRecord extends TimeSpan {
  readonly id: string;
  readonly scheduleId: string;
  readonly askerRef: string;
  readonly askedRef: string;
  /** What the asker takes over from the asked; null for a cover. */
  readonly inReturn: TimeSpan | null;
  readonly reason: string;
  readonly state: RequestState;
  readonly createdAt: Date;
  readonly answeredAt: Date | null;
}

/** What each answer makes of an open request. */
export const stateAfter: Record<Answer, RequestState> = {
  accept: 'accepted',
  decline: 'declined',
  withdraw: 'withdrawn',
};

/** Whose an answer is: the asked accept or decline, the asker withdraws. Nobody answers for others. */
export const answererOf = (
  request: Pick<CoverRequestRecord, 'askerRef' | 'askedRef'>,
  answer: Answer,
): string => (answer === 'withdraw' ? request.askerRef : request.askedRef);

/** When it is too late for an answer: as the first of its spans begins. */
export const expiryOf = ({
  start,
  inReturn,
}: Pick<CoverRequestRecord, 'start' | 'inReturn'>): Date =>
  inReturn && inReturn.start < start ? inReturn.start : start;

/** As it stands at an instant: an open one whose time has come is expired, whether or not that was written down. */
export const stateAt = (
  request: CoverRequestRecord,
  now: Date,
): RequestState =>
  request.state === 'open' && expiryOf(request) <= now
    ? 'expired'
    : request.state;

/** What somebody may do with a request at an instant. */
export function mayAnswer(
  request: CoverRequestRecord,
  personRef: string,
  now: Date,
): Answer[] {
  if (stateAt(request, now) !== 'open') return [];
  const all: Answer[] = ['accept', 'decline', 'withdraw'];
  return all.filter(answer => answererOf(request, answer) === personRef);
}

/** Whether two spans have a moment in common. */
export const overlap = (a: TimeSpan, b: TimeSpan): boolean =>
  a.start < b.end && b.start < a.end;

/** Whether somebody is on call by the rules for all of a span. */
const isOnCallThroughout = (
  rules: ScheduleRules,
  personRef: string,
  { start, end }: TimeSpan,
): boolean =>
  shiftsBetween(rules, start, end).some(
    shift =>
      shift.person === personRef &&
      shift.start.getTime() === start.getTime() &&
      shift.end.getTime() === end.getTime(),
  );

/** Whether somebody is on call by the rules at any moment of a span. */
const isOnCallWithin = (
  rules: ScheduleRules,
  personRef: string,
  { start, end }: TimeSpan,
): boolean =>
  shiftsBetween(rules, start, end).some(({ person }) => person === personRef);

/**
 * The parts of a person's duty within a span that others can take over: what the calculator would free if
 * they were taken off. What came to them by an override or a temporary schedule stays with them, since one
 * override does not act on another.
 */
export function passableParts(
  rules: ScheduleRules,
  personRef: string,
  duty: readonly TimeSpan[],
): TimeSpan[] {
  const [start, end] = [duty.at(0)?.start, duty.at(-1)?.end];
  if (!start || !end) return [];
  const takenOff: OverrideInput = {
    kind: 'remove',
    replacesRef: personRef,
    start: start.toISOString(),
    end: end.toISOString(),
    reason: '',
  };
  const left = shiftsBetween(
    { ...rules, overrides: [...rules.overrides, takenOff] },
    start,
    end,
  ).filter(({ person }) => person === personRef);
  return duty.flatMap(shift => without(shift, left));
}

/** What is left of a span without others, which are ordered by start. */
function without(span: TimeSpan, others: readonly TimeSpan[]): TimeSpan[] {
  const parts: TimeSpan[] = [];
  let { start } = span;
  for (const other of others.filter(one => overlap(one, span))) {
    if (other.start > start) parts.push({ start, end: other.start });
    start = other.end;
  }
  return start < span.end ? [...parts, { start, end: span.end }] : parts;
}

/** Whether somebody can be on call by the rules at all; it saves computing the schedules of a whole company. */
export const isNamedIn = (
  { versions, overrides, temporary }: ScheduleRules,
  personRef: string,
): boolean =>
  versions.some(({ content }) =>
    content.layers.some(({ rotation }) =>
      rotation.participants.flat().includes(personRef),
    ),
  ) ||
  overrides.some(
    override => override.kind !== 'remove' && override.personRef === personRef,
  ) ||
  temporary.some(({ shifts }) =>
    shifts.some(shift => shift.personRef === personRef),
  );

/** The overrides that a request becomes: one for a cover, two for a swap. */
export function overridesOf(
  request: Pick<
    CoverRequestRecord,
    'askerRef' | 'askedRef' | 'start' | 'end' | 'inReturn' | 'reason'
  >,
): Extract<OverrideInput, { kind: 'cover' }>[] {
  const cover = (personRef: string, replacesRef: string, span: TimeSpan) => ({
    kind: 'cover' as const,
    personRef,
    replacesRef,
    start: span.start.toISOString(),
    end: span.end.toISOString(),
    reason: request.reason,
  });
  const { askerRef, askedRef, inReturn } = request;
  return [
    cover(askedRef, askerRef, request),
    ...(inReturn ? [cover(askerRef, askedRef, inReturn)] : []),
  ];
}

/**
 * Why a request does not hold by the rules of a schedule: somebody's duty is another one by now, or the
 * overrides that it would become change nothing. Undefined when it holds.
 */
export function obstacleTo(
  request: Pick<
    CoverRequestRecord,
    'askerRef' | 'askedRef' | 'start' | 'end' | 'inReturn' | 'reason'
  >,
  rules: ScheduleRules,
  nameOf: (ref: string) => string,
): { field: 'start' | 'inReturn' | 'askedRef'; text: string } | undefined {
  const { askerRef, askedRef, inReturn } = request;
  const [asker, asked] = [nameOf(askerRef), nameOf(askedRef)];
  if (!isOnCallThroughout(rules, askerRef, request)) {
    return {
      field: 'start',
      text: `${asker} is not on call by this schedule for all of that time`,
    };
  }
  if (isOnCallWithin(rules, askedRef, request)) {
    return {
      field: 'askedRef',
      text: `${asked} is on call by this schedule at that time already`,
    };
  }
  if (inReturn && !isOnCallThroughout(rules, askedRef, inReturn)) {
    return {
      field: 'inReturn',
      text: `${asked} is not on call by this schedule for all of the time in return`,
    };
  }
  if (inReturn && isOnCallWithin(rules, askerRef, inReturn)) {
    return {
      field: 'inReturn',
      text: `${asker} is on call by this schedule at the time in return already`,
    };
  }
  const changed = {
    ...rules,
    overrides: [...rules.overrides, ...overridesOf(request)],
  };
  for (const { personRef, replacesRef, start, end } of overridesOf(request)) {
    const span = { start: new Date(start), end: new Date(end) };
    const moved =
      isOnCallThroughout(changed, personRef, span) &&
      !(replacesRef && isOnCallWithin(changed, replacesRef, span));
    if (!moved) {
      return {
        field: personRef === askedRef ? 'start' : 'inReturn',
        text: `${nameOf(replacesRef ?? '')} is on call then through an override or a temporary schedule, which another override does not change; let an owner change that one`,
      };
    }
  }
  return undefined;
}
