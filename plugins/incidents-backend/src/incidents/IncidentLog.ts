import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { WorkQueue } from '../work/service';
import { IncidentSubscriber } from './ports';
import { appendRows, NewEntry } from './timelineStore';

const followKind = 'incidents.follow';

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
 * Writes the timeline and tells the rooms that follow it: one durable job per subscriber, committed
 * with the entry, in order per incident, retried alone.
 */
export class IncidentLog implements TimelineWriter {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #work: WorkQueue;
  readonly #subscribers = new Map<string, IncidentSubscriber>();
  /** Incidents whose subscribers a transaction wakes already. */
  readonly #woken = new WeakMap<Tx, Set<number>>();

  constructor(options: { database: Database; clock: Clock; work: WorkQueue }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#work = options.work;
    this.#work.handle(followKind, data =>
      this.#follow(String(data.subscriber), Number(data.incidentId)),
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
    for (const subscriber of this.#subscribers.keys()) {
      await this.#work.enqueue(tx, {
        kind: followKind,
        key: `follow:${subscriber}:${incidentId}`,
        data: { subscriber, incidentId },
        isNewKey: firstSeq === 1,
      });
    }
  }

  async #follow(name: string, incidentId: number): Promise<void> {
    const subscriber = this.#subscribers.get(name);
    // A newer replica may have subscribers that this one lacks; its own sweep picks the job up.
    if (!subscriber) return;
    const { knex } = this.#database;
    const position = { subscriber: name, incident_id: incidentId };
    const [cursor, incident] = await Promise.all([
      knex('incident_followers').where(position).first('seq'),
      knex('incidents').where({ id: incidentId }).first('last_seq'),
    ]);
    const fromSeq = Number(cursor?.seq ?? 0) + 1;
    const toSeq = Number(incident?.last_seq ?? 0);
    if (fromSeq > toSeq) return;
    await subscriber.changed({ incidentId, fromSeq, toSeq });
    await knex('incident_followers')
      .insert({ ...position, seq: toSeq })
      .onConflict(['subscriber', 'incident_id'])
      .merge();
  }
}
