import { PlayDocument } from '@muster/backstage-plugin-incidents-common';

/** Which parts of the context a play looks at. */
export interface Looks {
  readonly entity: boolean;
  readonly alert: boolean;
  readonly change: boolean;
}

/** Reading a part for each of 500 incidents is spared where nothing asks for it. */
export function looksOf(document: PlayDocument): Looks {
  const text = JSON.stringify(document);
  const has = (...names: string[]) =>
    names.some(name => new RegExp(`\\b${name}\\b`).test(text));
  return {
    entity: has('entity', 'owner', 'onCall'),
    alert: has('alert'),
    change: has('change'),
  };
}

const notReplayed: readonly string[] = ['change', 'schedule', 'webhook'];

/** What a look at the past cannot know, in sentences. */
export function caveatsOf(
  { on }: PlayDocument,
  looks: Looks,
  /** Why conditions could not be evaluated, and in how many incidents. */
  broken: ReadonlyMap<string, number>,
): string[] {
  const left = on
    .map(({ event }) => event)
    .filter(event => notReplayed.includes(event));
  return [
    'Actions are taken to succeed, and what is asked to be approved at once.',
    ...(looks.entity
      ? [
          'Entities, teams and who is on call are those of now, not those of then.',
        ]
      : []),
    ...(looks.alert
      ? ['The alert is the newest one of each incident, as it is now.']
      : []),
    ...(left.length > 0
      ? [
          `Only what happened to incidents is gone through: starts by ${[...new Set(left)].join(', ')} are not in it.`,
        ]
      : []),
    ...[...broken].map(
      ([because, count]) =>
        `In ${count} ${count === 1 ? 'incident' : 'incidents'} it would not have started: ${because}`,
    ),
  ];
}
