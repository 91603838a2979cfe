import fc from 'fast-check';
import { DateTime } from 'luxon';
import { WallClock } from './zone';

const zones = Intl.supportedValuesOf('timeZone');
const hour = 3_600_000;
const day = 24 * hour;

const local = (text: string) => Date.parse(`${text}Z`);

/** What the zone's clock shows, by luxon's own conversion. */
const shown = (zone: string, instant: number) =>
  DateTime.fromMillis(instant, { zone })
    .setZone('utc', { keepLocalTime: true })
    .toMillis();

describe('the first instant of a local time', () => {
  it.each([
    [
      'an ordinary day',
      'Europe/Zurich',
      '2026-07-01T09:00',
      '2026-07-01T07:00:00Z',
    ],
    [
      'just before a gap',
      'Europe/Zurich',
      '2026-03-29T01:59',
      '2026-03-29T00:59:00Z',
    ],
    [
      'at the start of a gap',
      'Europe/Zurich',
      '2026-03-29T02:00',
      '2026-03-29T01:00:00Z',
    ],
    [
      'inside a gap',
      'Europe/Zurich',
      '2026-03-29T02:30',
      '2026-03-29T01:00:00Z',
    ],
    [
      'at the end of a gap',
      'Europe/Zurich',
      '2026-03-29T03:00',
      '2026-03-29T01:00:00Z',
    ],
    [
      'the start of a repeated hour',
      'Europe/Zurich',
      '2026-10-25T02:00',
      '2026-10-25T00:00:00Z',
    ],
    [
      'inside a repeated hour',
      'Europe/Zurich',
      '2026-10-25T02:30',
      '2026-10-25T00:30:00Z',
    ],
    [
      'after a repeated hour',
      'Europe/Zurich',
      '2026-10-25T03:00',
      '2026-10-25T02:00:00Z',
    ],
    [
      'a gap west of Greenwich',
      'America/New_York',
      '2026-03-08T02:15',
      '2026-03-08T07:00:00Z',
    ],
    [
      'a repeat west of Greenwich',
      'America/New_York',
      '2026-11-01T01:15',
      '2026-11-01T05:15:00Z',
    ],
    [
      'a gap of half an hour',
      'Australia/Lord_Howe',
      '2026-10-04T02:10',
      '2026-10-03T15:30:00Z',
    ],
    [
      'after a gap of half an hour',
      'Australia/Lord_Howe',
      '2026-10-04T02:30',
      '2026-10-03T15:30:00Z',
    ],
    [
      'a repeat of half an hour',
      'Australia/Lord_Howe',
      '2026-04-05T01:45',
      '2026-04-04T14:45:00Z',
    ],
    [
      'a day that was skipped',
      'Pacific/Apia',
      '2011-12-30T09:00',
      '2011-12-30T10:00:00Z',
    ],
    [
      'midnight after a skipped day',
      'Pacific/Apia',
      '2011-12-31T00:00',
      '2011-12-30T10:00:00Z',
    ],
    [
      'a day that came twice',
      'Pacific/Kwajalein',
      '1969-09-30T12:00',
      '1969-09-30T01:00:00Z',
    ],
    [
      'a gap at midnight',
      'America/Havana',
      '2026-03-08T00:30',
      '2026-03-08T05:00:00Z',
    ],
    [
      'a repeat across midnight',
      'America/Havana',
      '2026-11-01T00:30',
      '2026-11-01T04:30:00Z',
    ],
    [
      'an offset with seconds',
      'Africa/Monrovia',
      '1960-01-01T00:00',
      '1960-01-01T00:44:30Z',
    ],
    [
      'the far future',
      'Europe/Zurich',
      '2999-07-01T09:00',
      '2999-07-01T07:00:00Z',
    ],
    ['long ago', 'Europe/Zurich', '1800-01-01T00:00', '1799-12-31T23:25:52Z'],
    ['UTC', 'UTC', '2026-03-29T02:30', '2026-03-29T02:30:00Z'],
  ])('%s: %s %s', (_what, zone, at, expected) => {
    const instant = WallClock.in(zone).firstInstant(local(at));
    expect(new Date(instant)).toEqual(new Date(expected));
  });

  /** A month and a quarter of an hour in it, from 1970 to 2050. */
  const anyQuarter = fc
    .tuple(
      fc.integer({ min: 70 * 12, max: 150 * 12 }),
      fc.integer({ min: 0, max: 31 * 24 * 4 }),
    )
    .map(([month, quarter]) => Date.UTC(1900, month) + (quarter * hour) / 4);

  /** Zones in which a property of their clock does not hold, with the counter-example. */
  const faultsOf = (
    holds: (
      zone: string,
      clock: WallClock,
      time: number,
      hours: number,
    ) => boolean,
  ) =>
    zones.flatMap(zone => {
      const clock = WallClock.in(zone);
      const result = fc.check(
        fc.property(
          anyQuarter,
          fc.integer({ min: -26, max: 26 }),
          (time, hours) => holds(zone, clock, time, hours),
        ),
        { numRuns: 5 },
      );
      return result.failed
        ? [`${zone}: ${fc.defaultReportMessage(result)}`]
        : [];
    });

  it('is the earliest that shows it, or the end of the gap, in every zone', () => {
    const isRight = (zone: string, time: number, instant: number) => {
      const offsets = [-day, -day / 2, 0, day / 2, day].map(
        away => shown(zone, time + away) - (time + away),
      );
      const exact = offsets
        .map(offset => time - offset)
        .filter(at => shown(zone, at) === time);
      return exact.length > 0
        ? instant === Math.min(...exact)
        : shown(zone, instant) > time && shown(zone, instant - 1) < time;
    };
    const faults = faultsOf((zone, clock, time) =>
      isRight(zone, time, clock.firstInstant(time)),
    );
    expect(faults).toEqual([]);
  });

  it('has come exactly when the clock has been that far, in every zone', () => {
    const faults = faultsOf((_zone, clock, instant, ahead) => {
      const time = instant + ahead * hour;
      return (
        clock.firstInstant(time) <= instant ===
        time <= clock.furthestLocal(instant)
      );
    });
    expect(faults).toEqual([]);
  });

  it('bad input: a zone that nobody knows is refused by name', () => {
    expect(() => WallClock.in('Mars/Olympus')).toThrow(
      "'Mars/Olympus' is not an IANA time zone known to this runtime",
    );
  });

  it('bad input: an instant beyond the calendar is refused instead of searched for ever', () => {
    expect(() => WallClock.in('UTC').firstInstant(8.64e15 + day)).toThrow(
      'outside what a calendar can show',
    );
  });
});
