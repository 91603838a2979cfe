import { nameOf } from '@muster/backstage-plugin-incidents-common';
import { Directory, DirectoryEntity } from '../../directory/service';
import { PlayVersionRecord, TriggerRules } from '../ports';

/** Whether an answer is yes, and why. */
type Answer = Awaited<ReturnType<TriggerRules['reaches']>>;

/** Which entities' incidents a play looks at, by what the directory knows. */
export class Reach {
  readonly #directory: Pick<Directory, 'known' | 'placesOf'>;

  constructor(options: { directory: Pick<Directory, 'known' | 'placesOf'> }) {
    this.#directory = options.directory;
  }

  /** Never waits for the catalog. */
  async reaches(
    {
      document,
      everywhere,
    }: Pick<PlayVersionRecord, 'document' | 'everywhere'>,
    entityRef: string,
  ): Promise<Answer> {
    const entity = await this.#directory.known(entityRef);
    const owner = entity?.ownerRef ?? null;
    if (!everywhere && owner !== document.ownerRef) {
      return {
        reaches: false,
        because: `${nameOf(entityRef)} belongs to ${owner === null ? 'nobody' : nameOf(owner)}, and no admin has approved the play for incidents of other teams than ${nameOf(document.ownerRef)}`,
      };
    }
    const places = await this.#directory.placesOf([entityRef]);
    return isIn(document.appliesTo, {
      ref: entityRef,
      entity,
      places: places.get(entityRef) ?? [],
    })
      ? { reaches: true, because: `It looks at ${nameOf(entityRef)}` }
      : {
          reaches: false,
          because: `appliesTo leaves ${nameOf(entityRef)} out`,
        };
  }
}

/** Whether any of the lists of `appliesTo` names an entity; all entities when none names any. */
export function isIn(
  appliesTo: PlayVersionRecord['document']['appliesTo'],
  subject: {
    readonly ref: string;
    readonly entity:
      Pick<DirectoryEntity, 'ownerRef' | 'tags' | 'tier'> | undefined;
    /** What it is part of. */
    readonly places: readonly string[];
  },
): boolean {
  const { entities, owners, systems, tags, tiers } = appliesTo;
  const { ref, entity, places } = subject;
  const isNamed = [entities, owners, systems, tags, tiers].some(
    list => list.length > 0,
  );
  if (!isNamed) return true;
  const { ownerRef = null, tier = null } = entity ?? {};
  return (
    entities.includes(ref) ||
    (ownerRef !== null && owners.includes(ownerRef)) ||
    systems.some(system => places.includes(system)) ||
    tags.some(tag => entity?.tags?.includes(tag)) ||
    (tier !== null && tiers.includes(tier))
  );
}
