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
  const text = JSON.stringify(document);
  const has = (...names: string[]) =>
    names.some(name => new RegExp(`\\b${name}\\b`).test(text));
  const looks = {
    entity: has('entity', 'owner', 'onCall'),
    alert: has('alert', 'alertCount'),
    change: has('change'),
  };
  known.set(document, looks);
  return looks;
}
