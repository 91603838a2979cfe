import { closest, distance } from 'fastest-levenshtein';
import { PostmortemRule, postmortemRules } from './postmortems';
import { kindOf, normalizeEntityRef } from './refs';
import { Severity, severities } from './severity';

const prefix = 'incidents/';

/** What the `incidents/…` annotations of an entity say; null where it has none, or a faulty one. @public */
export interface Annotations {
  /** `incidents/escalation-policy`: a policy's id or name. */
  readonly policyAnnotation: string | null;
  /** `incidents/lead`, for groups: whom to page first. */
  readonly leadRef: string | null;
  /** `incidents/severity-floor`. */
  readonly severityFloor: Severity | null;
  /** `incidents/tier`: 1 (the most important) to 4. */
  readonly tier: number | null;
  /** `incidents/runbook`: an address, a path of the portal, or a path in the entity's TechDocs. */
  readonly runbook: string | null;
  /** `incidents/bridge`: the address of the conference. */
  readonly bridge: string | null;
  /** `incidents/chat-channel`. */
  readonly chatChannel: string | null;
  /** `incidents/postmortem`: whether its incidents need one, whatever the portal's rules say. */
  readonly postmortem: PostmortemRule | null;
}

/** How one annotation is read: undefined is a fault. */
interface Reader<T> {
  readonly read: (text: string) => T | undefined;
  readonly expected: string;
}

const words = (text: string): string | undefined =>
  text.length <= 200 ? text : undefined;

const severityFloor: Reader<Severity> = {
  read: text =>
    severities.find(severity => severity === text.toLocaleUpperCase('en-US')),
  expected: 'SEV1 to SEV5',
};
const tier: Reader<number> = {
  read: text => (/^[1-4]$/.test(text) ? Number(text) : undefined),
  expected: '1, 2, 3 or 4',
};
const lead: Reader<string> = {
  read: text => {
    const ref = normalizeEntityRef(text.includes(':') ? text : `user:${text}`);
    return ref !== undefined && kindOf(ref) === 'user' ? ref : undefined;
  },
  expected: 'a person such as user:default/ana.ruiz',
};
const runbook: Reader<string> = {
  read: text =>
    /^https?:\/\/\S+$/i.test(text) || /^(?![a-z][a-z0-9+.-]*:)\S+$/i.test(text)
      ? text
      : undefined,
  expected: 'a path in TechDocs or an address',
};
const policy: Reader<string> = {
  read: words,
  expected: 'the name or id of a policy',
};
const bridge: Reader<string> = {
  read: text => (/^(https?:\/\/|tel:)\S+$/i.test(text) ? text : undefined),
  expected: 'an address such as https://meet.example.com/payments',
};
const chatChannel: Reader<string> = {
  read: text => (/\s/.test(text) ? undefined : words(text)),
  expected: 'a channel such as #payments-incidents',
};

const postmortem: Reader<PostmortemRule> = {
  read: text =>
    postmortemRules.find(rule => rule === text.toLocaleLowerCase('en-US')),
  expected: 'required, optional or none',
};

/** Every annotation that is read, without its prefix. @public */
export const annotationNames = [
  'escalation-policy',
  'lead',
  'severity-floor',
  'tier',
  'runbook',
  'bridge',
  'chat-channel',
  'postmortem',
] as const;

/**
 * Reads the `incidents/…` annotations of an entity.
 *
 * @returns what they say, and every fault in words: unknown ones first
 * @public
 */
export function readAnnotations(
  annotations: Readonly<Record<string, string>>,
): Annotations & { readonly problems: readonly string[] } {
  const problems = Object.keys(annotations)
    .filter(key => key.startsWith(prefix) && !isKnown(key.slice(prefix.length)))
    .map(unknown);
  const take = <T>(
    name: (typeof annotationNames)[number],
    { read, expected }: Reader<T>,
  ): T | null => {
    const raw = annotations[prefix + name];
    if (raw === undefined) return null;
    // What the catalog has let through may still be no text.
    const text = String(raw).trim();
    const value = text === '' ? undefined : read(text);
    if (value !== undefined) return value;
    problems.push(`${prefix}${name} is '${text}', expected ${expected}`);
    return null;
  };
  return {
    severityFloor: take('severity-floor', severityFloor),
    tier: take('tier', tier),
    leadRef: take('lead', lead),
    runbook: take('runbook', runbook),
    policyAnnotation: take('escalation-policy', policy),
    bridge: take('bridge', bridge),
    chatChannel: take('chat-channel', chatChannel),
    postmortem: take('postmortem', postmortem),
    problems,
  };
}

/**
 * What is wrong with the `incidents/…` annotations of an entity, in words.
 *
 * @param kind - the entity's kind in any case: a lead is a group's
 * @public
 */
export function faultsOfAnnotations(
  kind: string,
  annotations: Readonly<Record<string, string>>,
): string[] {
  const { problems, leadRef } = readAnnotations(annotations);
  const misplaced =
    leadRef !== null && kind.toLocaleLowerCase('en-US') !== 'group';
  return [
    ...problems,
    ...(misplaced
      ? [
          `${prefix}lead is read on groups only; to page ${leadRef} for this entity, give it a policy`,
        ]
      : []),
  ];
}

const isKnown = (name: string): boolean =>
  annotationNames.some(known => known === name);

/** A slip of the pen is at most this many letters away. */
const slip = 4;

function unknown(key: string): string {
  const near = closest(key.slice(prefix.length), [...annotationNames]);
  const meant =
    distance(key.slice(prefix.length), near) <= slip
      ? `; did you mean ${prefix}${near}?`
      : `; known are ${annotationNames.map(name => prefix + name).join(', ')}`;
  return `${key} is not an annotation of incidents${meant}`;
}
