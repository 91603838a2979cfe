import { PlayDocument } from '@muster/backstage-plugin-incidents-common';
import { Looks } from '../context/looks';

const notReplayed: readonly string[] = ['change', 'schedule', 'webhook'];

/** Events that start the play and happen to no incident, so that going through incidents does not find them. */
export const leftOutOf = ({ on }: PlayDocument): string[] => [
  ...new Set(
    on.map(({ event }) => event).filter(event => notReplayed.includes(event)),
  ),
];

/** What a look at the past cannot know, in sentences. */
export function caveatsOf(
  looks: Looks,
  /** Why conditions could not be evaluated, and in how many incidents. */
  broken: ReadonlyMap<string, number>,
): string[] {
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
    ...[...broken].map(
      ([because, count]) =>
        `In ${count} ${count === 1 ? 'incident' : 'incidents'} it would not have started: ${because}`,
    ),
  ];
}
