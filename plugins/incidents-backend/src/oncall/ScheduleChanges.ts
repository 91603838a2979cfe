import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  NamedRef,
  OverrideInput,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, faultsOfPeople } from '../directory/service';
import { Clock } from '../platform/clock';
import { Database, iso, Tx } from '../platform/database';
import { faultsOfChange, peopleFieldsOf, replaceTheSame } from './changeFaults';
import { isOverride } from './RuleReader';
import { notThere, refuseArchived } from './Schedules';
import {
  AnyChange,
  ChangeContents,
  ChangeKind,
  changesBetween,
  deleteChange,
  endChange,
  findChange,
  insertChange,
  lockSchedule,
  StoredChange,
  StoredSchedule,
} from './store';
import { spanInWords } from './timesInWords';

/** More than anybody keeps in view; it bounds what one schedule must compute with. */
const mostAhead = 1000;
/** Far enough for everything that has not ended. */
const farAhead = new Date('3000-01-01T00:00:00Z');

const words: Record<ChangeKind, string> = {
  override: 'override',
  temporary: 'temporary schedule',
  shadow: 'shadow shift',
};

/** What changes a schedule for a time: overrides, temporary schedules, shadow shifts. What has passed stays. */
export class ScheduleChanges {
  readonly #options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    directory: Directory;
    changed: (tx: Tx, scheduleId: string) => Promise<void>;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    directory: Directory;
    /** Called within the transaction of each change. */
    changed: (tx: Tx, scheduleId: string) => Promise<void>;
  }) {
    this.#options = options;
  }

  /**
   * Adds a change. One that has begun counts from now on: what was is not rewritten.
   *
   * @returns it as it stands
   * @throws InputError naming every faulty field; NotFoundError; ConflictError when the schedule is archived,
   * or for an override of somebody whom another one replaces at that time
   */
  async add<K extends ChangeKind>(
    scheduleId: string,
    kind: K,
    content: ChangeContents[K],
    by: NamedRef,
  ): Promise<StoredChange<K>> {
    const { database, clock, directory } = this.#options;
    const faults = [
      ...faultsOfChange(kind, content, clock.now()),
      ...(await faultsOfPeople(directory, peopleFieldsOf(content))),
    ];
    if (faults.length > 0) throw new InputError(faults.join('; '));
    return database.transaction(async tx => {
      const schedule = await lockSchedule(database, tx, scheduleId);
      if (!schedule) notThere(scheduleId);
      return this.#write(tx, schedule, kind, content, by);
    });
  }

  /** Adds an override with `tx`, which has checked its people. @throws ConflictError as `add` */
  async addOverride(
    tx: Tx,
    scheduleId: string,
    input: OverrideInput,
    by: NamedRef,
  ): Promise<StoredChange<'override'>> {
    const schedule = await lockSchedule(this.#options.database, tx, scheduleId);
    if (!schedule) notThere(scheduleId);
    return this.#write(tx, schedule, 'override', input, by);
  }

  /**
   * Ends a change now. One that has not begun goes away; of one that has, the past stays.
   *
   * @throws NotFoundError; ConflictError for one that has passed
   */
  async end(scheduleId: string, kind: ChangeKind, id: string): Promise<void> {
    const { database, clock } = this.#options;
    await database.transaction(async tx => {
      const schedule = await lockSchedule(database, tx, scheduleId);
      if (!schedule) notThere(scheduleId);
      const change = await findChange(tx, scheduleId, id);
      if (change?.kind !== kind) {
        throw new NotFoundError(
          `The schedule “${schedule.content.name}” has no ${words[kind]} ${id}; it may have been ended already`,
        );
      }
      const now = clock.now();
      if (change.end <= now) {
        throw new ConflictError(
          `This ${words[kind]} ended at ${iso(change.end)}, and what was is not rewritten`,
        );
      }
      if (change.start < now) await endChange(tx, id, now);
      else await deleteChange(tx, id);
      await this.#options.changed(tx, scheduleId);
    });
  }

  async #write<K extends ChangeKind>(
    tx: Tx,
    schedule: StoredSchedule,
    kind: K,
    input: ChangeContents[K],
    by: NamedRef,
  ): Promise<StoredChange<K>> {
    refuseArchived(schedule);
    const { clock, newId } = this.#options;
    const now = clock.now();
    const start = new Date(Math.max(Date.parse(input.start), now.getTime()));
    const end = new Date(input.end);
    const ahead = await changesBetween(tx, [schedule.id], now, farAhead);
    if (ahead.length >= mostAhead) {
      throw new InputError(
        `The schedule “${schedule.content.name}” has ${mostAhead} changes ahead already; end some, or change its layers`,
      );
    }
    const content = { ...input, start: iso(start), end: iso(end) };
    if ('kind' in content) {
      await this.#refuseContradiction(tx, schedule, content, ahead);
    }
    const change = {
      id: newId(),
      scheduleId: schedule.id,
      kind,
      start,
      end,
      createdAt: now,
      createdBy: by,
      content,
    };
    await insertChange(tx, change);
    await this.#options.changed(tx, schedule.id);
    return change;
  }

  async #refuseContradiction(
    tx: Tx,
    { content: { timezone } }: StoredSchedule,
    input: OverrideInput,
    ahead: readonly AnyChange[],
  ): Promise<void> {
    const other = ahead
      .filter(isOverride)
      .find(({ content }) => replaceTheSame(content, input));
    if (!other || other.content.kind === 'add') return;
    const { content } = other;
    const named = async (ref: string) =>
      (await this.#options.directory.named([ref], tx))[0].name;
    const whom =
      content.replacesRef === null
        ? 'whoever is on call'
        : await named(content.replacesRef);
    const what =
      content.kind === 'cover'
        ? `${await named(content.personRef)} covers ${whom}`
        : `${whom} is taken out`;
    throw new ConflictError(
      `replacesRef: ${what} from ${spanInWords(other, timezone)} already, as ${other.createdBy.name} has set; end that override first, or choose another time`,
    );
  }
}
