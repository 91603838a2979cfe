import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  NamedRef,
  ScheduleInput,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../directory/service';
import { addMinutes, Clock } from '../platform/clock';
import { Database, iso, Tx } from '../platform/database';
import { DocumentTable } from '../platform/documents';
import { changesInWords } from './changesInWords';
import { participantsOf } from './RuleReader';
import { faultsOfSchedule } from './scheduleFaults';
import {
  findSchedules,
  insertChange,
  insertVersion,
  listSchedules,
  lockSchedule,
  missingVersion,
  scheduleDocuments,
  setArchived,
  StoredSchedule,
  StoredVersion,
  versionsOf,
  writtenVersionsOf,
} from './store';

/** A caller's clock may be behind by this much and still mean now. */
const lateMinutes = 1;

/** A version with what it changed, in words. */
export interface ExplainedVersion extends StoredVersion {
  readonly changes: readonly string[];
}

/** Schedules: kept with every version, checked against the catalog, put away and taken out again. */
export class Schedules {
  readonly #options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    directory: Directory;
    isUsed: (id: string) => Promise<string | undefined>;
    changed: (tx: Tx, id: string) => Promise<void>;
  };
  readonly #table: DocumentTable<ScheduleInput>;

  constructor(options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    directory: Directory;
    /** The name of a policy that uses the schedule. */
    isUsed: (id: string) => Promise<string | undefined>;
    /** Called within the transaction of each change. */
    changed: (tx: Tx, id: string) => Promise<void>;
  }) {
    this.#options = options;
    this.#table = scheduleDocuments(options.clock);
  }

  /** Schedules in use by name, or those that were put away. */
  list(archived = false): Promise<StoredSchedule[]> {
    return listSchedules(this.#options.database.knex, archived);
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<StoredSchedule> {
    const [schedule] = await findSchedules(this.#options.database.knex, [id]);
    return schedule ?? notThere(id);
  }

  /** What is wrong with a schedule, field by field; nothing when it could be saved. */
  faults(input: ScheduleInput): Promise<string[]> {
    return faultsOfSchedule(this.#options.directory, input);
  }

  /**
   * Makes a schedule. What it says counts for the past too: before, there was nothing.
   *
   * @throws InputError naming every faulty field; ConflictError for a name that is taken
   */
  async create(input: ScheduleInput, by: NamedRef): Promise<StoredSchedule> {
    const { database, newId } = this.#options;
    await this.#check(input);
    const id = newId();
    await database.transaction(async tx => {
      await this.#refuseArchivedName(tx, input.name);
      await this.#table.insert(tx, id, input, by);
      await insertVersion(tx, id, this.#version(1, null, input, by));
      await this.#options.changed(tx, id);
    });
    return this.get(id);
  }

  /**
   * Saves a new version, in force from `effectiveFrom` (null: now) on.
   *
   * @throws as `create`; and ConflictError when somebody has changed it since `seenVersion`, saying who
   * changed what, or when it is archived
   */
  async update(
    id: string,
    seenVersion: number,
    input: ScheduleInput,
    by: NamedRef,
    effectiveFrom: Date | null = null,
  ): Promise<StoredSchedule> {
    const { database, clock } = this.#options;
    const now = clock.now();
    await this.#check(input, faultsOfBeginning(effectiveFrom, now));
    const from = effectiveFrom && effectiveFrom > now ? effectiveFrom : now;
    await database.transaction(async tx => {
      const seen = await lockSchedule(database, tx, id);
      if (!seen) notThere(id);
      refuseArchived(seen);
      const versions = await versionsOf(tx, seen);
      if (seen.version !== seenVersion) {
        const theirs = await this.#changesSince(tx, versions, seenVersion);
        throw new ConflictError(
          `${seen.updatedBy.name} changed the schedule “${seen.content.name}” at ${iso(seen.updatedAt)}, after you had opened it${theirs}. Nothing of yours was saved: look at theirs, then save again.`,
        );
      }
      await keepUnwritten(tx, seen);
      await this.#table.update(tx, id, seenVersion, input, by);
      await insertVersion(
        tx,
        id,
        this.#version(seenVersion + 1, from, input, by),
      );
      await this.#options.changed(tx, id);
    });
    return this.get(id);
  }

  /** Puts a schedule away: it pages nobody from now on, and its past can be read. @throws ConflictError while a policy uses it */
  async archive(id: string): Promise<void> {
    const { database, clock, isUsed } = this.#options;
    const policy = await isUsed(id);
    if (policy !== undefined) {
      throw new ConflictError(
        `The policy “${policy}” pages this schedule; take it out of the policy first`,
      );
    }
    await database.transaction(async tx => {
      const schedule = await lockSchedule(database, tx, id);
      if (!schedule) notThere(id);
      if (schedule.archivedAt) return;
      await setArchived(tx, id, clock.now());
      await this.#options.changed(tx, id);
    });
  }

  /** Takes an archived schedule into use again. That nobody was on call meanwhile stays written. */
  async restore(id: string, by: NamedRef): Promise<StoredSchedule> {
    const { database, clock, newId } = this.#options;
    await database.transaction(async tx => {
      const schedule = await lockSchedule(database, tx, id);
      if (!schedule) notThere(id);
      const { archivedAt } = schedule;
      if (!archivedAt) return;
      const now = clock.now();
      await setArchived(tx, id, null);
      if (archivedAt < now) {
        await insertChange(tx, {
          id: newId(),
          scheduleId: id,
          kind: 'temporary',
          start: archivedAt,
          end: now,
          createdAt: now,
          createdBy: by,
          content: {
            start: iso(archivedAt),
            end: iso(now),
            reason: 'The schedule was archived',
            shifts: [],
          },
        });
      }
      await this.#options.changed(tx, id);
    });
    return this.get(id);
  }

  /** Every version, newest first, with what it changed against the one before. @throws NotFoundError */
  async versions(id: string): Promise<ExplainedVersion[]> {
    const { knex } = this.#options.database;
    const versions = await versionsOf(knex, await this.get(id));
    const nameOf = await this.#namesIn(versions.map(one => one.content));
    return versions
      .map((version, index) => {
        const before = versions[index - 1];
        const changes = before
          ? changesInWords(before.content, version.content, nameOf)
          : ['Made'];
        return { ...version, changes };
      })
      .reverse();
  }

  #version(
    version: number,
    effectiveFrom: Date | null,
    content: ScheduleInput,
    savedBy: NamedRef,
  ): StoredVersion {
    const savedAt = this.#options.clock.now();
    return { version, effectiveFrom, content, savedAt, savedBy };
  }

  async #changesSince(
    tx: Tx,
    versions: readonly StoredVersion[],
    seenVersion: number,
  ): Promise<string> {
    const seen = versions.find(({ version }) => version === seenVersion);
    const now = versions.at(-1);
    if (!seen || !now) return '';
    const nameOf = await this.#namesIn([seen.content, now.content], tx);
    return `: ${changesInWords(seen.content, now.content, nameOf).join('; ')}`;
  }

  async #namesIn(
    contents: readonly ScheduleInput[],
    tx?: Tx,
  ): Promise<(ref: string) => string> {
    const refs = contents.flatMap(content => [
      content.ownerRef,
      ...participantsOf(content),
    ]);
    const named = await this.#options.directory.named([...new Set(refs)], tx);
    const names = new Map(named.map(({ ref, name }) => [ref, name]));
    return ref => names.get(ref) ?? ref;
  }

  async #check(input: ScheduleInput, more: string[] = []): Promise<void> {
    const faults = [...more, ...(await this.faults(input))];
    if (faults.length > 0) throw new InputError(faults.join('; '));
  }

  async #refuseArchivedName(tx: Tx, name: string): Promise<void> {
    const archived = await listSchedules(tx, true);
    if (archived.some(({ content }) => content.name === name)) {
      throw new ConflictError(
        `name: an archived schedule is called “${name}”; restore that one, or choose another name`,
      );
    }
  }
}

/** Before it is replaced: what the version before of this plugin has saved, of which only the schedule's row tells. */
async function keepUnwritten(tx: Tx, schedule: StoredSchedule): Promise<void> {
  const unwritten = missingVersion(
    schedule,
    await writtenVersionsOf(tx, schedule.id),
  );
  if (unwritten) await insertVersion(tx, schedule.id, unwritten);
}

function faultsOfBeginning(effectiveFrom: Date | null, now: Date): string[] {
  return effectiveFrom && effectiveFrom < addMinutes(now, -lateMinutes)
    ? [
        `body.effectiveFrom has passed, and what was is not rewritten; leave it out to mean now`,
      ]
    : [];
}

/** @throws ConflictError for a schedule that was put away */
export function refuseArchived({ archivedAt, content }: StoredSchedule): void {
  if (!archivedAt) return;
  throw new ConflictError(
    `The schedule “${content.name}” is archived since ${iso(archivedAt)}; restore it first`,
  );
}

export function notThere(id: string): never {
  throw new NotFoundError(
    `There is no schedule ${id}; it may have been removed`,
  );
}
