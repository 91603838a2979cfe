import {
  Entity,
  parseEntityRef,
  RELATION_CHILD_OF,
  RELATION_DEPENDENCY_OF,
  RELATION_DEPENDS_ON,
  RELATION_HAS_MEMBER,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  faultsOfAnnotations,
  kindOf,
  PostmortemRule,
  readAnnotations,
  Severity,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';

/** The parts of an entity that the directory asks the catalog for. */
export const fieldsOfInterest = [
  'kind',
  'metadata.namespace',
  'metadata.name',
  'metadata.title',
  'metadata.tags',
  'metadata.annotations',
  'spec.profile',
  'relations',
];

/** What the directory keeps of an entity, besides when it saw it. */
export interface EntityFacts {
  readonly ref: string;
  readonly kind: string;
  readonly title: string;
  readonly ownerRef: string | null;
  readonly systemRef: string | null;
  readonly domainRef: string | null;
  /** Parent group, for groups. */
  readonly parentRef: string | null;
  /** For people. */
  readonly email: string | null;
  /** From `incidents/lead`, for groups. */
  readonly leadRef: string | null;
  readonly tier: number | null;
  readonly severityFloor: Severity | null;
  readonly runbook: string | null;
  /** From `incidents/escalation-policy`: a policy's id or name. */
  readonly policyAnnotation: string | null;
  /** From `incidents/postmortem`; absent in what an older version has stored. */
  readonly postmortem?: PostmortemRule | null;
  /** Faults of its `incidents/…` annotations, in words. */
  readonly problems: readonly string[];
  /** For groups: the people in it. */
  readonly memberRefs: readonly string[];
  /** What it depends on and what depends on it; absent in what an older version has stored. */
  readonly neighbourRefs?: readonly string[];
  /** Of these, what it depends on. */
  readonly dependsOnRefs?: readonly string[];
  /** And what depends on it. */
  readonly dependantRefs?: readonly string[];
  readonly tags?: readonly string[];
}

const profileSchema = z.object({
  displayName: z.string().trim().min(1).optional().catch(undefined),
  email: z.email().optional().catch(undefined),
});

/** Reads what the directory keeps out of a catalog entity. */
export function factsOf(entity: Entity): EntityFacts {
  const ref = stringifyEntityRef(entity);
  const profile = profileSchema.safeParse(entity.spec?.profile ?? {});
  const { displayName, email } = profile.success ? profile.data : {};
  const annotations = entity.metadata.annotations ?? {};
  const said = readAnnotations(annotations);
  const targets = (type: string, kind?: string): string[] =>
    (entity.relations ?? [])
      .filter(relation => relation.type === type)
      .map(relation => stringifyEntityRef(parseEntityRef(relation.targetRef)))
      .filter(target => kind === undefined || kindOf(target) === kind);
  const first = (type: string, kind?: string): string | null =>
    targets(type, kind)[0] ?? null;
  return {
    ref,
    kind: kindOf(ref),
    title: displayName ?? entity.metadata.title ?? entity.metadata.name,
    ownerRef: first(RELATION_OWNED_BY),
    systemRef: first(RELATION_PART_OF, 'system'),
    domainRef: first(RELATION_PART_OF, 'domain'),
    parentRef: first(RELATION_CHILD_OF, 'group'),
    email: email ?? null,
    severityFloor: said.severityFloor,
    tier: said.tier,
    leadRef: said.leadRef,
    runbook: said.runbook,
    policyAnnotation: said.policyAnnotation,
    postmortem: said.postmortem,
    problems: faultsOfAnnotations(entity.kind, annotations),
    memberRefs: targets(RELATION_HAS_MEMBER, 'user').sort(),
    neighbourRefs: [
      ...new Set([
        ...targets(RELATION_DEPENDS_ON),
        ...targets(RELATION_DEPENDENCY_OF),
      ]),
    ].sort(),
    dependsOnRefs: targets(RELATION_DEPENDS_ON).sort(),
    dependantRefs: targets(RELATION_DEPENDENCY_OF).sort(),
    tags: [...(entity.metadata.tags ?? [])].sort(),
  };
}
