import { Actor } from '@muster/backstage-plugin-incidents-common';
import { Incidents } from '../../incidents/service';
import { Clock } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { PostmortemRecord } from '../model';
import { PostmortemFollower, PostmortemIndex } from '../ports';
import {
  appendEvent,
  getPostmortem,
  lockPostmortem,
  updatePostmortem,
} from '../store';
import { Reminders } from './Reminders';

/** A postmortem that the transaction holds, and its incident before it. */
export interface Held {
  readonly tx: Tx;
  readonly record: PostmortemRecord;
  readonly now: Date;
  /** Changes it, its reminders with it; `text` is a line of its history. */
  change(
    fields: Partial<Omit<PostmortemRecord, 'id' | 'version'>>,
    by: Actor,
    text: string,
  ): Promise<PostmortemRecord>;
}

/** Holds a postmortem while it is changed as a whole. */
export class Holder {
  readonly #options: {
    database: Database;
    clock: Clock;
    incidents: Incidents;
    index: PostmortemIndex;
    follower: PostmortemFollower;
    reminders: Reminders;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    incidents: Incidents;
    index: PostmortemIndex;
    follower: PostmortemFollower;
    reminders: Reminders;
  }) {
    this.#options = options;
  }

  /** Runs `work` in one transaction that holds the postmortem. @throws NotFoundError */
  async hold<T>(id: number, work: (held: Held) => Promise<T>): Promise<T> {
    const { database, clock, incidents } = this.#options;
    return database.transaction(async tx => {
      const { incidentId } = await getPostmortem(tx, id);
      if (incidentId !== null) await incidents.lock(tx, incidentId);
      const record = await lockPostmortem(tx, id);
      const now = clock.now();
      return work({
        tx,
        record,
        now,
        change: (fields, by, text) =>
          this.#change(tx, record, { ...fields, updatedAt: now }, by, text),
      });
    });
  }

  async #change(
    tx: Tx,
    record: PostmortemRecord,
    fields: Partial<Omit<PostmortemRecord, 'id' | 'version'>> & {
      readonly updatedAt: Date;
    },
    by: Actor,
    text: string,
  ): Promise<PostmortemRecord> {
    const { index, follower, reminders } = this.#options;
    const noticeAt = reminders.nextAt({ ...record, ...fields });
    const next = await updatePostmortem(tx, record, { ...fields, noticeAt });
    await reminders.follow(tx, next);
    await appendEvent(tx, record.id, { at: fields.updatedAt, actor: by, text });
    await index.changed(tx, record.id);
    if (next.publishedAt !== null) await follower.published(tx, next);
    return next;
  }
}
