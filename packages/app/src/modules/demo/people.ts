import { ConfigApi } from '@backstage/core-plugin-api';

/** Somebody of the demo whom you can be. */
export interface DemoPerson {
  readonly ref: string;
  readonly name: string;
  /** What this person is for in the demo: on call, second, commander … */
  readonly part: string;
}

/** The people of the demo, or undefined in a portal that is not one. */
export function demoPeople(config: ConfigApi): DemoPerson[] | undefined {
  if (config.getOptionalBoolean('incidents.demo') !== true) return undefined;
  return (config.getOptionalConfigArray('app.demoPeople') ?? []).map(
    person => ({
      ref: person.getString('ref'),
      name: person.getString('name'),
      part: person.getString('part'),
    }),
  );
}

const storageKey = 'muster.demo.person';

/** Remembers the choice for this browser, so that a reload does not ask again. */
export const chosenPerson = {
  get: (): string | undefined =>
    window.localStorage.getItem(storageKey) ?? undefined,
  set: (ref: string): void => window.localStorage.setItem(storageKey, ref),
  clear: (): void => window.localStorage.removeItem(storageKey),
};
