// Apart from the schemas, which browsers do not load.

/**
 * `draft → in-review → published → amended`, or `waived` with a reason (domain.md, "Postmortems").
 *
 * @public
 */
export const postmortemStates = [
  'draft',
  'in-review',
  'published',
  'amended',
  'waived',
] as const;
/** @public */
export type PostmortemState = (typeof postmortemStates)[number];

/** States in which everybody may read it, unless it is restricted. @public */
export const publishedStates: readonly PostmortemState[] = [
  'published',
  'amended',
];

/** States in which it still has to be written. @public */
export const openStates: readonly PostmortemState[] = ['draft', 'in-review'];

/** Whether an incident needs one: `optional` may be begun, and is not by itself. @public */
export const postmortemRules = ['required', 'optional', 'none'] as const;
/** @public */
export type PostmortemRule = (typeof postmortemRules)[number];

/** The moments from which durations follow; each at most once in a postmortem. @public */
export const keyMoments = [
  'started',
  'detected',
  'declared',
  'mitigated',
  'resolved',
] as const;
/** @public */
export type KeyMoment = (typeof keyMoments)[number];

/** Who does a step on the way to a postmortem; `owner` is the owning team. @public */
export const postmortemStepRoles = ['writer', 'reviewers', 'owner'] as const;
/** @public */
export type PostmortemStepRole = (typeof postmortemStepRoles)[number];

/** What a section holds besides its text. @public */
export const sectionKinds = [
  'text',
  'impact',
  'timeline',
  'factors',
  'follow-ups',
] as const;
/** @public */
export type SectionKind = (typeof sectionKinds)[number];

/** Where an entry of a postmortem's timeline comes from. @public */
export const entrySources = [
  'incident',
  'alert',
  'change',
  'page',
  'play',
  'hand',
  'merged',
] as const;
/** @public */
export type EntrySource = (typeof entrySources)[number];

/** @public */
export const followUpKinds = [
  'prevent',
  'detect',
  'mitigate',
  'process',
] as const;
/** @public */
export type FollowUpKind = (typeof followUpKinds)[number];

/** @public */
export const followUpPriorities = ['high', 'medium', 'low'] as const;
/** @public */
export type FollowUpPriority = (typeof followUpPriorities)[number];

/** `open → done → verified`: done is when the work is, verified when there is proof that it helps. @public */
export const followUpStates = ['open', 'done', 'verified'] as const;
/** @public */
export type FollowUpState = (typeof followUpStates)[number];

/** What shows that a follow-up helps. @public */
export const proofKinds = ['monitor', 'drill', 'link'] as const;
/** @public */
export type ProofKind = (typeof proofKinds)[number];
