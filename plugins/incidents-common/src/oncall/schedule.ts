import { Layer } from '../api/oncall';
import { Turns } from './rotation';
import {
  finalTimeline,
  layersTimeline,
  layerTimeline,
  ScheduleRules,
} from './rules';
import { stretches, Timeline } from './timeline';
import { WallClock } from './zone';

/** A span in which the same people are on call, `[start, end)`. @public */
export interface Turn {
  /** Refs, sorted; several at once, or none where nobody is on call. */
  readonly people: readonly string[];
  readonly start: Date;
  readonly end: Date;
}

/** An unbroken span of one person's duty, `[start, end)`. @public */
export interface PersonShift {
  readonly person: string;
  readonly start: Date;
  readonly end: Date;
}

/** A span, `[start, end)`. @public */
export interface Span {
  readonly start: Date;
  readonly end: Date;
}

/** @public */
export interface OnCallNow {
  /** Refs, sorted; empty when nobody is on call. */
  readonly people: readonly string[];
  /** When these people change next; null when they do not within the two years ahead. */
  readonly until: Date | null;
}

/** A change further ahead than this is of no interest to anybody: two years. */
const horizon = 2 * 366 * 24 * 3600 * 1000;

/** Who is on call at an instant. @public */
export function onCallAt(rules: ScheduleRules, at: Date): OnCallNow {
  const from = at.getTime();
  const timeline = finalTimeline(rules);
  const { people } = timeline(from);
  return { people, until: changeAfter(timeline, from) };
}

/** When the people on call at an instant change next; null when they do not within two years. */
export function changeAfter(timeline: Timeline, from: number): Date | null {
  const end = from + horizon;
  const [now] = stretches(timeline, from, end);
  return now && now.end < end ? new Date(now.end) : null;
}

/**
 * Who is on call when, in a range: spans of the same people, in order, each as long as it can be, clipped
 * to the range. Spans without anybody are left out.
 *
 * @public
 */
export function turnsBetween(
  rules: ScheduleRules,
  from: Date,
  to: Date,
): Turn[] {
  return turnsOf(finalTimeline(rules), from, to);
}

/**
 * As `turnsBetween`, of one layer alone, as if there were neither others nor overrides. For drawing the
 * layers below the schedule that they make.
 *
 * @param layer - position in the version in force, 0 the first; none there gives no turns
 * @public
 */
export function layerTurnsBetween(
  rules: ScheduleRules,
  layer: number,
  from: Date,
  to: Date,
): Turn[] {
  const timeline = layersTimeline(rules, ({ layers, timezone }) =>
    layer in layers
      ? layerTimeline(layers[layer], timezone)
      : () => ({ people: [], until: Infinity }),
  );
  return turnsOf(timeline, from, to);
}

function turnsOf(timeline: Timeline, from: Date, to: Date): Turn[] {
  return Array.from(stretches(timeline, from.getTime(), to.getTime()))
    .filter(({ people }) => people.length > 0)
    .map(({ people, start, end }) => ({
      people,
      start: new Date(start),
      end: new Date(end),
    }));
}

/**
 * The duty of each person in a range: the longest unbroken spans, clipped to the range, by start and then
 * by person. Somebody on call through two sources has one shift.
 *
 * @public
 */
export function shiftsBetween(
  rules: ScheduleRules,
  from: Date,
  to: Date,
): PersonShift[] {
  return shiftsOf(turnsBetween(rules, from, to));
}

/** The shifts of each person in turns that follow one another, by start and then by person. @public */
export function shiftsOf(turns: readonly Turn[]): PersonShift[] {
  const shifts: PersonShift[] = [];
  const latest = new Map<string, number>();
  for (const { people, start, end } of turns) {
    for (const person of people) {
      const index = latest.get(person);
      const shift = index === undefined ? undefined : shifts[index];
      if (index !== undefined && shift?.end.getTime() === start.getTime()) {
        shifts[index] = { ...shift, end };
      } else {
        latest.set(person, shifts.length);
        shifts.push({ person, start, end });
      }
    }
  }
  return shifts;
}

/** When nobody is on call, in a range. @public */
export function coverageGaps(
  rules: ScheduleRules,
  from: Date,
  to: Date,
): Span[] {
  return Array.from(
    stretches(finalTimeline(rules), from.getTime(), to.getTime()),
  )
    .filter(({ people }) => people.length === 0)
    .map(({ start, end }) => ({ start: new Date(start), end: new Date(end) }));
}

/**
 * The next time at which a turn begins, and whose; undefined when none does within two years. Where nobody
 * is on call, that is the end of the gap.
 *
 * @public
 */
export function nextHandoff(
  rules: ScheduleRules,
  after: Date,
): { people: readonly string[]; at: Date } | undefined {
  const from = after.getTime();
  const timeline = finalTimeline(rules);
  for (const { people, start } of stretches(timeline, from, from + horizon)) {
    if (start > from && people.length > 0)
      return { people, at: new Date(start) };
  }
  return undefined;
}

/**
 * The instants in a range at which a layer's rotation hands off, whether or not the people change and
 * whether or not it counts then.
 *
 * @public
 */
export function handoffsBetween(
  layer: Layer,
  scheduleZone: string,
  from: Date,
  to: Date,
): Date[] {
  const clock = WallClock.in(layer.timezone ?? scheduleZone);
  const turns = new Turns(layer.rotation, layer.restrictions, clock);
  const instants: Date[] = [];
  // From just before the range on, so that a hand-off at its very start is among them.
  let now = turns.slotAt(from.getTime() - 1);
  while (now && now.until < to.getTime()) {
    instants.push(new Date(now.until));
    now = turns.slotAt(now.until);
  }
  return instants;
}
