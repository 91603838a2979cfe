import { PlayDocument } from '@muster/backstage-plugin-incidents-common';
import { Directory, faultsOfPeople } from '../../directory/service';
import { faultOfOwner, secretsOf } from '../actions/http/secretOwners';
import { nextTickOf } from '../cron';
import { callsOf } from '../language/callsOf';

/**
 * What is wrong with a play beyond its text: an owner whom the catalog lacks, a schedule that never strikes, secrets of other
 * teams, plays that call each other in a circle or are not there.
 *
 * @param calledBy - the plays that a play of this name calls in its newest version; undefined when there is none of the name
 */
export async function faultsOfDocument(
  document: PlayDocument,
  options: {
    directory: Directory;
    now: Date;
    calledBy: (name: string) => Promise<readonly string[] | undefined>;
    /** The groups whose plays may name a secret; undefined for one that everybody may name, or that there is not. */
    ownersOfSecret: (name: string) => readonly string[] | undefined;
  },
): Promise<string[]> {
  const { directory, now, calledBy, ownersOfSecret } = options;
  return [
    ...(await faultsOfPeople(directory, [
      { field: 'ownerRef', ref: document.ownerRef, kinds: ['group'] },
    ])),
    ...document.on.flatMap((trigger, index) =>
      trigger.event === 'schedule' && !nextTickOf(trigger, now)
        ? [`on[${index}].cron is ${trigger.cron}, which never comes`]
        : [],
    ),
    ...secretsOf(document).flatMap(name => {
      const fault = faultOfOwner(name, ownersOfSecret(name), document.ownerRef);
      return fault ? [`steps: a request ${fault}`] : [];
    }),
    ...(await faultsOfCalls(document, calledBy)),
  ];
}

async function faultsOfCalls(
  document: PlayDocument,
  calledBy: (name: string) => Promise<readonly string[] | undefined>,
): Promise<string[]> {
  const faults: string[] = [];
  const seen = new Set<string>();
  const follow = async (name: string, way: readonly string[]) => {
    if (name === document.name) {
      faults.push(
        `steps: it would call itself: ${[...way, name].map(one => `“${one}”`).join(' calls ')}`,
      );
      return;
    }
    if (seen.has(name)) return;
    seen.add(name);
    for (const next of (await calledBy(name)) ?? []) {
      await follow(next, [...way, name]);
    }
  };
  for (const name of callsOf(document)) {
    const called = name === document.name ? [] : await calledBy(name);
    if (called === undefined) {
      faults.push(
        `steps: there is no play called “${name}”; save that one first, or name one that there is`,
      );
    }
    await follow(name, [document.name]);
  }
  return faults;
}
