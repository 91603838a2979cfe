import fc from 'fast-check';
import {
  layerShiftsBetween,
  nextHandoff,
  onCallAt,
  ScheduleRules,
  shiftsBetween,
  Span,
} from './schedule';

const zones = Intl.supportedValuesOf('timeZone');
const second = 1000;
const day = 24 * 3600 * second;

type Rotation = ScheduleRules['layers'][number]['rotation'];

const rotation = (rest: Partial<Rotation> = {}): Rotation => ({
  unit: 'day',
  every: 1,
  startDate: '2026-01-05',
  handoffTime: '09:00',
  participants: ['ana', 'ben', 'cai'],
  ...rest,
});
const schedule = (
  timezone: string,
  ...rotations: Partial<Rotation>[]
): ScheduleRules => ({
  timezone,
  layers: rotations.map((rest, index) => ({
    name: `layer ${index}`,
    rotation: rotation(rest),
  })),
});
const rows = (rules: ScheduleRules, from: string, to: string) =>
  shiftsBetween(rules, new Date(from), new Date(to)).map(
    ({ participant, start, end }) => [
      participant,
      start.toISOString().slice(0, 16),
      end.toISOString().slice(0, 16),
    ],
  );

describe('who is on call', () => {
  it('hands off daily on the wall clock, so that the summer shift begins an hour earlier in UTC', () => {
    expect(
      rows(
        schedule('Europe/Zurich', { startDate: '2026-03-27' }),
        '2026-03-27T00:00Z',
        '2026-03-31T00:00Z',
      ),
    ).toEqual([
      ['ana', '2026-03-27T08:00', '2026-03-28T08:00'],
      ['ben', '2026-03-28T08:00', '2026-03-29T07:00'],
      ['cai', '2026-03-29T07:00', '2026-03-30T07:00'],
      ['ana', '2026-03-30T07:00', '2026-03-31T00:00'],
    ]);
  });

  it('hands off weekly on the weekday of the start', () => {
    expect(
      rows(
        schedule('America/New_York', { unit: 'week', startDate: '2026-02-27' }),
        '2026-03-01T00:00Z',
        '2026-03-21T00:00Z',
      ),
    ).toEqual([
      ['ana', '2026-03-01T00:00', '2026-03-06T14:00'],
      ['ben', '2026-03-06T14:00', '2026-03-13T13:00'],
      ['cai', '2026-03-13T13:00', '2026-03-20T13:00'],
      ['ana', '2026-03-20T13:00', '2026-03-21T00:00'],
    ]);
  });

  it('hands off after the gap when the hand-off time is skipped, and is back on time the next day', () => {
    expect(
      rows(
        schedule('Europe/Zurich', {
          startDate: '2026-03-28',
          handoffTime: '02:30',
        }),
        '2026-03-28T00:00Z',
        '2026-03-31T00:00Z',
      ),
    ).toEqual([
      ['ana', '2026-03-28T01:30', '2026-03-29T01:00'],
      ['ben', '2026-03-29T01:00', '2026-03-30T00:30'],
      ['cai', '2026-03-30T00:30', '2026-03-31T00:00'],
    ]);
  });

  it('hands off at the first of two equal times, and not again at the second', () => {
    expect(
      rows(
        schedule('Europe/Zurich', {
          startDate: '2026-10-24',
          handoffTime: '02:30',
        }),
        '2026-10-24T12:00Z',
        '2026-10-26T12:00Z',
      ),
    ).toEqual([
      ['ana', '2026-10-24T12:00', '2026-10-25T00:30'],
      ['ben', '2026-10-25T00:30', '2026-10-26T01:30'],
      ['cai', '2026-10-26T01:30', '2026-10-26T12:00'],
    ]);
    const rules = schedule('Europe/Zurich', {
      startDate: '2026-10-24',
      handoffTime: '02:30',
    });
    expect(onCallAt(rules, new Date('2026-10-25T01:15Z'))).toEqual({
      participant: 'ben',
      until: new Date('2026-10-26T01:30Z'),
    });
  });

  it('moves a hand-off of a skipped day to the day after it (Apia, 30 December 2011)', () => {
    expect(
      rows(
        schedule('Pacific/Apia', { startDate: '2011-12-28' }),
        '2011-12-28T00:00Z',
        '2012-01-01T00:00Z',
      ),
    ).toEqual([
      ['ana', '2011-12-28T19:00', '2011-12-29T19:00'],
      ['ben', '2011-12-29T19:00', '2011-12-30T10:00'],
      ['cai', '2011-12-30T10:00', '2011-12-30T19:00'],
      ['ana', '2011-12-30T19:00', '2011-12-31T19:00'],
      ['ben', '2011-12-31T19:00', '2012-01-01T00:00'],
    ]);
  });

  it('passes over the slot that a skipped day leaves empty', () => {
    expect(
      rows(
        schedule('Pacific/Apia', {
          startDate: '2011-12-28',
          handoffTime: '00:00',
        }),
        '2011-12-28T10:00Z',
        '2012-01-01T10:00Z',
      ),
    ).toEqual([
      ['ana', '2011-12-28T10:00', '2011-12-29T10:00'],
      ['ben', '2011-12-29T10:00', '2011-12-30T10:00'],
      ['ana', '2011-12-30T10:00', '2011-12-31T10:00'],
      ['ben', '2011-12-31T10:00', '2012-01-01T10:00'],
    ]);
  });

  it('does not drift in a thousand years', () => {
    const rules = schedule('America/New_York', { startDate: '1990-06-01' });
    const next = nextHandoff(rules, new Date('2999-06-01T00:00Z'));
    expect(next?.at).toEqual(new Date('2999-06-01T13:00Z'));
    const days = (Date.UTC(2999, 5, 1) - Date.UTC(1990, 5, 1)) / day;
    expect(next?.participant).toBe(['ana', 'ben', 'cai'][days % 3]);
  });

  it('has nobody before the start', () => {
    const rules = schedule('UTC', { startDate: '2026-05-01' });
    expect(onCallAt(rules, new Date('2026-05-01T08:59:59Z'))).toBeUndefined();
    expect(onCallAt(rules, new Date('2026-05-01T09:00Z'))).toEqual({
      participant: 'ana',
      until: new Date('2026-05-02T09:00Z'),
    });
    expect(rows(rules, '2026-04-01T00:00Z', '2026-05-01T09:00Z')).toEqual([]);
  });

  it('counts the first layer that has somebody', () => {
    expect(
      rows(
        schedule(
          'UTC',
          { startDate: '2026-05-03', participants: ['top'] },
          { startDate: '2026-05-01', participants: ['ana', 'ben'] },
          { startDate: '2026-04-30', participants: ['low'] },
        ),
        '2026-04-29T00:00Z',
        '2026-06-01T00:00Z',
      ),
    ).toEqual([
      ['low', '2026-04-30T09:00', '2026-05-01T09:00'],
      ['ana', '2026-05-01T09:00', '2026-05-02T09:00'],
      ['ben', '2026-05-02T09:00', '2026-05-03T09:00'],
      ['top', '2026-05-03T09:00', '2026-06-01T00:00'],
    ]);
  });

  it('joins spans of one participant across hand-offs and layers', () => {
    const rules = schedule(
      'UTC',
      { startDate: '2026-05-03', participants: ['ana', 'ana', 'ben'] },
      { startDate: '2026-05-02', participants: ['ana'] },
    );
    expect(rows(rules, '2026-05-01T00:00Z', '2026-05-07T00:00Z')).toEqual([
      ['ana', '2026-05-02T09:00', '2026-05-05T09:00'],
      ['ben', '2026-05-05T09:00', '2026-05-06T09:00'],
      ['ana', '2026-05-06T09:00', '2026-05-07T00:00'],
    ]);
    expect(onCallAt(rules, new Date('2026-05-02T10:00Z'))?.until).toEqual(
      new Date('2026-05-05T09:00Z'),
    );
  });

  it('has no end where nobody else ever takes over', () => {
    const rules = schedule('Europe/Zurich', { participants: ['ana', 'ana'] });
    expect(onCallAt(rules, new Date('2026-05-02T10:00Z'))).toEqual({
      participant: 'ana',
      until: null,
    });
    expect(nextHandoff(rules, new Date('2026-05-02T10:00Z'))).toBeUndefined();
  });

  it('names who comes next, the first one of all before the start', () => {
    const rules = schedule('UTC', { startDate: '2026-05-01' });
    expect(nextHandoff(rules, new Date('2026-04-20T00:00Z'))).toEqual({
      participant: 'ana',
      at: new Date('2026-05-01T09:00Z'),
    });
    expect(nextHandoff(rules, new Date('2026-05-01T09:00Z'))).toEqual({
      participant: 'ben',
      at: new Date('2026-05-02T09:00Z'),
    });
    expect(nextHandoff(rules, new Date('2024-05-01T09:00Z'))).toBeUndefined();
  });

  it('draws each layer by itself', () => {
    const rules = schedule(
      'UTC',
      { participants: ['top'] },
      { participants: ['low'] },
    );
    const [from, to] = [new Date('2026-05-01Z'), new Date('2026-05-08Z')];
    expect(layerShiftsBetween(rules, 1, from, to)).toEqual([
      { participant: 'low', start: from, end: to },
    ]);
    expect(layerShiftsBetween(rules, 2, from, to)).toEqual([]);
  });

  it('bad input: a rotation without participants has nobody, and lets the next layer show', () => {
    const rules = schedule('UTC', { participants: [] });
    expect(onCallAt(rules, new Date('2026-05-01T10:00Z'))).toBeUndefined();
    expect(
      onCallAt(
        schedule('UTC', { participants: [] }, { participants: ['low'] }),
        new Date('2026-05-01T10:00Z'),
      )?.participant,
    ).toBe('low');
  });

  it('bad input: an empty or backward range has no shifts', () => {
    const rules = schedule('UTC', {});
    expect(rows(rules, '2026-05-02T00:00Z', '2026-05-02T00:00Z')).toEqual([]);
    expect(rows(rules, '2026-05-03T00:00Z', '2026-05-02T00:00Z')).toEqual([]);
  });

  it('computes a year of eight weekly layers well within 20 ms, each of them included', () => {
    const rules = schedule(
      'America/New_York',
      ...Array.from({ length: 8 }, (_, index) => ({
        unit: 'week' as const,
        startDate: `19${70 + index}-01-05`,
        participants: Array.from({ length: 7 }, (__, n) => `p${index}-${n}`),
      })),
    );
    const [from, to] = [new Date('2026-01-01Z'), new Date('2027-01-01Z')];
    const everything = () => {
      const begin = performance.now();
      shiftsBetween(rules, from, to);
      rules.layers.forEach((_, layer) =>
        layerShiftsBetween(rules, layer, from, to),
      );
      return performance.now() - begin;
    };
    // The quickest of a few: this machine may be busy with other things.
    expect(Math.min(...Array.from({ length: 5 }, everything))).toBeLessThan(20);
  });
});

