import { PlayDocument } from '@muster/backstage-plugin-incidents-common';

/** Names of the plays that a play calls. */
export function callsOf(
  document: Pick<PlayDocument, 'steps' | 'onFailure'>,
): readonly string[] {
  const names = new Set<string>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      // What is handed to actions and plays is data, whatever it looks like.
      if (key === 'with') continue;
      if (key === 'call' && typeof inner?.play === 'string') {
        names.add(inner.play);
      }
      look(inner);
    }
  };
  look([document.steps, document.onFailure]);
  return [...names];
}
