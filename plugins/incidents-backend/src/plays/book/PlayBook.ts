import { ConflictError, InputError } from '@backstage/errors';
import {
  Actor,
  NamedRef,
  PlayDocument,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { Clock } from '../../platform/clock';
import { Database, iso, Tx } from '../../platform/database';
import { firstTick } from '../cron';
import { callsOf } from '../language/callsOf';
import {
  ActionCatalog,
  PlayLanguage,
  PlayWatcher,
  RunCanceller,
} from '../ports';
import { faultsOfDocument } from './documentFaults';
import {
  findByName,
  getPlay,
  insertPlay,
  lockPlay,
  StoredPlay,
  updatePlay,
} from './playStore';
import {
  approveVersion,
  findVersion,
  insertVersion,
  StoredVersion,
} from './versionStore';

/** A play's text as it was read. */
export interface ReadSource {
  readonly source: string;
  readonly document: PlayDocument;
  readonly actions: readonly string[];
}

/** Plays as people write them: saved in versions that never change, enabled in one that was looked at, paused, removed. */
export class PlayBook {
  readonly #options: PlayBookOptions;

  constructor(options: PlayBookOptions) {
    this.#options = options;
  }

  /** Reads a text that is to be saved. @throws InputError with line and column of every fault */
  async read(source: string): Promise<ReadSource> {
    const { language, actions } = this.#options;
    const read = language.read(source, await actions.list());
    if (!read.document) {
      throw new InputError(
        read.faults
          .map(({ line, column, path, message }) =>
            `body.source:${line}:${column} ${path} ${message}`.replace(
              '  ',
              ' ',
            ),
          )
          .join('; '),
      );
    }
    return { source, document: read.document, actions: read.actions };
  }

  /** Saves a new play, as a draft. @throws InputError; ConflictError for a name that is taken */
  async create(source: string, by: NamedRef): Promise<StoredPlay> {
    const { database, clock, newId } = this.#options;
    const read = await this.#checked(source);
    const { name, ownerRef } = read.document;
    const id = newId();
    const at = clock.now();
    await database.transaction(async tx => {
      await insertPlay(tx, { id, name, ownerRef, at, by });
      await insertVersion(tx, {
        ...read,
        playId: id,
        version: 1,
        madeAt: at,
        madeBy: by,
      });
    });
    return getPlay(database.knex, id);
  }

  /**
   * Saves a new version; the approved one stays in force. A text that is the newest already adds none.
   *
   * @throws as `create`; and ConflictError when somebody has saved since `seen`: nothing of either is lost
   */
  async update(
    id: string,
    seen: number,
    source: string,
    by: NamedRef,
  ): Promise<StoredPlay> {
    const { database, clock } = this.#options;
    const read = await this.#checked(source);
    const { name, ownerRef } = read.document;
    await database.transaction(async tx => {
      const play = await this.#lockSeen(tx, id, seen);
      const newest = await findVersion(tx, id, seen);
      if (newest?.source === source) return;
      const at = clock.now();
      await insertVersion(tx, {
        ...read,
        playId: id,
        version: play.version + 1,
        madeAt: at,
        madeBy: by,
      });
      await updatePlay(tx, id, {
        name,
        owner_ref: ownerRef,
        version: play.version + 1,
        updated_at: at,
        updated_by: JSON.stringify(by),
      });
    });
    this.#options.changed();
    return getPlay(database.knex, id);
  }

  /**
   * Enables the version that was seen, which approves it.
   *
   * @param everywhere - an admin approves, so it may act on incidents of every team
   * @throws ConflictError when there is a newer one; InputError when an action of it is not installed any more
   */
  async enable(
    id: string,
    seen: number,
    by: NamedRef,
    everywhere: boolean,
  ): Promise<void> {
    const { database, clock, watcher } = this.#options;
    await this.#mustBeInstalled(await findVersion(database.knex, id, seen));
    await database.transaction(async tx => {
      const play = await this.#lockSeen(tx, id, seen);
      const version = await findVersion(tx, id, seen);
      if (!version) throw new Error(`Version ${seen} of ${id} is gone`);
      const isApproved =
        play.approvedVersion === seen && (version.everywhere || !everywhere);
      if (isApproved && play.state === 'enabled') return;
      const at = clock.now();
      if (!isApproved) {
        await approveVersion(tx, version, { at, by, everywhere });
      }
      await updatePlay(tx, id, {
        state: 'enabled',
        approved_version: seen,
        failures_in_a_row: 0,
        enabled_at: play.enabledAt ?? at,
        next_tick_at: firstTick(version.document.on, at),
        updated_at: at,
        updated_by: JSON.stringify(by),
      });
      await watcher.enabled(tx, id, version.document);
    });
    this.#options.changed();
  }

  /** Nothing starts it for now, whichever version was seen: to stop something must never be refused. */
  async pause(id: string, by: NamedRef): Promise<void> {
    const { database, clock } = this.#options;
    await database.transaction(async tx => {
      const play = await lockPlay(database, tx, id);
      if (play.state === 'draft') {
        throw new ConflictError(
          `“${play.name}” is a draft, which nothing starts; there is nothing to pause`,
        );
      }
      if (play.state === 'paused') return;
      await this.#stop(tx, play, by, clock.now());
    });
    this.#options.changed();
  }

  /**
   * Removes a play; its name is free again, its runs stay readable.
   *
   * @throws ConflictError while it has runs in flight, unless they are to be cancelled
   */
  async remove(
    id: string,
    runs: 'refuse' | 'cancel',
    by: NamedRef,
  ): Promise<void> {
    const { database, clock, canceller } = this.#options;
    await getPlay(database.knex, id);
    if (runs === 'cancel') {
      const actor: Actor = { kind: 'person', ...by };
      await canceller.cancelAll(id, actor);
    }
    await database.transaction(async tx => {
      const play = await lockPlay(database, tx, id);
      const inFlight = await countInFlight(tx, id);
      if (inFlight > 0) {
        throw new ConflictError(
          `“${play.name}” has ${inFlight === 1 ? 'a run' : `${inFlight} runs`} in flight; wait for the end, or remove it with runs=cancel, which cancels them first`,
        );
      }
      await this.#stop(tx, play, by, clock.now());
      await updatePlay(tx, id, {
        name: null,
        webhook_token_hash: null,
        webhook_secret: null,
      });
    });
    this.#options.changed();
  }

  async #stop(tx: Tx, { id }: StoredPlay, by: NamedRef, at: Date) {
    await updatePlay(tx, id, {
      state: 'paused',
      next_tick_at: null,
      updated_at: at,
      updated_by: JSON.stringify(by),
    });
    await this.#options.watcher.stopped(tx, id);
  }

  async #checked(source: string): Promise<ReadSource> {
    const { directory, clock, database, ownersOfSecret } = this.#options;
    const read = await this.read(source);
    const faults = await faultsOfDocument(read.document, {
      directory,
      ownersOfSecret,
      now: clock.now(),
      calledBy: async name => {
        const play = await findByName(database.knex, name);
        const newest =
          play && (await findVersion(database.knex, play.id, play.version));
        return newest && callsOf(newest.document);
      },
    });
    if (faults.length > 0) {
      throw new InputError(
        faults.map(fault => `body.source: ${fault}`).join('; '),
      );
    }
    return read;
  }

  /** @throws InputError naming the actions that have gone since the version was saved */
  async #mustBeInstalled(version: StoredVersion | undefined): Promise<void> {
    const gone: string[] = [];
    for (const id of version?.actions ?? []) {
      if (!(await this.#options.actions.find(id))) gone.push(id);
    }
    if (gone.length === 0) return;
    throw new InputError(
      `body.version uses ${gone.join(', ')}, which this portal no longer has; install the module that brings it, or save the play without`,
    );
  }

  async #lockSeen(tx: Tx, id: string, seen: number): Promise<StoredPlay> {
    const play = await lockPlay(this.#options.database, tx, id);
    if (play.version === seen) return play;
    const newest = await findVersion(tx, id, play.version);
    throw new ConflictError(
      `${newest?.madeBy.name ?? play.updatedBy.name} saved version ${play.version} of “${play.name}” at ${iso(newest?.madeAt ?? play.updatedAt)}, after you had looked at version ${seen}. Nothing of yours was saved: look at theirs, then do it again.`,
    );
  }
}

/** What the book needs. */
export interface PlayBookOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly directory: Directory;
  readonly language: PlayLanguage;
  readonly actions: ActionCatalog;
  readonly canceller: RunCanceller;
  readonly watcher: PlayWatcher;
  /** The groups whose plays may name a secret; undefined for one that everybody may name, or that there is not. */
  readonly ownersOfSecret: (name: string) => readonly string[] | undefined;
  /** Called after each change that triggers and runs must see. */
  readonly changed: () => void;
}

async function countInFlight(tx: Tx, playId: string): Promise<number> {
  const row = await tx('play_runs')
    .where({ play_id: playId })
    .whereIn('state', ['queued', 'running'])
    .count({ count: '*' })
    .first();
  return Number(row?.count ?? 0);
}
