import {
  loadOf,
  PersonShift,
  ScheduleRules,
  shiftsBetween,
} from '@muster/backstage-plugin-incidents-common';
import { addMinutes, Clock } from '../../platform/clock';
import { Candidate, CoverSuggestions } from './CoverSuggestions';
import { isNamedIn, overlap, passableParts, TimeSpan } from './model';
import { RuledSchedule, ScheduleBook } from '../service';
import { Absences } from './ports';

/** A span of duty by one schedule. */
export interface DutySpan extends TimeSpan {
  readonly schedule: { readonly id: string; readonly name: string };
}

/** A span of duty ahead. */
export interface OwnDuty extends DutySpan {
  /** The first part of it that a colleague could take over; null when there is none. */
  readonly passable: TimeSpan | null;
}

/** Duty while away, and who could cover it. */
export interface DutyConflict extends DutySpan {
  readonly suggestion: Candidate['person'] | null;
}

/** Hours of duty. */
export interface Hours {
  readonly hours: number;
  readonly nightHours: number;
  readonly weekendHours: number;
}

const dayMinutes = 24 * 60;
const aheadDays = 90;
const loadDays = 30;
/** Each suggestion is some work; who has more conflicts mends these first. */
const mostConflicts = 20;

/** One person's duty over all schedules. */
export class MyOnCall {
  readonly #options: {
    clock: Clock;
    book: ScheduleBook;
    absences: Absences;
    suggestions: CoverSuggestions;
  };

  constructor(options: {
    clock: Clock;
    book: ScheduleBook;
    absences: Absences;
    suggestions: CoverSuggestions;
  }) {
    this.#options = options;
  }

  async of(personRef: string): Promise<{
    shifts: OwnDuty[];
    load: { past: Hours; ahead: Hours };
    conflicts: DutyConflict[];
    shadowing: DutySpan[];
  }> {
    const { clock, book } = this.#options;
    const now = clock.now();
    const days = (count: number) => addMinutes(now, count * dayMinutes);
    const schedules = await book.allRuled();
    const named = schedules.filter(({ rules }) => isNamedIn(rules, personRef));
    const mine = named.map(schedule => ({
      schedule,
      shifts: shiftsOfPerson(
        schedule,
        personRef,
        days(-loadDays),
        days(aheadDays),
      ),
    }));
    const shifts = mine
      .flatMap(({ schedule, shifts: own }) =>
        withPassable(
          schedule.rules,
          personRef,
          own.filter(({ end }) => end > now),
          now,
        ).map(shift => ({ schedule, ...shift })),
      )
      .sort((a, b) => a.start.getTime() - b.start.getTime());
    const names = new Map(
      schedules.map(({ id, content }) => [id, content.name]),
    );
    const shadows = await book.shadowsOf(personRef, now, days(aheadDays));
    return {
      shifts: shifts.map(shift => ({
        ...shown(shift),
        passable: shift.passable,
      })),
      load: {
        past: hoursOf(mine, days(-loadDays), now),
        ahead: hoursOf(mine, now, days(loadDays)),
      },
      conflicts: await this.#conflicts(personRef, shifts, schedules),
      shadowing: shadows.map(({ scheduleId, start, end }) => ({
        schedule: { id: scheduleId, name: names.get(scheduleId) ?? scheduleId },
        start,
        end,
      })),
    };
  }

  async #conflicts(
    personRef: string,
    shifts: readonly OwnShift[],
    schedules: readonly RuledSchedule[],
  ): Promise<DutyConflict[]> {
    const { absences, suggestions, clock } = this.#options;
    const last = shifts.at(-1);
    if (!last) return [];
    const now = clock.now();
    const away = await absences.awayBetween(
      [personRef],
      now,
      shifts.reduce((end, shift) => (shift.end > end ? shift.end : end), now),
    );
    const conflicts: DutyConflict[] = [];
    for (const shift of shifts) {
      for (const absence of away.filter(one => overlap(one, shift))) {
        if (conflicts.length === mostConflicts) return conflicts;
        const span = clipped(shift, laterOf(absence.start, now), absence.end);
        const candidates = await suggestions.among(
          shift.schedule,
          span,
          schedules,
        );
        const [first] = candidates.filter(
          ({ person, obstacle }) =>
            obstacle === null && person.ref !== personRef,
        );
        conflicts.push({
          ...shown({ ...shift, ...span }),
          suggestion: first?.person ?? null,
        });
      }
    }
    return conflicts;
  }
}

interface OwnShift extends TimeSpan {
  readonly schedule: RuledSchedule;
}

const shown = ({ schedule, start, end }: OwnShift): DutySpan => ({
  schedule: { id: schedule.id, name: schedule.content.name },
  start,
  end,
});

const laterOf = (a: Date, b: Date): Date => (a > b ? a : b);
const clipped = (span: TimeSpan, from: Date, to: Date): TimeSpan => ({
  start: laterOf(span.start, from),
  end: span.end < to ? span.end : to,
});

const shiftsOfPerson = (
  { rules }: RuledSchedule,
  personRef: string,
  from: Date,
  to: Date,
): PersonShift[] =>
  shiftsBetween(rules, from, to).filter(({ person }) => person === personRef);

/** A person's shifts by start, each with the first part of it that lies ahead and can be passed on. */
function withPassable(
  rules: ScheduleRules,
  personRef: string,
  shifts: readonly TimeSpan[],
  now: Date,
): (TimeSpan & Pick<OwnDuty, 'passable'>)[] {
  const ahead = shifts.map(({ start, end }) => ({
    start: laterOf(start, now),
    end,
  }));
  const parts = passableParts(rules, personRef, ahead);
  return shifts.map(({ start, end }) => ({
    start,
    end,
    passable: parts.find(part => overlap(part, { start, end })) ?? null,
  }));
}

/** Each schedule's nights and weekends are those of its zone. */
function hoursOf(
  mine: readonly {
    schedule: RuledSchedule;
    shifts: readonly PersonShift[];
  }[],
  from: Date,
  to: Date,
): Hours {
  const range = { start: from, end: to };
  const sum = { hours: 0, nightHours: 0, weekendHours: 0 };
  for (const { schedule, shifts } of mine) {
    const load = loadOf(
      shifts
        .filter(shift => overlap(shift, range))
        .map(shift => clipped(shift, from, to)),
      schedule.content.timezone,
    );
    sum.hours += load.hours;
    sum.nightHours += load.nightHours;
    sum.weekendHours += load.weekendHours;
  }
  return sum;
}
