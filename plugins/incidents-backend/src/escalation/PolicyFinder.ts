import {
  PolicySnapshot,
  TraceHop,
} from '@muster/backstage-plugin-incidents-common';
import { DirectoryEntity, WayToPeople } from '../directory/service';
import { implicitPolicy } from './model';

/** Where policies and bindings are looked up. */
export interface PolicySource {
  /** The policy that an annotation or the configuration names. */
  byIdOrName(text: string): Promise<PolicySnapshot | undefined>;
  /** The policies bound to entities in the portal, by the entity's ref. */
  boundTo(
    entityRefs: readonly string[],
  ): Promise<ReadonlyMap<string, PolicySnapshot>>;
}

/** A policy, how it was found, and what an owner should mend. */
export interface FoundPolicy {
  readonly policy: PolicySnapshot;
  readonly trace: TraceHop[];
  readonly warnings: string[];
}

/** Groups have few ancestors; a loop among them must not hang a page. */
const maxAncestors = 10;

/** Finds the policy of an entity: first hit wins, each hop kept (domain.md, Services and ownership). */
export class PolicyFinder {
  readonly #options: {
    directory: WayToPeople;
    policies: PolicySource;
    defaultPolicy: string | undefined;
    turnsTaken: (ownerRef: string) => Promise<number>;
  };

  constructor(options: {
    directory: WayToPeople;
    policies: PolicySource;
    /** `incidents.defaultPolicy`: an id or a name. */
    defaultPolicy: string | undefined;
    /** How many incidents of this owner have used the implicit policy, for its round robin. */
    turnsTaken: (ownerRef: string) => Promise<number>;
  }) {
    this.#options = options;
  }

  async find(
    entityRef: string,
    entity: DirectoryEntity | undefined,
  ): Promise<FoundPolicy> {
    const trace: TraceHop[] = [];
    const warnings: string[] = [];
    const places = await this.#places(entityRef, entity);
    const bound = await this.#options.policies.boundTo(
      places.map(({ ref }) => ref),
    );
    for (const place of places) {
      const policy = await this.#at(
        place,
        bound.get(place.ref),
        trace,
        warnings,
      );
      if (policy) return { policy, trace, warnings };
    }
    const { defaultPolicy, policies } = this.#options;
    if (defaultPolicy !== undefined) {
      const policy = await policies.byIdOrName(defaultPolicy);
      const text = policy
        ? `incidents.defaultPolicy is ${policy.name}`
        : `incidents.defaultPolicy names ${defaultPolicy}, and there is no such policy`;
      trace.push({
        rule: 'default',
        ref: entityRef,
        hit: Boolean(policy),
        text,
      });
      if (policy) return { policy, trace, warnings };
      warnings.push(text);
    }
    return {
      policy: await this.#implicit(entityRef, entity, trace),
      trace,
      warnings,
    };
  }

  /** The entity itself, its owner and the owner's ancestors, its system, its domain. */
  async #places(
    entityRef: string,
    entity: DirectoryEntity | undefined,
  ): Promise<Place[]> {
    const { directory } = this.#options;
    const places: Place[] = [{ ref: entityRef, words: 'itself', entity }];
    if (!entity) return places;
    let groupRef = entity.ownerRef;
    const seen = new Set<string>();
    while (groupRef && !seen.has(groupRef) && seen.size < maxAncestors) {
      const group = await directory.known(groupRef);
      const words = seen.size === 0 ? 'owner' : 'group above';
      places.push({ ref: groupRef, words, entity: group });
      seen.add(groupRef);
      groupRef = group?.parentRef ?? null;
    }
    const { systemRef } = entity;
    const system = systemRef ? await directory.known(systemRef) : undefined;
    if (systemRef) {
      places.push({ ref: systemRef, words: 'system', entity: system });
    }
    const domainRef = entity.domainRef ?? system?.domainRef;
    if (domainRef) {
      const domain = await directory.known(domainRef);
      places.push({ ref: domainRef, words: 'domain', entity: domain });
    }
    return places;
  }

  async #at(
    { ref, words, entity }: Place,
    bound: PolicySnapshot | undefined,
    trace: TraceHop[],
    warnings: string[],
  ): Promise<PolicySnapshot | undefined> {
    const { policies } = this.#options;
    const annotation = entity?.policyAnnotation;
    if (annotation) {
      const policy = await policies.byIdOrName(annotation);
      const text = policy
        ? `The annotation of ${ref} (${words}) names ${policy.name}`
        : `The annotation of ${ref} (${words}) names ${annotation}, and there is no such policy`;
      trace.push({ rule: 'annotation', ref, hit: Boolean(policy), text });
      if (policy) return policy;
      warnings.push(text);
    }
    trace.push({
      rule: 'binding',
      ref,
      hit: Boolean(bound),
      text: bound
        ? `${bound.name} is bound to ${ref} (${words})`
        : `No policy is bound to ${ref} (${words})`,
    });
    return bound;
  }

  async #implicit(
    entityRef: string,
    entity: DirectoryEntity | undefined,
    trace: TraceHop[],
  ): Promise<PolicySnapshot> {
    const { directory, turnsTaken } = this.#options;
    const ownerRef = entity?.ownerRef;
    if (!ownerRef) {
      trace.push({
        rule: 'owner',
        ref: entityRef,
        hit: false,
        text: `${entityRef} has no owner in the catalog`,
      });
      return implicitPolicy(null, 0);
    }
    const owner = await directory.known(ownerRef);
    const members = await directory.membersOf(ownerRef);
    const policy = implicitPolicy(
      {
        ref: ownerRef,
        leadRef: owner?.leadRef ?? null,
        memberRefs: members.map(({ ref }) => ref),
      },
      await turnsTaken(ownerRef),
    );
    trace.push({
      rule: 'implicit',
      ref: ownerRef,
      hit: true,
      text: `No policy applies, so the owner ${owner?.title ?? ownerRef} is paged: ${
        owner?.leadRef
          ? 'its lead'
          : `${Math.min(members.length, 5)} of ${members.length} people`
      }, then the catch-all`,
    });
    return policy;
  }
}

interface Place {
  readonly ref: string;
  readonly words: string;
  readonly entity: DirectoryEntity | undefined;
}
