import { PlayDocument } from '@muster/backstage-plugin-incidents-common';
import { objectsIn } from './objectsIn';

/** Names of the plays that a play calls. */
export function callsOf({
  steps,
  onFailure,
}: Pick<PlayDocument, 'steps' | 'onFailure'>): readonly string[] {
  const names = objectsIn([steps, onFailure], 'with').map(step =>
    objectsIn(step.get('call')).at(0)?.get('play'),
  );
  return [...new Set(names.filter(name => typeof name === 'string'))];
}
