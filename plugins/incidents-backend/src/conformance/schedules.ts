import {
  alwaysInForce,
  handoffsBetween,
  Layer,
  onCallAt,
  OverrideInput,
  ScheduleRules,
  shiftsBetween,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { isDeepStrictEqual } from 'node:util';
import { CaseResult, Difference } from './result';
import { parseVectors } from './parseVectors';
import {
  ScheduleCase,
  schedulesFileSchema,
  VectorOverride,
  VectorRotation,
} from './schedulesFormat';

/**
 * Runs every case of a schedules file against the calculator, beneath the validation of the API.
 *
 * @throws UsageError when the file is not of the documented format
 */
export async function* runSchedules(file: unknown): AsyncGenerator<CaseResult> {
  const { cases } = parseVectors(schedulesFileSchema, file, 'schedule vectors');
  for (const one of cases) {
    const differences = differencesOf(one);
    yield differences.length === 0
      ? { id: one.id, outcome: 'passed' }
      : { id: one.id, outcome: 'failed', differences };
  }
}

function differencesOf(one: ScheduleCase): Difference[] {
  try {
    return comparisonsOf(one).filter(
      ({ expected, actual }) => !isDeepStrictEqual(expected, actual),
    );
  } catch (error) {
    return [
      { what: 'the calculator', expected: 'an answer', actual: `${error}` },
    ];
  }
}

/** What the case expects beside what the calculator says. */
function comparisonsOf(one: ScheduleCase): Difference[] {
  const { expect, query } = one;
  const from = new Date(query.from);
  const to = new Date(query.to);
  if ('handoffs' in expect) {
    return layersOf(one).map(layer => ({
      what: `hand-offs of ${layer.name}`,
      expected: expect.handoffs.map(at => iso(at)),
      actual: handoffsBetween(layer, one.timezone, from, to).map(iso),
    }));
  }
  const rules = rulesOf(one);
  if ('onCall' in expect) {
    return expect.onCall.map(({ at, users }) => ({
      what: `on call at ${at}`,
      expected: [...users].sort(),
      actual: onCallAt(rules, new Date(at)).people,
    }));
  }
  return [
    {
      what: 'shifts',
      expected: expect.shifts
        .map(({ user, start, end }) => [iso(start), user, iso(end)])
        .sort(),
      actual: shiftsBetween(rules, from, to).map(({ person, start, end }) => [
        iso(start),
        person,
        iso(end),
      ]),
    },
  ];
}

const iso = (instant: string | Date): string => new Date(instant).toISOString();

function rulesOf(one: ScheduleCase): ScheduleRules {
  return alwaysInForce(
    { timezone: one.timezone, layers: layersOf(one) },
    {
      overrides: one.overrides.map(overrideOf),
      temporary: one.temporary.map(({ start, end, shifts }) => ({
        start,
        end,
        reason: '',
        shifts: shifts.map(shift => ({ ...shift, personRef: shift.user })),
      })),
    },
  );
}

/** Rotations of one layer stand beside each other, the highest layer on top. */
function layersOf({ rotations, timezone }: ScheduleCase): Layer[] {
  return rotations
    .toSorted((a, b) => b.layer - a.layer)
    .map((rotation, index, sorted) => ({
      ...layerOf(rotation, timezone),
      besideAbove: rotation.layer === sorted[index - 1]?.layer,
    }));
}

function layerOf(rotation: VectorRotation, caseZone: string): Layer {
  const { handoff, participants, extendsBefore, restrictions } = rotation;
  const timezone = rotation.timezone ?? caseZone;
  const start = startOf(rotation, timezone);
  return {
    name: rotation.name,
    timezone,
    rotation: {
      ...handoff,
      startDate: start.date,
      handoffTime: start.time,
      moreHandoffs: [],
      participants,
      extendsBefore,
    },
    restrictions: restrictions.map(window => ({
      ...window,
      timezone: window.timezone ?? null,
    })),
    besideAbove: false,
    effectiveFrom: rotation.effectiveFrom ?? start.notBefore,
    until: rotation.until ?? null,
  };
}

/**
 * A start on the wall clock of its zone. One that is given as an instant may lie in the second of two
 * equal hours, of which a hand-off is the first; nobody is on call before it all the same.
 */
function startOf(
  { start, extendsBefore }: VectorRotation,
  zone: string,
): { date: string; time: string; notBefore: string | null } {
  const isInstant = /(Z|[+-]\d\d:?\d\d)$/.test(start);
  const local = isInstant
    ? DateTime.fromISO(start, { zone }).toISO({ includeOffset: false })
    : start;
  const [date = '', time = ''] = local?.split('T') ?? [];
  const notBefore = isInstant && !extendsBefore ? start : null;
  return { date, time, notBefore };
}

function overrideOf({
  start,
  end,
  ...override
}: VectorOverride): OverrideInput {
  const window = { start, end, reason: '' };
  switch (override.type) {
    case 'replace':
      return {
        kind: 'cover',
        personRef: override.user,
        replacesRef: override.replaces,
        ...window,
      };
    case 'remove':
      return { kind: 'remove', replacesRef: override.user, ...window };
    default:
      return { kind: 'add', personRef: override.user, ...window };
  }
}
