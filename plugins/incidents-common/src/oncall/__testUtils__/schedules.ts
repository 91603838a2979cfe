import { Layer, OverrideInput, Restriction, Rotation } from '../../api/oncall';
import { weekdays } from '../../weekdays';
import { alwaysInForce, ScheduleRules } from '../rules';
import { shiftsBetween, Turn, turnsBetween } from '../schedule';

/** A layer's parts, all of which have a default: three people who hand off daily at nine. */
export type LayerParts = Partial<Rotation> & Partial<Omit<Layer, 'rotation'>>;

/** A layer made of the parts that a test is about. */
export function layer(parts: LayerParts = {}): Layer {
  const {
    name = 'Layer',
    timezone = null,
    restrictions = [],
    besideAbove = false,
    effectiveFrom = null,
    until = null,
    ...rotation
  } = parts;
  return {
    name,
    timezone,
    restrictions,
    besideAbove,
    effectiveFrom,
    until,
    rotation: {
      unit: 'day',
      every: 1,
      startDate: '2026-01-05',
      handoffTime: '09:00',
      moreHandoffs: [],
      count: 'all-days',
      extendsBefore: false,
      participants: ['ana', 'ben', 'cai'],
      ...rotation,
    },
  };
}

/** A schedule that always held, without overrides. */
export const schedule = (
  timezone: string,
  ...layers: readonly LayerParts[]
): ScheduleRules => alwaysInForce({ timezone, layers: layers.map(layer) });

/** A restriction on every day, or some. */
export const window = (
  start: string,
  end: string,
  rest: Partial<Restriction> = {},
): Restriction => ({
  days: [...weekdays],
  start,
  end,
  timezone: null,
  ...rest,
});

/** `from/to`, as in `2026-03-02T00:00Z/2026-03-09T00:00Z`. */
const rangeOf = (range: string): [Date, Date] => {
  const [from, to] = range.split('/').map(text => new Date(text));
  return [from, to];
};

/** An override in a range `from/to`. */
export function override(
  kind: OverrideInput['kind'],
  range: string,
  {
    person = 'zoe',
    replaces = null,
  }: { person?: string; replaces?: string | null } = {},
): OverrideInput {
  const [start, end] = rangeOf(range).map(at => at.toISOString());
  const span = { start, end, reason: '' };
  switch (kind) {
    case 'cover':
      return { kind, personRef: person, replacesRef: replaces, ...span };
    case 'remove':
      return { kind, replacesRef: replaces, ...span };
    default:
      return { kind, personRef: person, ...span };
  }
}

const minute = (at: Date): string => at.toISOString().slice(0, 16);

/** Turns as rows: people, start and end in UTC to the minute. */
export const rowsOf = (turns: readonly Turn[]): string[][] =>
  turns.map(({ people, start, end }) => [
    people.join('+'),
    minute(start),
    minute(end),
  ]);

/** The turns of a schedule in a range `from/to`, as rows. */
export const turnRows = (rules: ScheduleRules, range: string): string[][] =>
  rowsOf(turnsBetween(rules, ...rangeOf(range)));

/** The shifts of a schedule in a range `from/to`, as rows. */
export const shiftRows = (rules: ScheduleRules, range: string): string[][] =>
  shiftsBetween(rules, ...rangeOf(range)).map(({ person, start, end }) => [
    person,
    minute(start),
    minute(end),
  ]);
