import {
  kindOf,
  NamedRef,
  nameOf,
} from '@muster/backstage-plugin-incidents-common';
import { DirectoryEntity, DirectorySnapshot } from './service';

/** All that the directory's tables hold, in memory. It answers as the directory does. */
export class CatalogSnapshot implements DirectorySnapshot {
  readonly owned: readonly DirectoryEntity[];
  readonly #entities: ReadonlyMap<string, DirectoryEntity>;
  readonly #people: ReadonlyMap<string, readonly string[]>;

  /** @param people - refs of the people of each group */
  constructor(
    entities: readonly DirectoryEntity[],
    people: ReadonlyMap<string, readonly string[]>,
  ) {
    this.#entities = new Map(entities.map(entity => [entity.ref, entity]));
    this.#people = people;
    this.owned = entities.filter(
      ({ ownerRef, vanished, kind }) =>
        ownerRef !== null && !vanished && kind !== 'user' && kind !== 'group',
    );
  }

  entity(ref: string): Promise<DirectoryEntity | undefined> {
    return this.known(ref);
  }

  async known(ref: string): Promise<DirectoryEntity | undefined> {
    return this.#entities.get(ref);
  }

  async named(refs: readonly string[]): Promise<readonly NamedRef[]> {
    return refs.map(ref => ({
      ref,
      name: this.#entities.get(ref)?.title ?? nameOf(ref),
    }));
  }

  async membersOf(ref: string): Promise<readonly NamedRef[]> {
    return this.named(
      kindOf(ref) === 'user' ? [ref] : (this.#people.get(ref) ?? []),
    );
  }
}
