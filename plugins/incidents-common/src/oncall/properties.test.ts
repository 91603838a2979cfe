import fc from 'fast-check';
import { OverrideInput, TemporaryInput } from '../api/oncall';
import { weekdays } from '../weekdays';
import { ClockChange, latestClockChanges } from './__testUtils__/clockChanges';
import { layer } from './__testUtils__/schedules';
import { ScheduleRules } from './rules';
import {
  coverageGaps,
  layerTurnsBetween,
  nextHandoff,
  onCallAt,
  shiftsBetween,
  Span,
  Turn,
  turnsBetween,
} from './schedule';

const second = 1000;
const day = 24 * 3600 * second;
const iso = (instant: number) => new Date(instant).toISOString();

const people = ['a', 'b', 'c'];
const time = fc.constantFrom(
  ...['00:00', '00:30', '01:45', '02:00', '02:30', '09:00', '23:59'],
);
const anyone = fc.constantFrom(...people);

/** Days from the clock change at which a range of `length` days or less begins. */
const spanAround = (at: number, length: number) =>
  fc
    .tuple(
      fc.double({ min: -5, max: 5, noNaN: true }),
      fc.double({ min: 0.01, max: length, noNaN: true }),
    )
    .map(([from, days]) => {
      const start = at + Math.round((from * day) / second) * second;
      return {
        start: iso(start),
        end: iso(start + Math.ceil((days * day) / second) * second),
        reason: '',
      };
    });

const anyRestriction = (zone: string) =>
  fc.record({
    days: fc.subarray([...weekdays], { minLength: 1 }),
    start: time,
    end: time,
    timezone: fc.constantFrom(null, zone, 'Asia/Kolkata'),
  });

const anyLayer = ({ zone, at }: ClockChange) =>
  fc
    .record({
      unit: fc.constantFrom(...(['hour', 'day', 'week', 'month'] as const)),
      every: fc.integer({ min: 1, max: 5 }),
      startDate: fc
        .integer({ min: -800, max: 3 })
        .map(days => iso(at + days * day).slice(0, 10)),
      handoffTime: time,
      moreHandoffs: fc.array(
        fc.record({ weekday: fc.constantFrom(...weekdays), time }),
        { maxLength: 2 },
      ),
      count: fc.constantFrom('all-days' as const, 'active-days' as const),
      extendsBefore: fc.boolean(),
      participants: fc.array(
        fc.oneof(anyone, fc.array(anyone, { maxLength: 2 })),
        { minLength: 1, maxLength: 4 },
      ),
      restrictions: fc.array(anyRestriction(zone), { maxLength: 2 }),
      besideAbove: fc.boolean(),
      until: fc.constantFrom(null, iso(at + 2 * day)),
    })
    .map(layer);

const anyOverride = (at: number): fc.Arbitrary<OverrideInput> =>
  fc
    .tuple(
      fc.constantFrom('cover' as const, 'add' as const, 'remove' as const),
      spanAround(at, 4),
      anyone,
      fc.constantFrom(null, ...people),
    )
    .map(([kind, span, personRef, replacesRef]) => ({
      kind,
      personRef,
      replacesRef,
      ...span,
    }));

const anyTemporary = (at: number): fc.Arbitrary<TemporaryInput> =>
  fc
    .tuple(
      spanAround(at, 2),
      fc.array(fc.tuple(anyone, spanAround(at, 2)), { maxLength: 3 }),
    )
    .map(([span, shifts]) => ({
      ...span,
      shifts: shifts.map(([personRef, shift]) => ({ personRef, ...shift })),
    }));

const anyVersion = (change: ClockChange, effectiveFrom: string | null) =>
  fc.array(anyLayer(change), { maxLength: 3 }).map(layers => ({
    version: effectiveFrom === null ? 1 : 2,
    effectiveFrom,
    content: { timezone: change.zone, layers },
  }));

/** A schedule of everything that there is, in which much happens around a clock change of its zone. */
const anyRules = (change: ClockChange): fc.Arbitrary<ScheduleRules> =>
  fc.record({
    versions: fc.tuple(
      anyVersion(change, null),
      anyVersion(change, iso(change.at + 3 * day)),
    ),
    overrides: fc.array(anyOverride(change.at), { maxLength: 3 }),
    temporary: fc.array(anyTemporary(change.at), { maxLength: 1 }),
  });

interface Range {
  readonly from: Date;
  readonly to: Date;
}

const changes = latestClockChanges();

/** Runs a check, which says what is wrong, on a few schedules of each zone; the zones that fail. */
function faultsOf(
  check: (rules: ScheduleRules, range: Range) => string | undefined,
) {
  return changes.flatMap(change => {
    const range = {
      from: new Date(change.at - 5 * day),
      to: new Date(change.at + 5 * day),
    };
    const result = fc.check(
      fc.property(anyRules(change), rules => {
        const fault = check(rules, range);
        if (fault !== undefined) throw new Error(fault);
      }),
      { numRuns: 3 },
    );
    return result.failed
      ? [`${change.zone}: ${fc.defaultReportMessage(result)}`]
      : [];
  });
}

