import {
  NamedRef,
  nameOf,
  PolicySnapshot,
  Target,
} from '@muster/backstage-plugin-incidents-common';
import { PeopleAhead } from './PeopleAhead';
import { Move } from './sequence';

/** Why a move wakes nobody, as part of a sentence. */
export function idleMove(
  move: Move,
  policy: PolicySnapshot,
  ahead: Pick<PeopleAhead, 'scheduleName'>,
  names: (ref: string) => string,
): string {
  const { kind, position, people, because, waiting } = move;
  if (kind === 'catch-all') {
    return people.length === 0
      ? 'the catch-all names nobody'
      : `${list(people.map(names))} of the catch-all ${cannot(people)}`;
  }
  const step = policy.steps[position.step];
  const which = `step ${position.step + 1}`;
  if (kind === 'wait') {
    return waiting?.for === 'hours'
      ? `${which} waits for its hours`
      : `${which} waits for more alerts`;
  }
  if (because !== undefined && because !== 'reaches nobody') {
    return `${which} ${because}`;
  }
  if (people.length === 0) {
    const targets = step.targets.map(target => inWords(target, ahead, names));
    return `${list(targets)} of ${which} ${targets.length === 1 ? 'has' : 'have'} nobody`;
  }
  return step.urgency === 'low'
    ? `${which} pages with low urgency`
    : `${list(people.map(names))} of ${which} ${cannot(people)}`;
}

const cannot = (people: readonly string[]): string =>
  people.length === 1 ? 'has no way to be woken' : 'have no way to be woken';

function inWords(
  target: Target,
  ahead: Pick<PeopleAhead, 'scheduleName'>,
  names: (ref: string) => string,
): string {
  return 'id' in target
    ? (ahead.scheduleName(target.id) ?? 'a schedule that is gone')
    : names(target.ref);
}

const list = (words: readonly string[]): string =>
  words.length > 1
    ? `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`
    : (words[0] ?? 'nobody');

/** Names by ref; one that nobody knows is shown by its bare name. */
export function namesOf(named: readonly NamedRef[]): (ref: string) => string {
  const byRef = new Map(named.map(({ ref, name }) => [ref, name]));
  return ref => byRef.get(ref) ?? nameOf(ref);
}
