import { PlayDocument } from '@muster/backstage-plugin-incidents-common';

/** Why plays of a group may not name a secret; undefined when they may. */
export const faultOfOwner = (
  name: string,
  owners: readonly string[] | undefined,
  ownerRef: string,
): string | undefined =>
  owners === undefined || owners.includes(ownerRef)
    ? undefined
    : `names the secret ${name}, which plays of ${ownerRef} may not use; incidents.plays.secrets.${name}.owners has ${owners.join(', ')}`;

/** The secrets that a play names as they are written; what a template comes to is known when it runs. */
export function secretsOf(
  document: Pick<PlayDocument, 'steps' | 'onFailure'>,
): readonly string[] {
  const names = new Set<string>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'secret' && typeof inner === 'string') names.add(inner);
      look(inner);
    }
  };
  look([document.steps, document.onFailure].map(steps => httpInputsOf(steps)));
  return [...names];
}

/** The headers of HTTP requests, at every depth. */
function httpInputsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(httpInputsOf);
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, each]) =>
    // What is handed to actions is data, whatever it looks like.
    key === 'with' ? [] : httpInputsOf(each),
  );
  const isHttp =
    'action' in value &&
    typeof value.action === 'string' &&
    value.action.startsWith('http.request@');
  return isHttp && 'with' in value ? [...inner, headersOf(value.with)] : inner;
}

const headersOf = (input: unknown): unknown =>
  typeof input === 'object' && input !== null && 'headers' in input
    ? input.headers
    : undefined;