const text = (value: unknown) => JSON.stringify(value);
const byStart = (a: Span, b: Span) => +a.start - +b.start;

/** Spans that are in order, not empty, and do not overlap, or else what is wrong. */
function disorderOf(spans: readonly Span[], { from, to }: Range) {
  let end = from;
  for (const span of spans) {
    if (span.start < end || span.start >= span.end || span.end > to) {
      return `${text(span)} after ${end.toISOString()}`;
    }
    end = span.end;
  }
  return undefined;
}

describe('properties, in every zone', () => {
  it('shifts are in order, not empty, disjoint per person, and end with a real change', () => {
    const faults = faultsOf((rules, range) => {
      const shifts = shiftsBetween(rules, range.from, range.to);
      const sorted = [...shifts].sort(
        (a, b) => byStart(a, b) || (a.person < b.person ? -1 : 1),
      );
      if (text(sorted) !== text(shifts)) return `not in order: ${text(shifts)}`;
      return people
        .map(name => shifts.filter(({ person }) => person === name))
        .map(
          own =>
            disorderOf(own, range) ??
            own
              .slice(1)
              .map((next, index) =>
                +next.start === +own[index].end
                  ? `${text(next)} only goes on`
                  : undefined,
              )
              .find(Boolean),
        )
        .find(Boolean);
    });
    expect(faults).toEqual([]);
  });

  it('turns and gaps together fill the range, and each layer has one turn at a time', () => {
    const faults = faultsOf((rules, range) => {
      const { from, to } = range;
      const all = [
        ...turnsBetween(rules, from, to),
        ...coverageGaps(rules, from, to),
      ].sort(byStart);
      const filled = all.reduce(
        (sum, { start, end }) => sum + +end - +start,
        0,
      );
      return (
        disorderOf(all, range) ??
        (filled === +to - +from ? undefined : `a hole in ${text(all)}`) ??
        [0, 1, 2]
          .map(index => layerTurnsBetween(rules, index, from, to))
          .map(turns => disorderOf(turns, range))
          .find(Boolean)
      );
    });
    expect(faults).toEqual([]);
  });

  it('the calendar equals who is on call at every boundary, a second before and a second after', () => {
    const faults = faultsOf((rules, { from, to }) => {
      const turns = turnsBetween(rules, from, to);
      const instants = turns
        .flatMap(({ start, end }) => [start, end])
        .flatMap(edge => [-second, 0, second].map(add => +edge + add))
        .filter(at => at >= +from && at < +to);
      for (const at of new Set(instants)) {
        const turn = turns.find(({ start, end }) => +start <= at && at < +end);
        const now = onCallAt(rules, new Date(at));
        if (text(now.people) !== text(turn?.people ?? [])) {
          return `${text(now)} at ${iso(at)}, the calendar says ${text(turn)}`;
        }
        if (turn && turn.end < to && +turn.end !== Number(now.until)) {
          return `until ${text(now)} at ${iso(at)}, the calendar says ${text(turn)}`;
        }
        const next = turns.find(({ start }) => +start > at);
        if (
          next &&
          +next.start !== Number(nextHandoff(rules, new Date(at))?.at)
        ) {
          return `${text(next)} is not next at ${iso(at)}`;
        }
      }
      return undefined;
    });
    expect(faults).toEqual([]);
  });

  /** Turns outside a span, cut off at it. */
  const outside = (turns: readonly Turn[], { start, end }: Span) =>
    turns
      .flatMap(turn => [
        { ...turn, end: turn.end < start ? turn.end : start },
        { ...turn, start: turn.start > end ? turn.start : end },
      ])
      .filter(turn => turn.start < turn.end);

  it('an override or a temporary schedule changes nothing outside its window', () => {
    const faults = faultsOf((rules, { from, to }) => {
      const [override, ...overrides] = rules.overrides;
      const [temporary] = rules.temporary;
      const without = [
        ...(override ? [{ one: override, rest: { ...rules, overrides } }] : []),
        ...(temporary
          ? [{ one: temporary, rest: { ...rules, temporary: [] } }]
          : []),
      ];
      for (const { one, rest } of without) {
        const span = { start: new Date(one.start), end: new Date(one.end) };
        const before = text(outside(turnsBetween(rest, from, to), span));
        const after = text(outside(turnsBetween(rules, from, to), span));
        if (before !== after) return `${text(one)}: ${before} became ${after}`;
      }
      return undefined;
    });
    expect(faults).toEqual([]);
  });

  it('a part of the calendar is the calendar of that part', () => {
    const faults = faultsOf((rules, { from, to }) => {
      const middle = new Date(+from + 4.321 * day);
      const part = text(turnsBetween(rules, middle, to));
      const whole = text(
        outside(turnsBetween(rules, from, to), { start: from, end: middle }),
      );
      return part === whole ? undefined : `${part}, of the whole: ${whole}`;
    });
    expect(faults).toEqual([]);
  });
});
