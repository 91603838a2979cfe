import { createHash } from 'node:crypto';
import { NotFoundError } from '@backstage/errors';
import {
  Actor,
  entityRefSchema,
  Incident,
  IncidentStatus,
  NamedRef,
  Severity,
  TimelineEntry,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../directory/service';
import { Batcher } from '../platform/Batcher';
import { Clock } from '../platform/clock';
import { Database, isUniqueViolation, Tx } from '../platform/database';
import { WorkQueue } from '../work/service';
import { IncidentCriteria } from './criteria';
import { CommandRunner } from './commandRunner';
import { EscalationCommands } from './EscalationCommands';
import { IncidentCommands, OnResolved } from './IncidentCommands';
import { IncidentEdits } from './IncidentEdits';
import { IncidentHolds } from './IncidentHolds';
import { IncidentLog, TimelineWriter } from './IncidentLog';
import { IncidentOpener, OpeningSpec, Prepared } from './IncidentOpener';
import { IncidentRecord, openStatuses } from './model';
import { EscalationReaction, FindMaintenance, FindResponsible } from './ports';
import {
  countOpen,
  countUnassigned,
  findByIdempotencyKey,
  findIncidents,
  findOpenIds,
  findStatus,
  listIncidents,
  lockIncident,
  replacePeople,
  updateIncident,
} from './store';
import { AtWorkQuery, findAtWork, PersonAtWork } from './atWork';
import { findStandings, IncidentStanding } from './standing';
import {
  newestActivity,
  NewEntry,
  readRanges,
  readTimelines,
  TimelineRange,
} from './timelineStore';
import { toIncident } from './view';

export type { IncidentAccess } from './access';
export { whereAllowed } from './criteria';
export type { IncidentCriteria } from './criteria';
export type { CommandAnswer } from './commandRunner';
export type { OnResolved } from './IncidentCommands';
export type { OpeningSpec, Prepared } from './IncidentOpener';
export { system } from './IncidentOpener';
export { openStatuses } from './model';
export type { IncidentRecord } from './model';
export type { PersonAtWork } from './atWork';
export type { IncidentStanding } from './standing';
export type { NewEntry } from './timelineStore';
export { incidentNamer, subjectOf } from './view';

/** Commands that are part of somebody's transaction. */
export interface ActingWithin {
  /** Give it to the commands: the actor, by the name that sentences use. */
  readonly by: Actor;
  /** Writes what no command does. */
  readonly log: TimelineWriter;
  readonly commands: IncidentCommands;
  readonly escalating: EscalationCommands;
  readonly edits: IncidentEdits;
}

/** The incidents room, as other rooms see it. */
export class Incidents {
  readonly commands: IncidentCommands;
  readonly escalating: EscalationCommands;
  readonly edits: IncidentEdits;
  readonly holds: IncidentHolds;
  readonly log: IncidentLog;
  readonly nameOf: (id: number) => string;
  readonly #database: Database;
  readonly #directory: Directory;
  readonly #opener: IncidentOpener;
  /** A storm asks for each incident that it pages; those asked for at the same time are read together. */
  readonly #asked: Batcher<number, IncidentRecord | undefined>;
  readonly #atWork: Batcher<AtWorkQuery, readonly PersonAtWork[]>;
  readonly #entries: Batcher<TimelineRange, readonly TimelineEntry[]>;
  #ports:
    | {
        findResponsible: FindResponsible;
        escalation: EscalationReaction;
        onResolved: OnResolved;
        findMaintenance?: FindMaintenance;
      }
    | undefined;

  constructor(options: {
    database: Database;
    clock: Clock;
    work: WorkQueue;
    directory: Directory;
    pageFrom: Severity;
    nameOf: (id: number) => string;
  }) {
    const { database, clock, work, directory, nameOf } = options;
    this.nameOf = nameOf;
    this.#database = database;
    this.#directory = directory;
    this.#asked = new Batcher(
      async ids => {
        const found = await findIncidents(database.knex, ids);
        return ids.map(id => found.get(id));
      },
      { width: 2, most: 100 },
    );
    this.#atWork = new Batcher(
      async queries => {
        const found = await findAtWork(database.knex, queries);
        return queries.map(() => found);
      },
      { width: 2, most: 50 },
    );
    this.#entries = new Batcher(ranges => readRanges(database.knex, ranges), {
      width: 2,
      most: 50,
    });
    this.log = new IncidentLog({ database, clock, work });
    const escalation = () => this.#connected().escalation;
    const findResponsible = () => this.#connected().findResponsible;
    const runner = new CommandRunner({ database, nameOf });
    this.#opener = new IncidentOpener({
      ...options,
      log: this.log,
      findResponsible,
      findMaintenance: () => this.#connected().findMaintenance,
      escalation,
    });
    this.escalating = new EscalationCommands({
      clock,
      log: this.log,
      runner,
      escalation,
      findResponsible,
    });
    this.commands = new IncidentCommands({
      clock,
      runner,
      log: this.log,
      escalation,
      onResolved: () => this.#connected().onResolved,
    });
    this.holds = new IncidentHolds({
      database,
      log: this.log,
      findMaintenance: () => this.#connected().findMaintenance,
      escalation,
    });
    this.edits = new IncidentEdits({
      ...options,
      runner,
      log: this.log,
      escalation,
    });
  }

  /**
   * The commands as part of the caller's transaction, for whoever acts through a play. What they write names it by
   * `who` and keeps `data`.
   */
  within(
    tx: Tx,
    voice: { actor: Actor; who: string; data: NewEntry['data'] },
  ): ActingWithin {
    const by = { ...voice.actor, name: voice.who };
    const log: TimelineWriter = {
      append: (_tx, id, ...entries) =>
        this.log.append(
          tx,
          id,
          ...entries.map(entry => ({
            ...entry,
            actor: entry.actor === by ? voice.actor : entry.actor,
            data: { ...entry.data, ...voice.data },
          })),
        ),
    };
    return {
      by,
      log,
      commands: this.commands.within(tx, log),
      escalating: this.escalating.within(tx, log),
      edits: this.edits.within(tx, log),
    };
  }

  /** Gives the room what later rooms implement; once, before anything is opened. */
  connect(ports: {
    findResponsible: FindResponsible;
    escalation: EscalationReaction;
    onResolved: OnResolved;
    /** Left out: there is no maintenance. */
    findMaintenance?: FindMaintenance;
  }): void {
    this.#ports = ports;
  }

  /** Finds who is responsible and the names; before the opening transaction. */
  prepare(entityRef: string, severity: Severity): Promise<Prepared> {
    return this.#opener.prepare(entityRef, severity);
  }

  /** Opens an incident with `tx`. */
  open(tx: Tx, spec: OpeningSpec): Promise<IncidentRecord> {
    return this.#opener.open(tx, spec);
  }

  /**
   * Pages the owner of an entity by opening an incident. The same `idempotencyKey` of the same person
   * answers the incident that the first call opened.
   *
   * @throws InputError when the catalog has no such entity
   */
  async pageOwner(
    spec: Omit<OpeningSpec, 'prepared'>,
  ): Promise<IncidentRecord> {
    const { entityRef, severity } = spec;
    await this.#directory.mustHave(entityRef, 'body.entityRef');
    const key = keyOf(spec);
    const earlier = key && (await this.#byKey(key));
    if (earlier) return earlier;
    const prepared = await this.prepare(entityRef, severity);
    try {
      return await this.#database.transaction(tx =>
        this.open(tx, { ...spec, idempotencyKey: key, prepared }),
      );
    } catch (error) {
      const winner =
        key && isUniqueViolation(error) && (await this.#byKey(key));
      if (winner) return winner;
      throw error;
    }
  }

  /** One incident, or undefined. */
  find(id: number): Promise<IncidentRecord | undefined> {
    return this.#asked.run(id);
  }

  /**
   * Open incidents in which a person is assigned, newest first; at most 50.
   *
   * @param criteria - what the viewer may read; everything when left out
   */
  async openAssignedTo(
    personRef: string,
    criteria?: IncidentCriteria,
  ): Promise<Incident[]> {
    const records = await listIncidents(
      this.#database.knex,
      {
        assignedTo: personRef,
        status: openStatuses,
        limit: 50,
      },
      criteria,
    );
    return records.map(record => toIncident(record, this.nameOf));
  }

  /** How many incidents are not resolved. */
  countOpen(): Promise<number> {
    return countOpen(this.#database.knex);
  }

  /** How many open incidents have nobody assigned. */
  countUnassigned(): Promise<number> {
    return countUnassigned(this.#database.knex);
  }

  /** Its status as `tx` sees it, without a lock; undefined when there is none. */
  async statusOf(tx: Tx, id: number): Promise<IncidentStatus | undefined> {
    return findStatus(tx, id);
  }

  /** What decides whether its pages are still wanted, as `tx` sees it, without a lock. */
  async standingOf(tx: Tx, id: number): Promise<IncidentStanding | undefined> {
    return (await findStandings(tx, [id])).get(id);
  }

  /** As `standingOf`, of each that there is. */
  standingsOf(
    tx: Tx,
    ids: readonly number[],
  ): Promise<ReadonlyMap<number, IncidentStanding>> {
    return findStandings(tx, ids);
  }

  /** One incident. @throws NotFoundError */
  async get(id: number): Promise<IncidentRecord> {
    const incident = await this.find(id);
    if (!incident) throw new NotFoundError(`There is no ${this.nameOf(id)}`);
    return incident;
  }

  /** One incident, locked until the transaction ends; undefined when there is none. */
  lock(tx: Tx, id: number): Promise<IncidentRecord | undefined> {
    return lockIncident(this.#database, tx, id);
  }

  /** Writes on the timeline, with `tx`. */
  append(tx: Tx, id: number, ...entries: readonly NewEntry[]): Promise<void> {
    return this.log.append(tx, id, ...entries);
  }

  /**
   * Incidents that were opened in a range, newest first.
   *
   * @param criteria - what the viewer may read; everything when left out
   */
  openedBetween(
    from: Date,
    to: Date,
    limit: number,
    criteria?: IncidentCriteria,
  ): Promise<IncidentRecord[]> {
    return listIncidents(
      this.#database.knex,
      { openedFrom: from.toISOString(), openedTo: to.toISOString(), limit },
      criteria,
    );
  }

  /** Whole timelines of incidents, by their numbers, oldest entries first. */
  timelinesOf(
    ids: readonly number[],
  ): Promise<ReadonlyMap<number, TimelineEntry[]>> {
    return readTimelines(this.#database.knex, ids);
  }

  /** Entries of the timeline from one number to another, both included, oldest first. */
  entries(
    incidentId: number,
    fromSeq: number,
    toSeq: number,
  ): Promise<readonly TimelineEntry[]> {
    return this.#entries.run({ incidentId, fromSeq, toSeq });
  }

  /** Numbers of the incidents that are not resolved. */
  openIds(): Promise<number[]> {
    return findOpenIds(this.#database.knex);
  }

  /** The people whom the current step has paged are assigned now, with `tx`. */
  async assign(tx: Tx, id: number, people: readonly NamedRef[]): Promise<void> {
    await replacePeople(tx, id, 'assigned', people);
  }

  /** The policy ran out before anybody acknowledged, with `tx`. */
  async markUnanswered(tx: Tx, id: number): Promise<void> {
    await updateIncident(tx, id, { unanswered: true });
  }

  /** Alerts or repeats have arrived for incidents, with `tx`; which need not hold them. */
  alertsArrived(
    tx: Tx,
    alerts: readonly { readonly incidentId: number; readonly count: number }[],
  ): Promise<void> {
    return this.#connected().escalation.alertsArrived(tx, alerts);
  }

  /** When people last did something about an incident; undefined when they never have. */
  async lastActivityAt(tx: Tx, id: number): Promise<Date | undefined> {
    return newestActivity(tx, id);
  }

  /** Who of these people acknowledged an incident of high urgency before an instant, and has it still. */
  async atWork(
    personRefs: readonly string[],
    acknowledgedBefore: Date,
  ): Promise<readonly PersonAtWork[]> {
    const all = await this.#atWork.run({ personRefs, acknowledgedBefore });
    return all.filter(
      ({ personRef, acknowledgedAt }) =>
        personRefs.includes(personRef) && acknowledgedAt <= acknowledgedBefore,
    );
  }

  /** A person as an actor, by the name that the catalog knows. */
  async person(ref: string): Promise<Actor> {
    const [{ name }] = await this.#directory.named([
      entityRefSchema.parse(ref),
    ]);
    return { kind: 'person', ref, name };
  }

  async #byKey(key: string): Promise<IncidentRecord | undefined> {
    const id = await findByIdempotencyKey(this.#database.knex, key);
    return id === undefined ? undefined : this.get(id);
  }

  #connected() {
    if (!this.#ports) throw new Error('Incidents are not connected yet');
    return this.#ports;
  }
}

/** As it is stored: two people who happen to choose the same key open two incidents. */
function keyOf({
  idempotencyKey,
  openedBy,
}: Pick<OpeningSpec, 'idempotencyKey' | 'openedBy'>): string | undefined {
  return idempotencyKey === undefined
    ? undefined
    : createHash('sha256')
        .update(`${openedBy.ref}\n${idempotencyKey}`)
        .digest('hex');
}
