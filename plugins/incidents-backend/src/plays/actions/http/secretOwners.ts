import { PlayDocument } from '@muster/backstage-plugin-incidents-common';
import { Fields, objectsIn } from '../../language/objectsIn';

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
export function secretsOf({
  steps,
  onFailure,
}: Pick<PlayDocument, 'steps' | 'onFailure'>): readonly string[] {
  const names = objectsIn([steps, onFailure], 'with')
    .filter(isHttp)
    .flatMap(step => objectsIn(headersOf(step.get('with'))))
    .map(header => header.get('secret'));
  return [...new Set(names.filter(name => typeof name === 'string'))];
}

const isHttp = (step: Fields): boolean =>
  String(step.get('action')).startsWith('http.request@');

const headersOf = (input: unknown): unknown =>
  typeof input === 'object' && input !== null && 'headers' in input
    ? input.headers
    : undefined;
