import { DateTime, IANAZone } from 'luxon';

/** A change of a zone's clock, in words. */
export interface ClockChange {
  readonly at: Date;
  readonly text: string;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * Clock changes of a zone in `[from, to)`: `Clocks go forward 1 h on Sun 29 Mar at 02:00: this day is 23 h
 * long`.
 */
export function clockChanges(
  zoneName: string,
  from: Date,
  to: Date,
): ClockChange[] {
  const zone = IANAZone.create(zoneName);
  const changes: ClockChange[] = [];
  for (let day = from.getTime(); day < to.getTime(); day += dayMs) {
    const end = Math.min(day + dayMs, to.getTime());
    const [before, after] = [zone.offset(day), zone.offset(end)];
    if (before === after) continue;
    const at = firstWith(zone, day, end, after);
    changes.push({
      at: new Date(at),
      text: inWords(zoneName, at, before, after),
    });
  }
  return changes;
}

/** The minute at which an offset begins. No zone changes twice within a day. */
function firstWith(
  zone: IANAZone,
  before: number,
  by: number,
  offset: number,
): number {
  let [low, high] = [Math.floor(before / minuteMs), Math.ceil(by / minuteMs)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offset(middle * minuteMs) === offset) high = middle;
    else low = middle;
  }
  return high * minuteMs;
}

function inWords(
  zone: string,
  at: number,
  before: number,
  after: number,
): string {
  const change = after - before;
  // The wall clock shows this as the change comes.
  const shown = DateTime.fromMillis(at + before * minuteMs, { zone: 'utc' });
  const day = DateTime.fromMillis(at, { zone }).startOf('day');
  const length = day.plus({ days: 1 }).startOf('day').diff(day).as('minutes');
  return `Clocks go ${change > 0 ? 'forward' : 'back'} ${duration(Math.abs(change))} on ${shown.setLocale('en-GB').toFormat("ccc d LLL 'at' HH:mm")}: this day is ${duration(length)} long`;
}

const duration = (minutes: number): string =>
  [
    minutes >= 60 ? `${Math.floor(minutes / 60)} h` : '',
    minutes % 60 === 0 ? '' : `${Math.round(minutes % 60)} min`,
  ]
    .filter(Boolean)
    .join(' ');
