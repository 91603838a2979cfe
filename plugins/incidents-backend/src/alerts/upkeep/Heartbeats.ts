import { NotFoundError } from '@backstage/errors';
import { NamedRef, Severity } from '@muster/backstage-plugin-incidents-common';
import { addMinutes, Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { WorkQueue } from '../../work/service';
import { hashOfKey, hintOfKey } from '../routingKey';
import { pageOfRows, readCursor } from './cursor';
import {
  deleteHeartbeat,
  findHeartbeat,
  HeartbeatRecord,
  incidentsOfHeartbeats,
  insertHeartbeat,
  listHeartbeats,
  lockHeartbeat,
  updateHeartbeat,
} from './heartbeatStore';
import { settleHeartbeat } from './wakeups';

/** A heartbeat with the incident that its silence has opened. */
export interface ShownHeartbeat extends HeartbeatRecord {
  readonly incidentId: number | null;
}

/** What people set of a heartbeat. */
export interface HeartbeatSpec {
  readonly name: string;
  readonly everyMinutes: number;
  readonly severity: Severity;
  readonly paused: boolean;
}

/** Heartbeats: made, changed, removed; and the beats that come. What follows from silence is in `heartbeatWork`. */
export class Heartbeats {
  readonly #options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    newKey: () => string;
    work: WorkQueue;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    /** Makes a secret that fits into an address. */
    newKey: () => string;
    work: WorkQueue;
  }) {
    this.#options = options;
  }

  /**
   * A beat: the silence begins anew, and ends where there was one.
   *
   * @returns false for a token that nobody has
   */
  async beat(token: string): Promise<boolean> {
    const { database, clock, work } = this.#options;
    return database.transaction(async tx => {
      const heartbeat = await lockHeartbeat(database, tx, {
        token_hash: hashOfKey(token),
      });
      if (!heartbeat) return false;
      const now = clock.now();
      const { id, paused, silentSince, dueAt, everyMinutes } = heartbeat;
      if (paused) {
        await updateHeartbeat(tx, id, { last_beat_at: now });
        return true;
      }
      const next = addMinutes(now, everyMinutes);
      const settleAt = silentSince ? now : next;
      await updateHeartbeat(tx, id, {
        last_beat_at: now,
        silent_since: null,
        due_at: next,
        settle_at: settleAt,
      });
      // While it beats the waiting job finds that it is not due, and waits on: a beat is one small write.
      if (silentSince || !dueAt) await settleHeartbeat(work, tx, id, settleAt);
      return true;
    });
  }

  /** Makes a heartbeat. Its token is in the answer and nowhere else: only a hash is stored. */
  async create(
    spec: HeartbeatSpec & { entity: NamedRef },
  ): Promise<{ heartbeat: ShownHeartbeat; token: string }> {
    const { database, clock, newId, newKey } = this.#options;
    const token = newKey();
    const heartbeat: HeartbeatRecord = {
      ...spec,
      id: newId(),
      keyHint: hintOfKey(token),
      lastBeatAt: null,
      dueAt: null,
      silentSince: null,
    };
    await insertHeartbeat(database.knex, {
      ...heartbeat,
      tokenHash: hashOfKey(token),
      createdAt: clock.now(),
    });
    return { heartbeat: { ...heartbeat, incidentId: null }, token };
  }

  /** Changes it. Paused, its alert closes; resumed, or with another interval, the silence begins anew. */
  async change(id: string, spec: HeartbeatSpec): Promise<ShownHeartbeat> {
    const { database, clock, work } = this.#options;
    await database.transaction(async tx => {
      const before = await lockHeartbeat(database, tx, { id });
      if (!before) throw noSuchHeartbeat(id);
      const now = clock.now();
      const { name, everyMinutes, severity, paused } = spec;
      const anew = before.paused || before.everyMinutes !== everyMinutes;
      const expected = !paused && before.lastBeatAt !== null;
      const dueAt =
        expected && anew && !before.silentSince
          ? addMinutes(now, everyMinutes)
          : before.dueAt;
      // A silent one stays so until it beats, and its alert as it is; a paused one has none.
      const settleAt = paused || before.silentSince ? now : dueAt;
      await updateHeartbeat(tx, id, {
        name,
        every_minutes: everyMinutes,
        severity,
        paused,
        due_at: paused ? null : dueAt,
        silent_since: paused ? null : before.silentSince,
        settle_at: settleAt,
      });
      if (settleAt) await settleHeartbeat(work, tx, id, settleAt);
    });
    return this.get(id);
  }

  /** Removes it. Its incident, if any, stays, since nothing says that what was silent is well. */
  async remove(id: string): Promise<void> {
    const { database } = this.#options;
    await database.transaction(async tx => {
      if (!(await lockHeartbeat(database, tx, { id }))) {
        throw noSuchHeartbeat(id);
      }
      await deleteHeartbeat(tx, id);
    });
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<ShownHeartbeat> {
    const found = await findHeartbeat(this.#options.database.knex, id);
    if (!found) throw noSuchHeartbeat(id);
    const [shown] = await this.#shown([found]);
    return shown;
  }

  /** Silent ones first, then by name; those of one entity when it is named. */
  async list(query: {
    entityRef?: string;
    limit: number;
    cursor?: string;
  }): Promise<{ items: ShownHeartbeat[]; nextCursor: string | null }> {
    const { limit, entityRef } = query;
    const rows = await listHeartbeats(this.#options.database.knex, {
      limit: limit + 1,
      after: readCursor(query.cursor),
      entityRef,
    });
    const page = pageOfRows(rows, limit, ({ silentSince, name, id }) => [
      silentSince ? 0 : 1,
      name,
      id,
    ]);
    return { ...page, items: await this.#shown(page.items) };
  }

  async #shown(found: readonly HeartbeatRecord[]): Promise<ShownHeartbeat[]> {
    const incidents = await incidentsOfHeartbeats(
      this.#options.database.knex,
      found.map(({ id }) => id),
    );
    return found.map(heartbeat => ({
      ...heartbeat,
      incidentId: incidents.get(heartbeat.id) ?? null,
    }));
  }
}

const noSuchHeartbeat = (id: string): NotFoundError =>
  new NotFoundError(
    `There is no heartbeat ${id}; it may have been removed already`,
  );
