import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { Actor, NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { FindMaintenance, Maintenance } from '../../incidents/ports';
import { Clock } from '../../platform/clock';
import { SharedStatement } from '../../platform/convoy';
import { Database, Queryable } from '../../platform/database';
import { WorkQueue } from '../../work/service';
import { readCursor, pageOfRows } from './cursor';
import {
  changeWindow,
  countHolding,
  findWindow,
  insertWindow,
  listWindows,
  lockWindow,
  runningWindows,
  windowsNaming,
  WindowRecord,
} from './maintenanceStore';
import { readSpan, stateOfWindow } from './model';
import { settleWindow } from './wakeups';

/** A window with what it holds now. */
export interface ShownWindow extends WindowRecord {
  readonly holding: number;
}

const ranks = { running: 0, ahead: 1, over: 2 };

/** Maintenance windows: planned, changed, ended; and what they hold. */
export class MaintenanceWindows implements FindMaintenance {
  readonly #options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    work: WorkQueue;
    directory: Directory;
  };
  readonly #placesOf: SharedStatement<string, readonly string[]>;

  constructor(options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    work: WorkQueue;
    directory: Directory;
  }) {
    this.#options = options;
    this.#placesOf = new SharedStatement(async (db, refs) => {
      const places = await options.directory.placesOf(refs, db);
      return refs.map(ref => places.get(ref) ?? [ref]);
    });
  }

  async holding(
    db: Queryable,
    entityRef: string,
  ): Promise<Maintenance | undefined> {
    const { clock } = this.#options;
    // Asked for every new incident: there is seldom a window at all.
    const running = await runningWindows(db, clock.now());
    if (running.length === 0) return undefined;
    const covering = await windowsNaming(
      db,
      running.map(({ id }) => id),
      await this.#placesOf.run(db, entityRef),
    );
    const [last] = running
      .filter(({ id }) => covering.has(id))
      .sort((a, b) => +b.end - +a.end);
    return last && { reason: last.reason, until: last.end };
  }

  /** @throws InputError naming each faulty field */
  async create(
    spec: {
      entities: readonly NamedRef[];
      start: Date | undefined;
      end: Date;
      reason: string;
    },
    by: Actor,
  ): Promise<ShownWindow> {
    const { database, clock, newId, work } = this.#options;
    const now = clock.now();
    const read = readSpan(spec, now);
    if (read.faults) throw new InputError(read.faults.join('; '));
    const { entities, reason } = spec;
    const window = {
      id: newId(),
      entities,
      reason,
      ...read.span,
      createdBy: by,
    };
    await database.transaction(async tx => {
      await insertWindow(tx, window, now);
      await settleWindow(work, tx, window.id, window.start);
    });
    return { ...window, settleAt: window.start, holding: 0 };
  }

  /** @throws ConflictError when it is over, or has begun and is to begin at another time */
  async change(
    id: string,
    change: { start: Date | undefined; end: Date; reason: string },
  ): Promise<ShownWindow> {
    const { database, clock, work } = this.#options;
    await database.transaction(async tx => {
      const now = clock.now();
      const window = await lockWindow(database, tx, id);
      if (!window) throw noSuchWindow(id);
      const state = stateOfWindow(window, now);
      if (state === 'over') {
        throw new ConflictError(
          'This maintenance is over and can no longer be changed; plan another one',
        );
      }
      const { start: asked = window.start, end, reason } = change;
      if (state === 'running' && +asked !== +window.start) {
        throw new ConflictError(
          'body.start cannot be changed: this maintenance has begun. Leave it out',
        );
      }
      if (state === 'running' && end <= now) {
        const start = window.start;
        await changeWindow(tx, id, { start, end: now, reason }, now);
      } else {
        const read = readSpan(
          { start: state === 'running' ? undefined : asked, end },
          now,
        );
        if (read.faults) throw new InputError(read.faults.join('; '));
        const start = state === 'running' ? window.start : read.span.start;
        await changeWindow(tx, id, { start, end, reason }, now);
      }
      await settleWindow(work, tx, id);
    });
    return this.get(id);
  }

  /** Ends a running one now, or calls off one that is ahead; one that is over stays as it is. */
  async end(id: string): Promise<ShownWindow> {
    const { database, clock, work } = this.#options;
    await database.transaction(async tx => {
      const now = clock.now();
      const window = await lockWindow(database, tx, id);
      if (!window) throw noSuchWindow(id);
      const { start, end, reason } = window;
      if (end <= now) return;
      await changeWindow(
        tx,
        id,
        { start: start < now ? start : now, end: now, reason },
        now,
      );
      await settleWindow(work, tx, id);
    });
    return this.get(id);
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<ShownWindow> {
    const window = await findWindow(this.#options.database.knex, id);
    if (!window) throw noSuchWindow(id);
    const [shown] = await this.#shown([window]);
    return shown;
  }

  /** Running ones, then those ahead, then those that are over; those that cover an entity when it is named. */
  async list(query: {
    entityRef?: string;
    limit: number;
    cursor?: string;
  }): Promise<{ items: ShownWindow[]; nextCursor: string | null }> {
    const { database, clock, directory } = this.#options;
    const { entityRef, limit } = query;
    const now = clock.now();
    const places =
      entityRef === undefined
        ? undefined
        : (await directory.placesOf([entityRef])).get(entityRef);
    const rows = await listWindows(database.knex, {
      now,
      limit: limit + 1,
      after: readCursor(query.cursor),
      places,
    });
    const page = pageOfRows(rows, limit, row => [
      ranks[stateOfWindow(row, now)],
      row.start.toISOString(),
      row.id,
    ]);
    return { ...page, items: await this.#shown(page.items) };
  }

  async #shown(windows: readonly WindowRecord[]): Promise<ShownWindow[]> {
    const holding = await countHolding(
      this.#options.database.knex,
      windows.map(({ id }) => id),
    );
    return windows.map(window => ({
      ...window,
      holding: holding.get(window.id) ?? 0,
    }));
  }
}

const noSuchWindow = (id: string): NotFoundError =>
  new NotFoundError(`There is no maintenance ${id}`);
