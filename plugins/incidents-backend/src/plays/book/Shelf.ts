import { NotFoundError } from '@backstage/errors';
import { Clock } from '../../platform/clock';
import { Database, instant } from '../../platform/database';
import { Recent } from '../../platform/Recent';
import { EnabledPlay, PlayShelf, PlayVersionRecord } from '../ports';
import { Automation, pauseInWords } from './Automation';
import { EnabledRow, readEnabled } from './playStore';
import { findVersion, findVersions, StoredVersion } from './versionStore';

/** What another replica changes is seen this much later at most. */
const memorySeconds = 1;

const toRecord = ({
  playId,
  version,
  document,
  actions,
  hash,
  approvedBy,
  everywhere,
}: StoredVersion): PlayVersionRecord => ({
  playId,
  version,
  document,
  actions,
  hash,
  approvedBy,
  everywhere,
});

/**
 * The plays that may start, for triggers and runs. Fifty incidents a second ask for all of them: they are read once a second
 * at most, and their documents, which never change, once.
 */
export class Shelf implements PlayShelf {
  readonly #database: Database;
  readonly #automation: Automation;
  readonly #enabled: Recent<readonly Shelved[]>;
  readonly #paused: Recent<string | null>;
  /** Versions that were enabled when they were last read, by play, number and approval. */
  #versions: ReadonlyMap<string, StoredVersion> = new Map();

  constructor(options: {
    database: Database;
    clock: Clock;
    automation: Automation;
  }) {
    this.#database = options.database;
    this.#automation = options.automation;
    this.#enabled = new Recent(options.clock, memorySeconds);
    this.#paused = new Recent(options.clock, memorySeconds);
  }

  async version(playId: string, version: number): Promise<PlayVersionRecord> {
    const found = await findVersion(this.#database.knex, playId, version);
    if (!found) {
      throw new NotFoundError(`There is no version ${version} of ${playId}`);
    }
    return toRecord(found);
  }

  async enabled(): Promise<readonly EnabledPlay[]> {
    return (await this.#shelved()).map(({ play }) => play);
  }

  async startable(idOrName: string): Promise<EnabledPlay | undefined> {
    const shelved = await this.#shelved();
    const found =
      shelved.find(({ play }) => play.playId === idOrName) ??
      shelved.find(({ name }) => name === idOrName);
    return found?.play;
  }

  async enabledNow(playId: string): Promise<EnabledPlay | undefined> {
    const shelved = await this.#readEnabled();
    return shelved.find(({ play }) => play.playId === playId)?.play;
  }

  async paused(): Promise<string | null> {
    const read = async () => {
      const pause = await this.#automation.pause();
      return new Map([['all', pause && pauseInWords(pause)]]);
    };
    return (await this.#paused.get(['all'], read)).get('all') ?? null;
  }

  /** To be called after this process has changed a play or the switch. */
  forget(): void {
    this.#enabled.forget();
    this.#paused.forget();
    this.#versions = new Map();
  }

  async #shelved(): Promise<readonly Shelved[]> {
    const read = async () => new Map([['all', await this.#readEnabled()]]);
    return (await this.#enabled.get(['all'], read)).get('all') ?? [];
  }

  async #readEnabled(): Promise<readonly Shelved[]> {
    const rows = await readEnabled(this.#database.knex);
    const known = this.#versions;
    const read = await findVersions(
      this.#database.knex,
      rows
        .filter(row => !known.has(keyOf(row)))
        .map(({ id, version }) => ({ playId: id, version })),
    );
    const kept = new Map<string, StoredVersion>();
    const shelved = rows.flatMap(row => {
      const version =
        known.get(keyOf(row)) ??
        read.find(one => one.playId === row.id && one.version === row.version);
      if (!version) return [];
      kept.set(keyOf(row), version);
      const enabledAt = instant(row.enabled_at ?? 0);
      return [{ name: row.name, play: { ...toRecord(version), enabledAt } }];
    });
    this.#versions = kept;
    return shelved;
  }
}

/** An enabled play, and what it is called now. */
interface Shelved {
  readonly name: string;
  readonly play: EnabledPlay;
}

/** A version is written once, and its approval may be renewed. */
const keyOf = ({ id, version, approved_at }: EnabledRow): string =>
  `${id}:${version}:${instant(approved_at).getTime()}`;
