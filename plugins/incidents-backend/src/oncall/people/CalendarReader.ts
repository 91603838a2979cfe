import {
  PersonShift,
  shiftsBetween,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { Clock } from '../../platform/clock';
import { calendarText } from './calendarText';
import { FeedBook } from './FeedBook';
import { isNamedIn } from './model';
import { RuledSchedule, ScheduleBook } from '../service';

const dayMs = 86_400_000;
const backDays = 30;
const aheadDays = 180;
/** Shifts up to this long keep their true beginning, by which calendar programs recognise them. */
const longestShiftDays = 92;

/** Answers calendar programs: shifts from 30 days back to 180 ahead, computed by what pages. */
export class CalendarReader {
  readonly #options: {
    clock: Clock;
    directory: Directory;
    book: ScheduleBook;
    feeds: FeedBook;
    urlOf: (scheduleId: string) => string;
  };

  constructor(options: {
    clock: Clock;
    directory: Directory;
    book: ScheduleBook;
    feeds: FeedBook;
    /** A schedule's page in the portal. */
    urlOf: (scheduleId: string) => string;
  }) {
    this.#options = options;
  }

  /** The calendar behind a secret token; undefined when there is none, or its owner has left the catalog. */
  async read(token: string): Promise<string | undefined> {
    const { book, directory, feeds } = this.#options;
    const feed = await feeds.byToken(token);
    if (!feed) return undefined;
    const owner = await directory.entity(feed.personRef);
    if (!owner || owner.vanished) return undefined;
    await feeds.markRead(feed);
    if (feed.scheduleId !== null) {
      const schedule = await book.ruled(feed.scheduleId);
      return this.#text([schedule], schedule.content.name, undefined);
    }
    const { personRef } = feed;
    const schedules = await book.allRuled();
    return this.#text(
      schedules.filter(({ rules }) => isNamedIn(rules, personRef)),
      `On call: ${owner.title}`,
      personRef,
    );
  }

  async #text(
    schedules: readonly RuledSchedule[],
    name: string,
    personRef: string | undefined,
  ): Promise<string> {
    const { clock, directory, urlOf } = this.#options;
    const { from, to, since } = windowAt(clock.now());
    const shifts = schedules.flatMap(schedule =>
      shiftsBetween(schedule.rules, since, to)
        .filter(
          ({ person, end }) => end > from && (personRef ?? person) === person,
        )
        .map(shift => ({ schedule, ...shift })),
    );
    const people = await namesOf(directory, shifts);
    return calendarText(
      shifts.map(({ schedule, person, start, end }) => ({
        schedule: { id: schedule.id, name: schedule.content.name },
        person: { ref: person, name: people.get(person) ?? person },
        start,
        end,
        changedAt: schedule.updatedAt,
      })),
      { name, whose: personRef === undefined ? 'everybody' : 'own', urlOf },
    );
  }
}

/**
 * What a calendar shows at an instant: whole UTC days, so that it does not change with each reading; and
 * since when shifts are computed, so that one that has begun is not cut off. That is the beginning of a
 * quarter: even a shift without end keeps its identity for three months.
 */
export function windowAt(now: Date): { from: Date; to: Date; since: Date } {
  const today = Math.floor(now.getTime() / dayMs) * dayMs;
  const early = new Date(today - (backDays + longestShiftDays) * dayMs);
  const quarter = Math.floor(early.getUTCMonth() / 3) * 3;
  return {
    from: new Date(today - backDays * dayMs),
    to: new Date(today + (aheadDays + 1) * dayMs),
    since: new Date(Date.UTC(early.getUTCFullYear(), quarter)),
  };
}

async function namesOf(
  directory: Directory,
  shifts: readonly PersonShift[],
): Promise<ReadonlyMap<string, string>> {
  const refs = [...new Set(shifts.map(({ person }) => person))];
  const people = await directory.named(refs);
  return new Map(people.map(({ ref, name }) => [ref, name]));
}
