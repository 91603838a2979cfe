import { PlayDocument } from '@muster/backstage-plugin-incidents-common';

/** Which parts of the context a play looks at. */
export interface Looks {
  readonly entity: boolean;
  readonly alert: boolean;
  readonly change: boolean;
}

/** Documents never change: one is looked through once, and not at each step of each run. */
const known = new WeakMap<PlayDocument, Looks>();

/** Which parts a play names anywhere, so that others need not be read. */
export function looksOf(document: PlayDocument): Looks {
  const before = known.get(document);
  if (before) return before;
  const texts = textsOf(document);
  const has = (...names: string[]) => {
    const named = new RegExp(`\\b(${names.join('|')})\\b`);
    return texts.some(text => named.test(text));
  };
  const looks = {
    entity: has('entity', 'owner', 'onCall'),
    alert: has('alert', 'alertCount'),
    change: has('change'),
  };
  known.set(document, looks);
  return looks;
}

/** All texts within a value. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(textsOf)
    : [];
}
