import fc from 'fast-check';
import { Restriction, Rotation } from '../api/oncall';
import { weekdays } from '../weekdays';
import { ClockChange, latestClockChanges } from './__testUtils__/clockChanges';
import { layer } from './__testUtils__/schedules';
import { openingsOf } from './restriction';
import { Turns } from './rotation';
import { WallClock } from './zone';

// The calculator against the simplest thing that could be right: a clock that is read every minute, in
// every zone, around the latest change of that zone.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const changes = latestClockChanges();

/** What the clock shows, minute by minute, for three days before and after its change. */
interface Film {
  readonly start: number;
  readonly shown: readonly number[];
}

function filmOf({ at, before, after }: ClockChange): Film {
  const start = at - 3 * day;
  const shown = Array.from({ length: (6 * day) / minute }, (_, index) => {
    const instant = start + index * minute;
    return instant + (instant < at ? before : after);
  });
  return { start, shown };
}

/**
 * Asks about every hour and about the minutes around each change that is expected, a day or more from
 * either end of the film: the answer must be the expected one, and must not be said to hold for longer
 * than it does.
 */
function faultIn<T>(
  { start }: Film,
  expected: readonly T[],
  ask: (at: number) => { answer: T; until: number },
): string | undefined {
  const first = day / minute;
  let end = expected.length;
  for (let frame = expected.length - 1; frame >= first; frame--) {
    const isLast = expected[frame] !== expected[frame + 1];
    if (isLast) end = frame + 1;
    const isFirst = expected[frame] !== expected[frame - 1];
    if (frame > expected.length - first) continue;
    if (!isLast && !isFirst && frame % 60 !== 0) continue;
    const at = start + frame * minute;
    const { answer, until } = ask(at);
    if (answer !== expected[frame] || until <= at) {
      return `${answer} until ${until} at ${at}, expected ${expected[frame]}`;
    }
    if (end < expected.length && until > start + end * minute) {
      return `${answer} at ${at} ends at ${start + end * minute}, not at ${until}`;
    }
  }
  return undefined;
}

const quarter = fc
  .integer({ min: 0, max: 95 })
  .map(quarters =>
    new Date(quarters * 15 * minute).toISOString().slice(11, 16),
  );

/** Zones in which a check, made on a few examples each, says what is wrong. */
const faultsOf = <T>(
  examples: fc.Arbitrary<T>,
  check: (example: T, change: ClockChange, film: Film) => string | undefined,
) =>
  changes.flatMap(change => {
    const film = filmOf(change);
    const result = fc.check(
      fc.property(examples, example => {
        const fault = check(example, change, film);
        if (fault !== undefined) throw new Error(fault);
      }),
      { numRuns: 3 },
    );
    return result.failed
      ? [`${change.zone}: ${fc.defaultReportMessage(result)}`]
      : [];
  });

describe('minute by minute, in every zone', () => {
  it('knows where clocks change', () => {
    const of = (zone: string) => changes.find(change => change.zone === zone);
    expect(of('Europe/Zurich')?.at).toBe(Date.parse('2026-10-25T01:00Z'));
    expect(of('Pacific/Apia')?.at).toBe(Date.parse('2021-04-03T14:00Z'));
    const changing = changes.filter(({ before, after }) => before !== after);
    expect(changing.length).toBeGreaterThan(250);
  });

  it('a window opens at the first minute that shows its start, or a later time, and closes at the last that shows its end', () => {
    const anyRestriction: fc.Arbitrary<Restriction> = fc.record({
      days: fc.subarray([...weekdays]),
      start: quarter,
      end: quarter,
      timezone: fc.constant(null),
    });
    const faults = faultsOf(
      fc.array(anyRestriction, { minLength: 1, maxLength: 2 }),
      (restrictions, { zone }, film) => {
        const expected = naiveOpenings(restrictions, film);
        const openings = openingsOf(restrictions, zone);
        return faultIn(film, expected, at => {
          const { isOpen, until } = openings(at);
          return { answer: isOpen, until };
        });
      },
    );
    expect(faults).toEqual([]);
  });

  it('a slot begins at the first minute that shows its hand-off, or a later time', () => {
    const anyRotation = fc.record({
      unit: fc.constantFrom('hour' as const, 'day' as const),
      every: fc.integer({ min: 1, max: 5 }),
      daysBefore: fc.integer({ min: 1, max: 100 }),
      handoffTime: quarter,
    });
    const faults = faultsOf(
      anyRotation,
      ({ daysBefore, ...rest }, { zone, at }, film) => {
        const startDate = new Date(at - daysBefore * day)
          .toISOString()
          .slice(0, 10);
        const { rotation } = layer({ startDate, ...rest });
        const expected = naiveSlots(rotation, film);
        const turns = new Turns(rotation, [], WallClock.in(zone));
        return faultIn(film, expected, instant => {
          const { slot, until } = turns.slotAt(instant) ?? {
            slot: NaN,
            until: NaN,
          };
          return { answer: slot, until };
        });
      },
    );
    expect(faults).toEqual([]);
  });
});

function naiveOpenings(
  restrictions: readonly Restriction[],
  { shown }: Film,
): boolean[] {
  const isOpen = shown.map(() => false);
  const firstDay = Math.floor(shown[0] / day);
  const lastDay = Math.floor(shown[shown.length - 1] / day);
  for (const { days, start, end } of restrictions) {
    for (let date = firstDay; date <= lastDay; date++) {
      const weekday = new Date(date * day).getUTCDay();
      if (!days.includes(weekdays[(weekday + 6) % 7])) continue;
      const opens = date * day + Date.parse(`1970-01-01T${start}Z`);
      const ends = date * day + Date.parse(`1970-01-01T${end}Z`);
      const closes = ends > opens ? ends : ends + day;
      const open = shown.findIndex(time => time >= opens);
      const exact = shown.lastIndexOf(closes);
      const close = exact >= 0 ? exact : shown.findIndex(time => time > closes);
      if (open >= 0) isOpen.fill(true, open, close < 0 ? undefined : close);
    }
  }
  return isOpen;
}

function naiveSlots(rotation: Rotation, { shown }: Film): number[] {
  const length = rotation.every * (rotation.unit === 'hour' ? hour : day);
  const start = Date.parse(`${rotation.startDate}T${rotation.handoffTime}Z`);
  let slot = -1;
  return shown.map(time => {
    while (start + (slot + 1) * length <= time) slot++;
    return slot;
  });
}
