import {
  NamedRef,
  Severity,
  urgencyOf,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { FindResponsible } from '../../incidents/ports';
import { Clock } from '../../platform/clock';
import { Recent } from '../../platform/Recent';
import { nobody, nothing, SeenEntity, SeenNeighbour } from './buildContext';

/** No more neighbours than these are told of. */
const mostNeighbours = 100;

/** Entities with what is around them; remembered for moments, since each step of each run looks at it. */
export class Surroundings {
  readonly #directory: Directory;
  readonly #finder: FindResponsible;
  readonly #known: Recent<SeenEntity>;

  constructor(options: {
    clock: Clock;
    directory: Directory;
    finder: FindResponsible;
  }) {
    this.#directory = options.directory;
    this.#finder = options.finder;
    this.#known = new Recent(options.clock, 2);
  }

  async of(entityRef: string, severity: Severity = 'SEV2') {
    const key = `${severity} ${entityRef}`;
    const known = await this.#known.get(
      [key],
      async () => new Map([[key, await this.#read(entityRef, severity)]]),
    );
    return known.get(key) ?? nothing.surroundings;
  }

  async #read(entityRef: string, severity: Severity): Promise<SeenEntity> {
    const directory = this.#directory;
    const [entity, { assigned }] = await Promise.all([
      directory.known(entityRef),
      this.#finder.find({
        entityRef,
        severity,
        urgency: urgencyOf(severity),
      }),
    ]);
    const onCall = { people: assigned.map(({ ref, name }) => ({ ref, name })) };
    const blank = nothing.surroundings;
    if (!entity) {
      const [{ name }] = await directory.named([entityRef]);
      return {
        ...blank,
        entity: { ...blank.entity, ref: entityRef, name },
        onCall,
      };
    }
    return {
      entity: {
        ref: entity.ref,
        name: entity.title,
        kind: entity.kind,
        owner: entity.ownerRef ?? '',
        system: entity.systemRef ?? '',
        domain: entity.domainRef ?? '',
        tier: entity.tier ?? blank.entity.tier,
        tags: entity.tags ?? [],
        runbook: entity.runbook ?? '',
        dependsOn: await this.#neighbours(entity.dependsOnRefs),
        dependants: await this.#neighbours(entity.dependantRefs),
      },
      owner: entity.ownerRef ? await this.#owner(entity.ownerRef) : blank.owner,
      onCall,
    };
  }

  async #owner(ref: string): Promise<SeenEntity['owner']> {
    const directory = this.#directory;
    const group = await directory.known(ref);
    const [members, parent] = await Promise.all([
      directory.membersOf(ref),
      group?.parentRef ? directory.known(group.parentRef) : undefined,
    ]);
    const [named] = await directory.named([ref]);
    return {
      ref,
      name: named.name,
      members: members.map(({ ref: one, name }) => ({ ref: one, name })),
      lead: await this.#person(group?.leadRef),
      manager: await this.#person(parent?.leadRef),
    };
  }

  async #person(ref: string | null | undefined): Promise<NamedRef> {
    if (!ref) return nobody;
    const [named] = await this.#directory.named([ref]);
    return { ref: named.ref, name: named.name };
  }

  async #neighbours(
    refs: readonly string[] = [],
  ): Promise<readonly SeenNeighbour[]> {
    const entities = await Promise.all(
      refs.slice(0, mostNeighbours).map(ref => this.#directory.known(ref)),
    );
    return entities.flatMap(entity =>
      entity && !entity.vanished
        ? [
            {
              ref: entity.ref,
              name: entity.title,
              owner: entity.ownerRef ?? '',
            },
          ]
        : [],
    );
  }
}
