import { Batcher } from '../platform/Batcher';
import { addMinutes, Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { within } from '../platform/patience';
import { WorkQueue } from '../work/service';
import { IncidentSubscriber } from './ports';
import { Heard, noteHeard, readHeard, Told } from './followerStore';
import { appendRows, NewEntry } from './timelineStore';

/** Wakes every subscriber of an incident. */
const changedKind = 'incidents.changed';
/** Wakes one of them, again and again; jobs of the version before are of this kind, too. */
const followKind = 'incidents.follow';
/** Subscribers mostly wait for others, and look together at what many incidents need. */
const concurrency = 8;
const together = { width: 2, most: 50 };
/** Who takes longer is told again by a job of its own, so that it holds up nobody. */
const patienceSeconds = 10;
/** Who has not been told for so long was missed. */
const missedMinutes = { from: 7 * 24 * 60, to: 2 };
const mostMissed = 500;

/** Writes on timelines. */
export interface TimelineWriter {
  /** Appends entries in their order, with `tx`. */
  append(
    tx: Tx,
    incidentId: number,
    ...entries: readonly NewEntry[]
  ): Promise<void>;
}

/**
 * Writes the timeline and tells the rooms that follow it: one durable job, committed with the entry, tells all
 * of them, each from where it stands, in order per incident. Whoever fails, or is slow, is told again by a job of
 * its own, so that it holds up nobody.
 */
export class IncidentLog implements TimelineWriter {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #work: WorkQueue;
  readonly #patienceSeconds: number;
  readonly #subscribers = new Map<string, IncidentSubscriber>();
  /** In a storm, many incidents are read and noted together. */
  readonly #heard = new Batcher<number, Heard>(
    ids => readHeard(this.#database.knex, ids),
    together,
  );
  readonly #told = new Batcher<Told, void>(async told => {
    await noteHeard(this.#database.knex, told);
    return told.map(() => {});
  }, together);
  /** Incidents whose subscribers a transaction wakes already. */
  readonly #woken = new WeakMap<Tx, Set<number>>();

  constructor(options: {
    database: Database;
    clock: Clock;
    work: WorkQueue;
    /** How long a subscriber may take; only tests choose. */
    patienceSeconds?: number;
  }) {
    this.#patienceSeconds = options.patienceSeconds ?? patienceSeconds;
    this.#database = options.database;
    this.#clock = options.clock;
    this.#work = options.work;
    this.#work.handle(
      changedKind,
      data => this.#tellAll(Number(data.incidentId)),
      { concurrency },
    );
    this.#work.handle(followKind, data =>
      this.#tellOne(String(data.subscriber), Number(data.incidentId)),
    );
  }

  /** Adds a subscriber; before the queue starts. @throws Error for a name that is taken */
  subscribe(subscriber: IncidentSubscriber): void {
    if (this.#subscribers.has(subscriber.name)) {
      throw new Error(`Two subscribers are named ${subscriber.name}`);
    }
    this.#subscribers.set(subscriber.name, subscriber);
  }

  /** Appends entries in their order and wakes the subscribers, with `tx`. */
  async append(
    tx: Tx,
    incidentId: number,
    ...entries: readonly NewEntry[]
  ): Promise<void> {
    const at = this.#clock.now();
    const firstSeq = await appendRows(tx, incidentId, at, entries);
    const woken = this.#woken.get(tx) ?? new Set();
    this.#woken.set(tx, woken);
    if (woken.has(incidentId)) return;
    woken.add(incidentId);
    await this.#wake(tx, incidentId, firstSeq === 1);
  }

  /**
   * Wakes whoever has not heard of what happened in the last week: subscribers that a replica of the version before did
   * not know when it wrote, or whose job was given up.
   *
   * @returns of how many incidents; at most 500 at a time
   */
  async tellTheMissed(): Promise<number> {
    const now = this.#clock.now();
    const missed = new Set<number>();
    for (const name of this.#subscribers.keys()) {
      const ids: number[] = await this.#database
        .knex('incidents')
        .leftJoin('incident_followers as heard', on =>
          on
            .on('heard.incident_id', 'incidents.id')
            .andOnVal('heard.subscriber', name),
        )
        .where(
          'incidents.updated_at',
          '>',
          addMinutes(now, -missedMinutes.from),
        )
        .where('incidents.updated_at', '<', addMinutes(now, -missedMinutes.to))
        .whereRaw('coalesce(heard.seq, 0) < incidents.last_seq')
        .limit(mostMissed)
        .pluck('incidents.id');
      for (const id of ids) missed.add(id);
    }
    for (const incidentId of missed) {
      await this.#database.transaction(tx => this.#wake(tx, incidentId, false));
    }
    return missed.size;
  }

  #wake(tx: Tx, incidentId: number, isNewKey: boolean): Promise<void> {
    return this.#work.enqueue(tx, {
      kind: changedKind,
      key: `changed:${incidentId}`,
      data: { incidentId },
      isNewKey,
    });
  }

  async #tellAll(incidentId: number): Promise<void> {
    const names = [...this.#subscribers.keys()];
    const failed = await this.#tell(names, incidentId);
    if (failed.size === 0) return;
    await this.#database.transaction(async tx => {
      for (const subscriber of failed.keys()) {
        await this.#work.enqueue(tx, {
          kind: followKind,
          key: `follow:${subscriber}:${incidentId}`,
          data: { subscriber, incidentId },
        });
      }
    });
  }

  async #tellOne(name: string, incidentId: number): Promise<void> {
    // A newer replica may have subscribers that this one lacks.
    if (!this.#subscribers.has(name)) return;
    for (const error of (await this.#tell([name], incidentId)).values()) {
      throw error;
    }
  }

  /** Tells subscribers side by side what is new for each. @returns those that failed, and why */
  async #tell(
    names: readonly string[],
    incidentId: number,
  ): Promise<ReadonlyMap<string, unknown>> {
    const { upTo, lastSeq: toSeq } = await this.#heard.run(incidentId);
    const failed = new Map<string, unknown>();
    const told: string[] = [];
    await Promise.all(
      [...this.#subscribers.values()].map(async subscriber => {
        const { name } = subscriber;
        const fromSeq = (upTo.get(name) ?? 0) + 1;
        if (!names.includes(name) || fromSeq > toSeq) return;
        try {
          await within(
            this.#patienceSeconds,
            `The subscriber ${name} of incident ${incidentId}`,
            subscriber.changed({ incidentId, fromSeq, toSeq }),
          );
          told.push(name);
        } catch (error) {
          failed.set(name, error);
        }
      }),
    );
    await this.#told.run({ incidentId, subscribers: told, seq: toSeq });
    return failed;
  }
}
