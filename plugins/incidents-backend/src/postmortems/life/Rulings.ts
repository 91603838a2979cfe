import { Severity } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { PostmortemRuling } from '../ports';
import { Rule, rulingOf } from './rules';

/** What an incident of an entity needs, by its severity. */
export type RulingBySeverity = (severity: Severity) => PostmortemRuling;

/** Asks the rules of the configuration about an entity, as the directory knows it now. */
export class Rulings {
  readonly #directory: Pick<Directory, 'known' | 'placesOf'>;
  readonly #rules: readonly Rule[];

  constructor(options: {
    directory: Pick<Directory, 'known' | 'placesOf'>;
    rules: readonly Rule[];
  }) {
    this.#directory = options.directory;
    this.#rules = options.rules;
  }

  /** Looks the entity up, outside of any transaction; what it answers may be asked within one. */
  async about(entityRef: string): Promise<RulingBySeverity> {
    const [entity, places] = await Promise.all([
      this.#directory.known(entityRef),
      this.#directory.placesOf([entityRef]),
    ]);
    const facts = {
      tier: entity?.tier ?? null,
      annotation: entity?.postmortem ?? null,
      places: places.get(entityRef) ?? [entityRef],
    };
    return severity => rulingOf({ ...facts, severity }, this.#rules);
  }
}
