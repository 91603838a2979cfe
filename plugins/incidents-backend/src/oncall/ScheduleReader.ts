import {
  nextHandoff,
  NamedRef,
  onCallAt,
  OverrideInput,
  ScheduleInput,
  ScheduleRules,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../directory/service';
import { addMinutes, Clock } from '../platform/clock';
import { Database, Queryable, Tx } from '../platform/database';
import { isShadow, KnownSchedule, RuleReader } from './RuleReader';
import { ScheduleChanges } from './ScheduleChanges';
import { notThere } from './Schedules';
import {
  OnCallAnswers,
  RuledSchedule,
  ScheduleBook,
  ScheduleNow,
  Shadowing,
  ShadowSpan,
} from './service';
import {
  changesBetween,
  findSchedules,
  listSchedules,
  lockSchedule,
  StoredChange,
  StoredSchedule,
} from './store';

const yearMinutes = 366 * 24 * 60;

/** Answers who is on call, from what is stored and from the directory as it is now. */
export class ScheduleReader implements OnCallAnswers, ScheduleBook {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #directory: Directory;
  readonly #rules: RuleReader;
  readonly #changes: ScheduleChanges;

  constructor(options: {
    database: Database;
    clock: Clock;
    directory: Directory;
    changes: ScheduleChanges;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#directory = options.directory;
    this.#rules = new RuleReader(options.directory);
    this.#changes = options.changes;
  }

  async nameOf(scheduleId: string): Promise<string | undefined> {
    const [found] = await findSchedules(this.#database.knex, [scheduleId]);
    return found && !found.archivedAt ? found.content.name : undefined;
  }

  async at(
    scheduleIds: readonly string[],
    instant: Date,
  ): Promise<ReadonlyMap<string, ScheduleNow>> {
    const { knex } = this.#database;
    const schedules = await findSchedules(knex, scheduleIds);
    const known = await this.between(
      schedules,
      instant,
      addMinutes(instant, 2 * yearMinutes),
    );
    const now = [...known.values()].map(one => ({
      ...one,
      ...onCallAt(one.rules, instant),
    }));
    const names = await this.#rules.names(now);
    return new Map(
      now.map(one => [
        one.schedule.id,
        {
          name: one.schedule.content.name,
          people: one.people.map(names),
          until: one.until,
          shadowing: shadowingAt(one, instant, one.people, names),
          everyone: namedByRotations(one.rules, instant).map(names),
        },
      ]),
    );
  }

  async nextHandoff(
    scheduleId: string,
    after: Date,
  ): Promise<{ people: readonly NamedRef[]; at: Date } | undefined> {
    const schedules = await findSchedules(this.#database.knex, [scheduleId]);
    const known = await this.between(
      schedules,
      after,
      addMinutes(after, 2 * yearMinutes),
    );
    const rules = known.get(scheduleId)?.rules;
    const next = rules && nextHandoff(rules, after);
    return (
      next && { at: next.at, people: await this.#directory.named(next.people) }
    );
  }

  /** What decides who is on call between two instants, by id of the schedule. */
  between(
    schedules: readonly StoredSchedule[],
    from: Date,
    to: Date,
    db: Queryable = this.#database.knex,
  ): Promise<ReadonlyMap<string, KnownSchedule>> {
    return this.#rules.read(db, schedules, from, to);
  }

  /** As `between`, of one schedule, with the names of everybody in it. @throws NotFoundError */
  async one(
    scheduleId: string,
    from: Date,
    to: Date,
  ): Promise<{ known: KnownSchedule; named: (ref: string) => NamedRef }> {
    const found = await findSchedules(this.#database.knex, [scheduleId]);
    const known = (await this.between(found, from, to)).get(scheduleId);
    if (!known) notThere(scheduleId);
    return { known, named: await this.#rules.names([known]) };
  }

  /** How everybody of some schedules is called. */
  names(
    known: Iterable<KnownSchedule>,
    db?: Queryable,
  ): Promise<(ref: string) => NamedRef> {
    return this.#rules.names(known, db);
  }

  /**
   * A schedule that nobody has saved, with the changes of the one that it would replace, where there is one.
   *
   * @throws NotFoundError for a schedule to replace that there is not
   */
  async unsaved(
    content: ScheduleInput,
    scheduleId: string | null,
    from: Date,
    to: Date,
  ): Promise<KnownSchedule> {
    const replaced =
      scheduleId === null
        ? undefined
        : (await this.one(scheduleId, from, to)).known;
    return this.#rules.unsaved(content, replaced, this.#clock.now());
  }

  async ruled(scheduleId: string): Promise<RuledSchedule> {
    const { knex } = this.#database;
    const found = await findSchedules(knex, [scheduleId]);
    const [ruled] = await this.#ruled(found, knex);
    return ruled ?? notThere(scheduleId);
  }

  async allRuled(): Promise<readonly RuledSchedule[]> {
    const { knex } = this.#database;
    return this.#ruled(await listSchedules(knex, false), knex);
  }

  async lockedRules(tx: Tx, scheduleId: string): Promise<RuledSchedule> {
    const found = await lockSchedule(this.#database, tx, scheduleId);
    const [ruled] = await this.#ruled(found ? [found] : [], tx);
    return ruled ?? notThere(scheduleId);
  }

  addOverride(
    tx: Tx,
    scheduleId: string,
    input: OverrideInput,
    by: NamedRef,
  ): Promise<StoredChange<'override'>> {
    return this.#changes.addOverride(tx, scheduleId, input, by);
  }

  async shadowsOf(
    learnerRef: string,
    from: Date,
    to: Date,
  ): Promise<readonly ShadowSpan[]> {
    const { knex } = this.#database;
    const schedules = await listSchedules(knex, false);
    const changes = await changesBetween(
      knex,
      schedules.map(({ id }) => id),
      from,
      to,
    );
    return changes
      .filter(isShadow)
      .filter(({ content }) => content.learnerRef === learnerRef)
      .map(({ scheduleId, start, end }) => ({
        scheduleId,
        learnerRef,
        start,
        end,
      }));
  }

  async #ruled(
    schedules: readonly StoredSchedule[],
    db: Queryable,
  ): Promise<RuledSchedule[]> {
    const now = this.#clock.now();
    const known = await this.between(
      schedules,
      addMinutes(now, -yearMinutes),
      addMinutes(now, 3 * yearMinutes),
      db,
    );
    return schedules.flatMap(
      ({ id, version, updatedAt, archivedAt, content }) => {
        const rules = known.get(id)?.rules;
        return rules
          ? [{ id, version, updatedAt, archivedAt, content, rules }]
          : [];
      },
    );
  }
}

/** Who gets a copy of what these people are sent at an instant. Who is on call needs none. */
function shadowingAt(
  { changes }: KnownSchedule,
  instant: Date,
  people: readonly string[],
  names: (ref: string) => NamedRef,
): Shadowing[] {
  return changes
    .filter(isShadow)
    .filter(({ start, end }) => start <= instant && instant < end)
    .filter(({ content }) => !people.includes(content.learnerRef))
    .flatMap(({ content: { learnerRef, followsRef } }) =>
      people
        .filter(person => followsRef === null || person === followsRef)
        .map(person => ({
          learner: names(learnerRef),
          follows: names(person),
        })),
    );
}

/** All whom the rotations in force at an instant name, each once, in their order. */
function namedByRotations(
  { versions }: ScheduleRules,
  instant: Date,
): readonly string[] {
  const [current] = versions
    .filter(
      ({ effectiveFrom }) =>
        effectiveFrom === null || new Date(effectiveFrom) <= instant,
    )
    .sort((a, b) => b.version - a.version);
  const layers = current?.content.layers ?? [];
  return [
    ...new Set(layers.flatMap(({ rotation }) => rotation.participants.flat())),
  ];
}
