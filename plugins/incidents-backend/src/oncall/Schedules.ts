import { ConflictError, InputError } from '@backstage/errors';
import {
  NamedRef,
  nextHandoff,
  onCallAt,
  ScheduleInput,
  Shift,
  shiftsBetween,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, faultsOfPeople } from '../directory/service';
import { Clock } from '../platform/clock';
import { Database, iso } from '../platform/database';
import { DocumentTable, StoredDocument } from '../platform/documents';
import { OnCallAnswers, OnCallPerson } from './service';

/** A schedule as it is stored. */
export type StoredSchedule = StoredDocument<ScheduleInput>;

const longestRangeDays = 2 * 366;
const dayMs = 86_400_000;

/** Schedules: kept, checked against the catalog, and asked who is on call. */
export class Schedules implements OnCallAnswers {
  readonly #database: Database;
  readonly #directory: Directory;
  readonly #newId: () => string;
  readonly #isUsed: (id: string) => Promise<string | undefined>;
  readonly #table: DocumentTable<ScheduleInput>;

  constructor(options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    directory: Directory;
    /** The name of a policy that uses the schedule. */
    isUsed: (id: string) => Promise<string | undefined>;
  }) {
    this.#database = options.database;
    this.#directory = options.directory;
    this.#newId = options.newId;
    this.#isUsed = options.isUsed;
    this.#table = new DocumentTable({
      table: 'schedules',
      noun: 'schedule',
      clock: options.clock,
    });
  }

  list(): Promise<StoredSchedule[]> {
    return this.#table.list(this.#database.knex);
  }

  /** @throws NotFoundError */
  get(id: string): Promise<StoredSchedule> {
    return this.#table.get(this.#database.knex, id);
  }

  /** @throws InputError naming each field whose person or group the catalog lacks; ConflictError for a name that is taken */
  async create(input: ScheduleInput, by: NamedRef): Promise<StoredSchedule> {
    await this.#check(input);
    const id = this.#newId();
    await this.#database.transaction(tx =>
      this.#table.insert(tx, id, input, by),
    );
    return this.get(id);
  }

  /** As `create`; and ConflictError when somebody has changed it since `seenVersion`. */
  async update(
    id: string,
    seenVersion: number,
    input: ScheduleInput,
    by: NamedRef,
  ): Promise<StoredSchedule> {
    await this.#check(input);
    await this.#database.transaction(tx =>
      this.#table.update(tx, id, seenVersion, input, by),
    );
    return this.get(id);
  }

  /** @throws ConflictError while a policy uses it */
  async remove(id: string): Promise<void> {
    const policy = await this.#isUsed(id);
    if (policy !== undefined) {
      throw new ConflictError(
        `The policy “${policy}” pages this schedule; take it out of the policy first`,
      );
    }
    await this.#database.transaction(tx => this.#table.remove(tx, id));
  }

  async nameOf(id: string): Promise<string | undefined> {
    return (await this.#table.find(this.#database.knex, id))?.content.name;
  }

  async onCallAt(id: string, at: Date): Promise<readonly OnCallPerson[]> {
    const schedule = await this.#table.find(this.#database.knex, id);
    if (!schedule) return [];
    const { people, until } = await this.now(schedule, at);
    return people.map(person => ({ person, until }));
  }

  /** Who is on call by a schedule, and the next time that this changes; null when it never does. */
  async now(
    { content }: StoredSchedule,
    at: Date,
  ): Promise<{ people: readonly NamedRef[]; until: Date | null }> {
    const now = onCallAt(content, at);
    if (!now) {
      return { people: [], until: nextHandoff(content, at)?.at ?? null };
    }
    const people = await this.#directory.membersOf(now.participant);
    return { people, until: now.until };
  }

  async nextHandoff(
    id: string,
    after: Date,
  ): Promise<{ person: NamedRef; at: Date } | undefined> {
    const schedule = await this.#table.find(this.#database.knex, id);
    const next = schedule && nextHandoff(schedule.content, after);
    if (!next) return undefined;
    const [person] = await this.#directory.named([next.participant]);
    return { person, at: next.at };
  }

  /** Who is on call when. @throws InputError for a range that is backwards or longer than two years */
  async shifts(id: string, from: Date, to: Date): Promise<Shift[]> {
    const { content } = await this.get(id);
    if (to <= from) throw new InputError('query.to must be after query.from');
    if ((to.getTime() - from.getTime()) / dayMs > longestRangeDays) {
      throw new InputError(
        'query.to must be at most two years after query.from; ask for less at a time',
      );
    }
    const spans = shiftsBetween(content, from, to);
    const names = await this.#directory.named(
      spans.map(({ participant }) => participant),
    );
    return spans.map(({ start, end }, index) => ({
      participant: names[index],
      start: iso(start),
      end: iso(end),
    }));
  }

  async #check({ ownerRef, layers }: ScheduleInput): Promise<void> {
    const participants = layers.flatMap(({ rotation }, layer) =>
      rotation.participants.map((ref, index) => ({
        field: `body.layers[${layer}].rotation.participants[${index}]`,
        ref,
        kinds: ['user', 'group'] as const,
      })),
    );
    const faults = await faultsOfPeople(this.#directory, [
      { field: 'body.ownerRef', ref: ownerRef, kinds: ['group'] },
      ...participants,
    ]);
    if (faults.length > 0) throw new InputError(faults.join('; '));
  }
}
