import {
  CalendarTurn,
  coverageGaps,
  CoverageGap,
  layerTurnsBetween,
  Load,
  loadOf,
  NamedRef,
  Override,
  PersonShift,
  ScheduleCalendar,
  Shadow,
  Shift,
  shiftsBetween,
  Temporary,
  Turn,
  turnsBetween,
} from '@muster/backstage-plugin-incidents-common';
import { iso } from '../platform/database';
import { clockChanges } from './clockChanges';
import { isOverride, isShadow, isTemporary, KnownSchedule } from './RuleReader';
import { StoredChange } from './store';
import { whyNobody } from './whyNobody';

/** Shows a ref with its name. */
export type Named = (ref: string) => NamedRef;

/** What a schedule looks like to people, in a range. Everything is computed by the function that pages. */
export function calendarOf(
  known: KnownSchedule,
  from: Date,
  to: Date,
  named: Named,
): ScheduleCalendar {
  const { rules, schedule, changes } = known;
  return {
    final: turnsBetween(rules, from, to).map(turn => shownTurn(turn, named)),
    layers: layerNames(known).map((name, layer) => ({
      name,
      turns: layerTurnsBetween(rules, layer, from, to).map(turn =>
        shownTurn(turn, named),
      ),
    })),
    gaps: gapsOf(known, from, to, named),
    overrides: changes.filter(isOverride).map(one => shownOverride(one, named)),
    temporary: changes
      .filter(isTemporary)
      .map(one => shownTemporary(one, named)),
    shadows: changes.filter(isShadow).map(one => shownShadow(one, named)),
    clockChanges: clockChanges(schedule.content.timezone, from, to).map(
      ({ at, text }) => ({ at: iso(at), text }),
    ),
    zoneData: process.versions.tz ?? 'unknown',
  };
}

/** Layers by their place: as the newest version calls them, and below what only an older one has. */
function layerNames({ written: { versions } }: KnownSchedule): string[] {
  const newestFirst = [...versions].sort((a, b) => b.version - a.version);
  const length = Math.max(
    ...newestFirst.map(({ content }) => content.layers.length),
    0,
  );
  return Array.from(
    { length },
    (_, place) =>
      newestFirst.find(({ content }) => content.layers[place])?.content.layers[
        place
      ].name ?? '',
  );
}

/** When nobody is on call, and why. */
export function gapsOf(
  known: KnownSchedule,
  from: Date,
  to: Date,
  named: Named,
): CoverageGap[] {
  return coverageGaps(known.rules, from, to).map(({ start, end }) => ({
    start: iso(start),
    end: iso(end),
    reason: whyNobody(known, start, ref => named(ref).name),
  }));
}

/** Hours, nights and weekends of each person in a range, most hours first. */
export function loadsOf(
  { rules, schedule }: KnownSchedule,
  from: Date,
  to: Date,
  named: Named,
): Load[] {
  const shifts = new Map<string, PersonShift[]>();
  for (const shift of shiftsBetween(rules, from, to)) {
    shifts.set(shift.person, [...(shifts.get(shift.person) ?? []), shift]);
  }
  return [...shifts]
    .map(([person, own]) => ({
      person: named(person),
      ...loadOf(own, schedule.content.timezone),
    }))
    .sort((a, b) => b.hours - a.hours);
}

export const shownShift = (
  { person, start, end }: PersonShift,
  named: Named,
): Shift => ({ participant: named(person), start: iso(start), end: iso(end) });

const shownTurn = (
  { people, start, end }: Turn,
  named: Named,
): CalendarTurn => ({
  people: people.map(named),
  start: iso(start),
  end: iso(end),
});

const shownStored = ({
  id,
  createdAt,
  createdBy,
  start,
  end,
}: StoredChange<'override' | 'temporary' | 'shadow'>) => ({
  id,
  createdAt: iso(createdAt),
  createdBy,
  start: iso(start),
  end: iso(end),
});

export function shownOverride(
  change: StoredChange<'override'>,
  named: Named,
): Override {
  const { content } = change;
  const replaces = content.kind === 'add' ? null : content.replacesRef;
  return {
    ...shownStored(change),
    kind: content.kind,
    person: content.kind === 'remove' ? null : named(content.personRef),
    replaces: replaces === null ? null : named(replaces),
    reason: content.reason,
  };
}

export const shownTemporary = (
  change: StoredChange<'temporary'>,
  named: Named,
): Temporary => ({
  ...shownStored(change),
  reason: change.content.reason,
  shifts: change.content.shifts.map(({ personRef, start, end }) => ({
    participant: named(personRef),
    start: iso(new Date(start)),
    end: iso(new Date(end)),
  })),
});

export const shownShadow = (
  change: StoredChange<'shadow'>,
  named: Named,
): Shadow => ({
  ...shownStored(change),
  learner: named(change.content.learnerRef),
  follows:
    change.content.followsRef === null
      ? null
      : named(change.content.followsRef),
});
