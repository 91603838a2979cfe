import { PlayActionInfo } from '@muster/backstage-plugin-incidents-common';
import { nearestTo } from '../../platform/yamlText/nearest';

/** An action by what a step says: with its version, or without one for the newest. Those of the portal's registry have none. */
export function findAction(
  id: string,
  actions: readonly PlayActionInfo[],
): PlayActionInfo | undefined {
  const exact = actions.find(action => action.id === id);
  if (exact || id.includes('@')) return exact;
  return actions
    .filter(action => action.id.startsWith(`${id}@`))
    .sort((a, b) => versionOf(b) - versionOf(a))[0];
}

const versionOf = ({ id }: PlayActionInfo): number =>
  Number(id.split('@')[1] ?? 0);

/** What is wrong with the id of an action that is not among those that there are. */
export function noSuchAction(
  id: string,
  actions: readonly PlayActionInfo[],
): string {
  const known = actions.map(one => one.id.replace(/@.*$/, ''));
  const name = id.replace(/@.*$/, '');
  if (known.includes(name)) {
    return `is ${id}; of ${name} there is ${findAction(name, actions)?.id}`;
  }
  const near = nearestTo(name, known);
  return `is ${id}, which is not installed here; ${near ? `did you mean ${near}?` : 'GET /v1/plays/actions lists what is'}`;
}
