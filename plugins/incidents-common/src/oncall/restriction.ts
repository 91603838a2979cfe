import { Restriction } from '../api/oncall';
import { weekdays } from '../weekdays';
import { remainder, timeOfDay } from './handoffs';
import { Ask, Lasting, nobody, Timeline } from './timeline';
import { WallClock } from './zone';

const day = 24 * 3600 * 1000;

/** Whether a restricted layer counts. */
export interface Opening extends Lasting {
  readonly isOpen: boolean;
}

/** When restrictions let a layer count: in each of them; always, if there are none. */
export function openingsOf(
  restrictions: readonly Restriction[],
  zone: string,
): Ask<Opening> {
  if (restrictions.length === 0 || restrictions.some(isAlways)) {
    return () => ({ isOpen: true, until: Infinity });
  }
  const each = restrictions.map(restriction =>
    openingsOfOne(restriction, WallClock.in(restriction.timezone ?? zone)),
  );
  return at => {
    let until = Infinity;
    for (const openings of each) {
      const opening = openings(at);
      if (opening.isOpen) return opening;
      until = Math.min(until, opening.until);
    }
    return { isOpen: false, until };
  };
}

/** The timeline while it is open, and nobody while it is not. */
export function onlyWhile(
  openings: Ask<Opening>,
  timeline: Timeline,
): Timeline {
  return at => {
    const { isOpen, until } = openings(at);
    if (!isOpen) return nobody(until);
    const standing = timeline(at);
    return { people: standing.people, until: Math.min(standing.until, until) };
  };
}

/** From a time of day until the next one, in milliseconds; equal times make a whole day. */
const lengthOf = ({ start, end }: Restriction): number =>
  remainder(timeOfDay(end) - timeOfDay(start), day) || day;

const isAlways = (restriction: Restriction): boolean =>
  new Set(restriction.days).size === weekdays.length &&
  lengthOf(restriction) === day;

/**
 * A window opens at the first instant of its local time and closes at the last. Later windows of one
 * restriction open later and close later, so that only the last that has opened can still be open.
 */
function openingsOfOne(
  restriction: Restriction,
  clock: WallClock,
): Ask<Opening> {
  const isActive = weekdays.map(weekday => restriction.days.includes(weekday));
  if (!isActive.includes(true)) {
    return () => ({ isOpen: false, until: Infinity });
  }
  const start = timeOfDay(restriction.start);
  const length = lengthOf(restriction);
  /** The first active day from a day on, in steps of 1 or -1. Days are counted from the epoch, a Thursday. */
  const activeDay = (from: number, step: 1 | -1): number => {
    let candidate = from;
    while (!isActive[remainder(candidate + 3, 7)]) candidate += step;
    return candidate;
  };
  return at => {
    const today = Math.floor((clock.furthestLocal(at) - start) / day);
    const opened = activeDay(today, -1) * day + start;
    const closes = clock.lastInstant(opened + length);
    return closes > at
      ? { isOpen: true, until: closes }
      : {
          isOpen: false,
          until: clock.firstInstant(activeDay(today + 1, 1) * day + start),
        };
  };
}
