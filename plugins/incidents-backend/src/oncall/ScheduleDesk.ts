import { InputError } from '@backstage/errors';
import { setImmediate as othersTurn } from 'node:timers/promises';
import {
  Explanation,
  Load,
  NamedRef,
  nextHandoff,
  onCallAt,
  OverrideInput,
  ScheduleCalendar,
  ScheduleInput,
  Shift,
  shiftsBetween,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../directory/service';
import { addMinutes, Clock } from '../platform/clock';
import { iso, isoOrNull } from '../platform/database';
import { DutyWarning, DutyWarnings } from './DutyWarnings';
import { faultsOfChange } from './changeFaults';
import { effectOf } from './overrideEffect';
import { KnownSchedule } from './RuleReader';
import { ScheduleReader } from './ScheduleReader';
import { StoredSchedule } from './store';
import { calendarOf, gapsOf, loadsOf, Named, shownShift } from './views';
import { linesAt } from './whyNobody';

const dayMinutes = 24 * 60;
/** Gaps and warnings are shown this far ahead. */
const aheadDays = 90;
/** The calculator looks for the next change this far ahead. */
const horizonDays = 2 * 366;
/** So many schedules are computed before others have their turn, which takes some 50 ms. */
const atOnce = 10;

/** `[from, to)`. */
interface Range {
  readonly from: Date;
  readonly to: Date;
}

/** What people see of schedules. */
export class ScheduleDesk {
  readonly #clock: Clock;
  readonly #directory: Pick<Directory, 'named'>;
  readonly #reader: ScheduleReader;
  readonly #warnings: DutyWarnings;

  constructor(options: {
    clock: Clock;
    directory: Pick<Directory, 'named'>;
    reader: ScheduleReader;
    warnings: DutyWarnings;
  }) {
    this.#clock = options.clock;
    this.#directory = options.directory;
    this.#reader = options.reader;
    this.#warnings = options.warnings;
  }

  /** Each with who is on call by it now, and its first gap. */
  async summaries(schedules: readonly StoredSchedule[]) {
    const now = this.#clock.now();
    const known = await this.#reader.between(
      schedules,
      now,
      addMinutes(now, horizonDays * dayMinutes),
    );
    const named = await this.#reader.names(known.values());
    const summaries = [];
    for (const one of known.values()) {
      summaries.push({
        schedule: one.schedule,
        ...standing(one, now, named),
        firstGap: gapsAhead(one, now, named)[0] ?? null,
      });
      // Hundreds of schedules take a second or two, and pages must not wait for that.
      if (summaries.length % atOnce === 0) await othersTurn();
    }
    return summaries;
  }

  /** One, with all that is to be known of it now. Warnings are for those who may edit it. */
  async detail(id: string) {
    const now = this.#clock.now();
    const { known, named } = await this.#reader.one(
      id,
      now,
      addMinutes(now, horizonDays * dayMinutes),
    );
    const next = nextHandoff(known.rules, now);
    return {
      schedule: known.schedule,
      ...standing(known, now, named),
      next: (next?.people ?? []).map(named),
      gaps: gapsAhead(known, now, named),
      proposals: await this.#warnings.proposals(known),
      warnings: (): Promise<DutyWarning[]> =>
        this.#warnings.ahead(id, now, addMinutes(now, aheadDays * dayMinutes)),
    };
  }

  async shifts(id: string, { from, to }: Range): Promise<Shift[]> {
    const { known, named } = await this.#reader.one(id, from, to);
    return shiftsBetween(known.rules, from, to).map(shift =>
      shownShift(shift, named),
    );
  }

  async calendar(id: string, { from, to }: Range): Promise<ScheduleCalendar> {
    const { known, named } = await this.#reader.one(id, from, to);
    return calendarOf(known, from, to, named);
  }

  async load(id: string, { from, to }: Range): Promise<Load[]> {
    const { known, named } = await this.#reader.one(id, from, to);
    return loadsOf(known, from, to, named);
  }

  async explain(id: string, at: Date): Promise<Explanation> {
    const { known, named } = await this.#reader.one(
      id,
      at,
      addMinutes(at, horizonDays * dayMinutes),
    );
    return {
      at: iso(at),
      people: onCallAt(known.rules, at).people.map(named),
      lines: linesAt(known, at, ref => named(ref).name),
    };
  }

  /** What a schedule that nobody has saved would mean, with the changes of the one that it would replace. */
  async preview(
    content: ScheduleInput,
    scheduleId: string | null,
    { from, to }: Range,
  ): Promise<ScheduleCalendar> {
    const known = await this.#reader.unsaved(content, scheduleId, from, to);
    return calendarOf(known, from, to, await this.#reader.names([known]));
  }

  /** What an override that nobody has saved would change. @throws InputError for one that cannot be saved */
  async effectOf(id: string, input: OverrideInput) {
    const now = this.#clock.now();
    const faults = faultsOfChange('override', input, now);
    if (faults.length > 0) throw new InputError(faults.join('; '));
    // What was is not rewritten: saved, it begins now.
    const from = new Date(Math.max(Date.parse(input.start), now.getTime()));
    const override = { ...input, start: iso(from) };
    const { known, named } = await this.#reader.one(
      id,
      from,
      new Date(override.end),
    );
    const [comes] =
      override.kind === 'remove'
        ? []
        : await this.#directory.named([override.personRef]);
    const shown = (ref: string) => (ref === comes?.ref ? comes : named(ref));
    return effectOf(known.rules, override).map(
      ({ start, end, before, after }) => ({
        start: iso(start),
        end: iso(end),
        before: before.map(shown),
        after: after.map(shown),
      }),
    );
  }
}

function standing(
  { rules }: KnownSchedule,
  now: Date,
  named: Named,
): { now: NamedRef[]; until: string | null } {
  const { people, until } = onCallAt(rules, now);
  return { now: people.map(named), until: isoOrNull(until) };
}

const gapsAhead = (known: KnownSchedule, now: Date, named: Named) =>
  known.schedule.archivedAt
    ? []
    : gapsOf(known, now, addMinutes(now, aheadDays * dayMinutes), named);
