import {
  kindOf,
  NamedRef,
  Proposal,
  shiftsBetween,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../directory/service';
import { iso } from '../platform/database';
import { CoverSuggestions } from './people/CoverSuggestions';
import { Absences } from './people/ports';
import { KnownSchedule, participantsOf } from './RuleReader';
import { ScheduleBook } from './service';
import { spanInWords } from './timesInWords';

/** Somebody on call while away, and who could cover. */
export interface DutyWarning {
  readonly text: string;
  readonly suggestion: NamedRef | null;
  readonly start: string;
  readonly end: string;
  readonly person: NamedRef;
}

/** Finds what owners should mend before it matters: people who are away on duty, joiners without a turn. */
export class DutyWarnings {
  readonly #options: {
    directory: Directory;
    book: ScheduleBook;
    absences: Absences;
    suggestions: CoverSuggestions;
  };

  constructor(options: {
    directory: Directory;
    book: ScheduleBook;
    absences: Absences;
    suggestions: CoverSuggestions;
  }) {
    this.#options = options;
  }

  /** People who are away while they are on call, between two instants, by start. */
  async ahead(
    scheduleId: string,
    from: Date,
    to: Date,
  ): Promise<DutyWarning[]> {
    const { directory, book, absences, suggestions } = this.#options;
    const schedule = await book.ruled(scheduleId);
    const shifts = shiftsBetween(schedule.rules, from, to);
    const people = [...new Set(shifts.map(({ person }) => person))];
    const away = await absences.awayBetween(people, from, to);
    const clashes = away
      .flatMap(absence =>
        shifts
          .filter(
            ({ person, start, end }) =>
              person === absence.personRef &&
              start < absence.end &&
              absence.start < end,
          )
          .map(({ person, start, end }) => ({
            person,
            start: start > absence.start ? start : absence.start,
            end: end < absence.end ? end : absence.end,
          })),
      )
      .sort((a, b) => a.start.getTime() - b.start.getTime());
    if (clashes.length === 0) return [];
    const all = await book.allRuled();
    const warnings: DutyWarning[] = [];
    for (const clash of clashes) {
      const candidates = await suggestions.among(schedule, clash, all);
      const free = candidates.find(({ obstacle }) => obstacle === null);
      const [person] = await directory.named([clash.person]);
      warnings.push({
        person,
        start: iso(clash.start),
        end: iso(clash.end),
        suggestion: free?.person ?? null,
        text: `${person.name} is away while on call: ${spanInWords(clash, schedule.content.timezone)}`,
      });
    }
    return warnings;
  }

  /** Members of the owner group who have no turn, where its people are listed one by one. */
  async proposals({ schedule, rules }: KnownSchedule): Promise<Proposal[]> {
    const { directory } = this.#options;
    const { content, version, archivedAt } = schedule;
    const named = participantsOf(content);
    // Who names the group gets its joiners by itself.
    if (archivedAt || named.some(ref => kindOf(ref) === 'group')) return [];
    const { ownerRef } = content;
    const members =
      (await directory.peopleBehind([ownerRef])).get(ownerRef) ?? [];
    const newest = rules.versions.find(one => one.version === version);
    const inTurn = new Set(newest ? participantsOf(newest.content) : []);
    if (!members.some(ref => inTurn.has(ref))) return [];
    const [owner, ...people] = await directory.named([
      ownerRef,
      ...members.filter(ref => !inTurn.has(ref)),
    ]);
    return people.map(person => ({
      person,
      text: `${person.name} is in ${owner.name} and has no turn in this schedule`,
    }));
  }
}
