import {
  PlayDocument,
  PlayStep,
} from '@muster/backstage-plugin-incidents-common';
import { listsIn } from './lists';
import { onFailurePrefix } from './paths';

/** The step of a play at a path of a run; undefined when it has none there. */
export function stepAt(
  play: Pick<PlayDocument, 'steps' | 'onFailure'>,
  path: string,
): PlayStep | undefined {
  const isOnFailure = path.startsWith(onFailurePrefix);
  const ids = (isOnFailure ? path.slice(onFailurePrefix.length) : path)
    .split('.')
    .map(name => name.replace(/\[.*$/, ''));
  let steps = isOnFailure ? play.onFailure : play.steps;
  let found: PlayStep | undefined;
  for (const id of ids) {
    // Ids are unique within a play, so it does not matter in which of its lists a step stands.
    found = steps.find(step => step.id === id);
    steps = found ? listsIn(found).flat() : [];
  }
  return found;
}
