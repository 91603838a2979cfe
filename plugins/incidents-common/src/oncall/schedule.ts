import { ScheduleInput } from '../api/oncall';
import { rotationTimeline } from './rotation';
import { between, firstOf, Timeline, unbroken } from './timeline';
import { WallClock } from './zone';

/** The part of a schedule that the calculator reads. @public */
export type ScheduleRules = Pick<ScheduleInput, 'timezone' | 'layers'>;

/** An unbroken span of one participant (a person's or a group's ref), `[start, end)`. @public */
export interface Span {
  readonly participant: string;
  readonly start: Date;
  readonly end: Date;
}

/** Who is on call at an instant; `until` is when somebody else takes over, null for never. @public */
export interface OnCallNow {
  readonly participant: string;
  readonly until: Date | null;
}

/** A hand-off further ahead than this is of no interest to anybody: 366 days. */
const horizon = 366 * 24 * 3600 * 1000;

/**
 * Who is on call at an instant, or undefined. The first layer that has somebody counts; a rotation has
 * nobody before its start (domain.md, On call).
 *
 * @public
 */
export function onCallAt(
  schedule: ScheduleRules,
  at: Date,
): OnCallNow | undefined {
  const [turn] = finalTimeline(schedule)(at.getTime());
  if (!turn || turn.start > at.getTime()) return undefined;
  return {
    participant: turn.participant,
    until: turn.end === Infinity ? null : new Date(turn.end),
  };
}

/**
 * Who is on call when, in a range: the longest unbroken spans, in order, clipped to the range.
 *
 * @public
 */
export function shiftsBetween(
  schedule: ScheduleRules,
  from: Date,
  to: Date,
): Span[] {
  return spans(finalTimeline(schedule), from, to);
}

/**
 * As `shiftsBetween`, of one layer alone, as if there were no other. For drawing the layers below the
 * schedule that they make.
 *
 * @param layer - position of the layer, 0 the first; none there gives no spans
 * @public
 */
export function layerShiftsBetween(
  schedule: ScheduleRules,
  layer: number,
  from: Date,
  to: Date,
): Span[] {
  const { timezone, layers } = schedule;
  return spans(
    finalTimeline({ timezone, layers: layers.slice(layer, layer + 1) }),
    from,
    to,
  );
}

/**
 * The next time at which a turn begins, and whose; undefined when none does within a year. Where
 * nobody is on call yet, that is the beginning of the schedule.
 *
 * @public
 */
export function nextHandoff(
  schedule: ScheduleRules,
  after: Date,
): { participant: string; at: Date } | undefined {
  const from = after.getTime();
  const turns = between(finalTimeline(schedule), from, from + horizon);
  for (const { participant, start } of turns) {
    if (start > from) return { participant, at: new Date(start) };
  }
  return undefined;
}

/** The schedule as it counts: its layers, the first with somebody on top. */
function finalTimeline({ timezone, layers }: ScheduleRules): Timeline {
  const clock = WallClock.in(timezone);
  return unbroken(
    firstOf(layers.map(({ rotation }) => rotationTimeline(rotation, clock))),
  );
}

function spans(timeline: Timeline, from: Date, to: Date): Span[] {
  return Array.from(between(timeline, from.getTime(), to.getTime()), turn => ({
    participant: turn.participant,
    start: new Date(turn.start),
    end: new Date(turn.end),
  }));
}