describe('properties, in every zone', () => {
  const anyRotation = fc.record({
    unit: fc.constantFrom('day' as const, 'week' as const),
    every: fc.integer({ min: 1, max: 5 }),
    // The last one begins within the range.
    startDate: fc.constantFrom('1999-12-31', '2026-02-28', '2026-05-17'),
    handoffTime: fc.constantFrom(
      ...['00:00', '00:30', '01:45', '02:00', '02:30', '09:00', '23:59'],
    ),
    participants: fc.array(fc.constantFrom('a', 'b', 'c'), {
      minLength: 1,
      maxLength: 4,
    }),
  });
  const anyLayers = fc.array(anyRotation, { minLength: 1, maxLength: 3 });
  // Holds a change to and from summer time wherever there is one.
  const from = new Date('2026-03-01');
  const to = new Date('2026-12-01');

  /** Runs a check, which says what is wrong, on a few schedules of each zone; the zones that fail. */
  const faultsOf = (check: (rules: ScheduleRules) => string | undefined) =>
    zones.flatMap(zone => {
      const result = fc.check(
        fc.property(anyLayers, rotations => {
          const fault = check(schedule(zone, ...rotations));
          if (fault !== undefined) throw new Error(fault);
        }),
        { numRuns: 3 },
      );
      return result.failed
        ? [`${zone}: ${fc.defaultReportMessage(result)}`]
        : [];
    });

  it('shifts are ordered, not empty, without holes, and end with a real change', () => {
    const faultIn = (shifts: readonly Span[]) => {
      for (const [index, { participant, start, end }] of shifts.entries()) {
        const next = shifts[index + 1];
        if (start >= end) return `${start.toISOString()} is empty`;
        // Somebody is always on call once a rotation has begun.
        const nextStart = next?.start ?? to;
        if (nextStart.getTime() !== end.getTime()) {
          return `${end.toISOString()} is followed by ${nextStart.toISOString()}`;
        }
        if (next?.participant === participant) {
          return `${end.toISOString()} changes nothing`;
        }
      }
      return undefined;
    };
    const faults = faultsOf(
      rules =>
        faultIn(shiftsBetween(rules, from, to)) ??
        rules.layers
          .map((_, layer) =>
            faultIn(layerShiftsBetween(rules, layer, from, to)),
          )
          .find(fault => fault !== undefined),
    );
    expect(faults).toEqual([]);
  });

  it('the calendar equals who is on call at every boundary, a second before and a second after', () => {
    const faults = faultsOf(rules => {
      const shifts = shiftsBetween(rules, from, to);
      const instants = shifts
        .flatMap(({ start }) => [-second, 0, second].map(add => +start + add))
        .filter(at => at >= +from);
      for (const at of instants) {
        const shift = shifts.find(
          ({ start, end }) => +start <= at && at < +end,
        );
        const now = onCallAt(rules, new Date(at));
        if (now?.participant !== shift?.participant) {
          return `${now?.participant} at ${at}, the calendar says ${shift?.participant}`;
        }
        const until = now?.until;
        if (!until || until >= to) continue;
        const next = nextHandoff(rules, new Date(at));
        if (+until !== Number(shift?.end) || +until !== Number(next?.at)) {
          return `until ${+until} at ${at}, the calendar says ${Number(shift?.end)}`;
        }
      }
      return undefined;
    });
    expect(faults).toEqual([]);
  });

  it('a part of the calendar is the calendar of that part', () => {
    const middle = new Date('2026-07-15T12:34:56Z');
    const faults = faultsOf(rules => {
      const part = JSON.stringify(shiftsBetween(rules, middle, to));
      const cut = shiftsBetween(rules, from, to)
        .filter(({ end }) => end > middle)
        .map(shift =>
          shift.start < middle ? { ...shift, start: middle } : shift,
        );
      return part === JSON.stringify(cut) ? undefined : part;
    });
    expect(faults).toEqual([]);
  });
});
