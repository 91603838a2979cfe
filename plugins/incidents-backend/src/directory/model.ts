import {
  Entity,
  parseEntityRef,
  RELATION_CHILD_OF,
  RELATION_HAS_MEMBER,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  kindOf,
  normalizeEntityRef,
  Severity,
  severitySchema,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';

/** The parts of an entity that the directory asks the catalog for. */
export const fieldsOfInterest = [
  'kind',
  'metadata.namespace',
  'metadata.name',
  'metadata.title',
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
  /** Faults of its `incidents/…` annotations, in words. */
  readonly problems: readonly string[];
  /** For groups: the people in it. */
  readonly memberRefs: readonly string[];
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
  const annotations = readAnnotations(entity.metadata.annotations ?? {});
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
    ...annotations,
    memberRefs: targets(RELATION_HAS_MEMBER, 'user').sort(),
  };
}

const prefix = 'incidents/';

/** Annotations of domain.md, "Services and ownership"; every other `incidents/…` is reported. */
const known = [
  'escalation-policy',
  'lead',
  'severity-floor',
  'tier',
  'runbook',
  'bridge',
  'chat-channel',
];

function readAnnotations(annotations: Record<string, string>) {
  const problems = Object.keys(annotations)
    .filter(
      key =>
        key.startsWith(prefix) && !known.includes(key.slice(prefix.length)),
    )
    .map(
      key =>
        `${key} is not an annotation of incidents; known are ${known.map(name => prefix + name).join(', ')}`,
    );
  const read = <T>(
    name: string,
    parse: (text: string) => T | undefined,
    expected: string,
  ): T | null => {
    const text = annotations[prefix + name]?.trim();
    if (text === undefined) return null;
    const value = text === '' ? undefined : parse(text);
    if (value !== undefined) return value;
    problems.push(`${prefix}${name} is '${text}', expected ${expected}`);
    return null;
  };
  const asIs = (text: string) => text;
  const severityFloor = read(
    'severity-floor',
    text => severitySchema.safeParse(text.toLocaleUpperCase('en-US')).data,
    'SEV1 to SEV5',
  );
  const tier = read(
    'tier',
    text => (/^[1-4]$/.test(text) ? Number(text) : undefined),
    '1, 2, 3 or 4',
  );
  const leadRef = read(
    'lead',
    text => normalizeEntityRef(text.includes(':') ? text : `user:${text}`),
    'a person such as user:default/ana.ruiz',
  );
  const runbook = read('runbook', asIs, 'a path or an address');
  const policyAnnotation = read(
    'escalation-policy',
    asIs,
    'the name or id of a policy',
  );
  return { severityFloor, tier, leadRef, runbook, policyAnnotation, problems };
}
