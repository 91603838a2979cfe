import { Base, Draft } from './draft';

// Texts that the server does not have yet, kept in this browser tab.

const keyOf = (place: string): string => `incidents.postmortem.${place}`;

/** Keeps a text; one that is too long for the browser's storage is in memory only. */
export function keepDraft(place: string, { body, base }: Draft): void {
  try {
    sessionStorage.setItem(keyOf(place), JSON.stringify({ body, base }));
  } catch {
    // The page asks before it is left.
  }
}

export const forgetDraft = (place: string): void =>
  sessionStorage.removeItem(keyOf(place));

/** What was kept when the page was left; undefined when all was saved. */
export function keptDraft(
  place: string,
): { readonly body: string; readonly base: Base } | undefined {
  const stored = sessionStorage.getItem(keyOf(place));
  if (stored === null) return undefined;
  const kept: unknown = JSON.parse(stored);
  return isKept(kept) ? kept : undefined;
}

const isKept = (value: unknown): value is { body: string; base: Base } =>
  isObject(value) &&
  typeof value.body === 'string' &&
  isObject(value.base) &&
  typeof value.base.version === 'number' &&
  typeof value.base.body === 'string';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
