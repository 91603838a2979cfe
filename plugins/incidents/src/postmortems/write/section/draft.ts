import { PostmortemSection } from '@muster/backstage-plugin-incidents-common';

/** So many characters a section may have; the server takes no more. */
export const longestSection = 200_000;

/** A text with the version that it was written over. */
export interface Base {
  readonly version: number;
  readonly body: string;
}

/** The text of a section while it is written. It is never thrown away before the server has it. */
export interface Draft {
  readonly body: string;
  /** What the server had when this text was begun, or was last saved. */
  readonly base: Base;
  /** What is on its way to the server. */
  readonly sending?: string;
  /** Why the last save failed. */
  readonly error?: Error;
  /** What somebody else saved meanwhile; nothing is saved until a person has chosen. */
  readonly theirs?: PostmortemSection;
  /** When it was last saved, as an ISO instant. */
  readonly savedAt?: string;
}

/** A draft of what the server has, or of what was kept here when the page was left. */
export function opened(
  section: PostmortemSection,
  kept?: { readonly body: string; readonly base: Base },
): Draft {
  return kept ?? { body: section.body, base: baseOf(section) };
}

/** There is something to be saved, whether or not it can be saved now. */
export const isChanged = ({ body, base }: Draft): boolean => body !== base.body;

/** More than the server takes. */
export const isTooLong = ({ body }: Draft): boolean =>
  body.length > longestSection;

/** It should be saved now. */
export const isDue = (draft: Draft): boolean =>
  isChanged(draft) &&
  !isTooLong(draft) &&
  draft.sending === undefined &&
  draft.theirs === undefined;

export const changed = (draft: Draft, body: string): Draft => ({
  ...draft,
  body,
});

export const sent = (draft: Draft): Draft => ({
  ...draft,
  sending: draft.body,
});

/** It is saved; what was typed since is not yet. */
export const saved = (
  { body, sending }: Draft,
  section: PostmortemSection,
): Draft => ({
  body: body === sending ? section.body : body,
  base: baseOf(section),
  savedAt: section.updatedAt,
});

export const failed = (draft: Draft, error: Error): Draft => ({
  ...draft,
  sending: undefined,
  error,
});

/** Somebody was quicker. */
export const conflicted = (draft: Draft, theirs: PostmortemSection): Draft => ({
  ...draft,
  sending: undefined,
  error: undefined,
  theirs,
});

/** What the server has now: taken over when nothing is being written here. */
export const refreshed = (draft: Draft, section: PostmortemSection): Draft =>
  section.version > draft.base.version &&
  !isChanged(draft) &&
  draft.sending === undefined
    ? { body: section.body, base: baseOf(section) }
    : draft;

/** After a conflict: this text goes over theirs, with their version as what it was written over. */
export const resolvedWith = (draft: Draft, body: string): Draft =>
  draft.theirs ? { body, base: baseOf(draft.theirs) } : draft;

const baseOf = ({ version, body }: PostmortemSection): Base => ({
  version,
  body,
});
