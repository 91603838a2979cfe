import { InputError } from '@backstage/errors';
import {
  kindOf,
  loadOf,
  NamedRef,
  PersonShift,
  shiftsBetween,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { addMinutes } from '../../platform/clock';
import { TimeSpan } from './model';
import { RuledSchedule, ScheduleBook } from '../service';
import { timeInWords } from '../timesInWords';
import { Absences } from './ports';

/** Somebody who could cover a span of a schedule. */
export interface Candidate {
  readonly person: NamedRef;
  /** On call by this schedule in the 90 days around the span. */
  readonly hours: number;
  readonly weekendHours: number;
  /** Why not, in words; null for somebody who is free. */
  readonly obstacle: string | null;
}

const dayMinutes = 24 * 60;
/** Duty is compared over this many days before and after the middle of the span. */
const comparedDays = 45;
const longestSpanDays = 366;

/** Finds who could cover: people of the schedule and of its owner group. */
export class CoverSuggestions {
  readonly #options: {
    directory: Directory;
    book: ScheduleBook;
    absences: Absences;
  };

  constructor(options: {
    directory: Directory;
    book: ScheduleBook;
    absences: Absences;
  }) {
    this.#options = options;
  }

  /**
   * Candidates for a span: who is free first, fewest hours first.
   *
   * @throws NotFoundError; InputError for a span that is empty or longer than a year
   */
  async candidates(scheduleId: string, span: TimeSpan): Promise<Candidate[]> {
    if (span.end <= span.start) {
      throw new InputError('query.end must be after query.start');
    }
    if (span.end > addMinutes(span.start, longestSpanDays * dayMinutes)) {
      throw new InputError(
        'query.end must be at most a year after query.start',
      );
    }
    const { book } = this.#options;
    return this.among(
      await book.ruled(scheduleId),
      span,
      await book.allRuled(),
    );
  }

  /** As `candidates`, of schedules that were read already. */
  async among(
    schedule: RuledSchedule,
    span: TimeSpan,
    schedules: readonly RuledSchedule[],
  ): Promise<Candidate[]> {
    const { directory, absences } = this.#options;
    const { timezone, ownerRef } = schedule.content;
    const owners = await directory.membersOf(ownerRef);
    const refs = new Set([
      ...peopleOf(schedule),
      ...owners.map(({ ref }) => ref),
    ]);
    const people = await directory.named([...refs]);
    const shifts = shiftsAround(schedule, span);
    const away = await absences.awayBetween([...refs], span.start, span.end);
    const busy = busyDuring(span, schedules);
    const obstacleOf = (ref: string): string | null => {
      const absence = away.findLast(({ personRef }) => personRef === ref);
      if (absence)
        return `is away until ${timeInWords(absence.end, timezone)} (${timezone})`;
      const by = busy.get(ref);
      return by === undefined ? null : `is on call then by ${by}`;
    };
    return people
      .map(person => {
        const { hours, weekendHours } = loadOf(
          shifts.filter(shift => shift.person === person.ref),
          timezone,
        );
        return {
          person,
          hours,
          weekendHours,
          obstacle: obstacleOf(person.ref),
        };
      })
      .sort(
        (a, b) =>
          Number(a.obstacle !== null) - Number(b.obstacle !== null) ||
          a.hours - b.hours ||
          a.weekendHours - b.weekendHours ||
          a.person.name.localeCompare(b.person.name),
      );
  }
}

/** People of the version that was saved last. */
function peopleOf({ rules, version }: RuledSchedule): string[] {
  const latest = rules.versions.find(one => one.version === version);
  return (latest?.content.layers ?? [])
    .flatMap(({ rotation }) => rotation.participants.flat())
    .filter(ref => kindOf(ref) === 'user');
}

function shiftsAround(
  { rules }: RuledSchedule,
  { start, end }: TimeSpan,
): PersonShift[] {
  const middle = new Date((start.getTime() + end.getTime()) / 2);
  const compared = comparedDays * dayMinutes;
  return shiftsBetween(
    rules,
    addMinutes(middle, -compared),
    addMinutes(middle, compared),
  );
}

/** Who is on call within a span, and the name of a schedule by which they are. */
function busyDuring(
  { start, end }: TimeSpan,
  schedules: readonly RuledSchedule[],
): ReadonlyMap<string, string> {
  return new Map(
    schedules.flatMap(({ rules, content }) =>
      shiftsBetween(rules, start, end).map(
        ({ person }) => [person, content.name] as const,
      ),
    ),
  );
}
