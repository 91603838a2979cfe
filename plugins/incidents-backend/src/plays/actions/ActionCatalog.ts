import { PlayActionInfo } from '@muster/backstage-plugin-incidents-common';
import { ActionCatalog, PlayAction } from '../ports';
import { Redactor } from './Redactor';

/** Where actions come from that are not known when the portal starts. */
export interface ActionSource {
  list(): Promise<readonly PlayActionInfo[]>;
  find(id: string): Promise<PlayAction | undefined>;
}

/** Everything that plays may do here and now: what is built in, what modules bring, what the portal's registry has. */
export class InstalledActions implements ActionCatalog {
  readonly #known: ReadonlyMap<string, PlayAction>;
  readonly #sources: readonly ActionSource[];
  readonly #redactor: Redactor;

  /** @throws Error for two actions with the same id */
  constructor(options: {
    readonly known: readonly PlayAction[];
    readonly sources: readonly ActionSource[];
    readonly redactor: Redactor;
  }) {
    const known = new Map<string, PlayAction>();
    for (const action of options.known) {
      const { id } = action.info;
      if (known.has(id)) throw new Error(`Two actions have the id ${id}`);
      known.set(id, action);
    }
    this.#known = known;
    this.#sources = options.sources;
    this.#redactor = options.redactor;
  }

  async list(): Promise<readonly PlayActionInfo[]> {
    const lists = await Promise.all(this.#sources.map(one => one.list()));
    return [...this.#known.values()]
      .map(({ info }) => info)
      .concat(...lists)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async find(id: string): Promise<PlayAction | undefined> {
    const known = this.#known.get(id);
    if (known) return known;
    for (const source of this.#sources) {
      const found = await source.find(id);
      if (found) return found;
    }
    return undefined;
  }

  redact(_id: string, input: unknown): unknown {
    return this.#redactor.input(input);
  }
}
