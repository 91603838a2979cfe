import { PlayShelf, PlayVersionRecord } from '../ports';

/** Versions never change, so the last ones that were used are kept at hand. */
const kept = 200;

/** The versions that runs are pinned to. */
export class Versions {
  readonly #shelf: Pick<PlayShelf, 'version'>;
  readonly #known = new Map<string, PlayVersionRecord>();

  constructor(shelf: Pick<PlayShelf, 'version'>) {
    this.#shelf = shelf;
  }

  /** The version of a run. @throws NotFoundError */
  async of(run: {
    readonly playId: string;
    readonly version: number;
  }): Promise<PlayVersionRecord> {
    const key = `${run.playId}:${run.version}`;
    const known =
      this.#known.get(key) ??
      (await this.#shelf.version(run.playId, run.version));
    this.#known.delete(key);
    this.#known.set(key, known);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= kept) break;
      this.#known.delete(oldest);
    }
    return known;
  }
}
