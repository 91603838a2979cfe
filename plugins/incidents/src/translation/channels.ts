/** Words of what an admin looks after: channels, the environment, work that failed. */
export const channelMessages = {
  channels: {
    title: 'Channels',
    none: 'Nobody can be reached',
    noneRemedy:
      'An administrator installs a channel, such as email, in the backend.',
    wakes: 'wakes people',
    copies: 'copies only',
    waiting_zero: 'nothing waits',
    waiting_one: '{{count}} waits',
    waiting_other: '{{count}} wait',
    oldest: 'the oldest since {{moment}}',
    working: 'working',
    failing: 'failing',
    unused: 'not used yet',
    lastHour: 'in the last hour {{sent}} sent, {{failed}} failed',
    lastSuccess: 'last sent {{moment}}',
    lastFailure: 'last failure {{moment}}: {{detail}}',
  },
  environment: {
    title: 'All pages are held',
    reason:
      'This database belongs to “{{claimed}}”, and this portal is “{{configured}}”.',
    held_zero: 'No page waits yet.',
    held_one: '{{count}} page waits.',
    held_other: '{{count}} pages wait.',
    unnamed: 'unnamed',
    release: 'Release…',
    discard: 'Discard…',
    releaseTitle: 'Release held pages?',
    discardTitle: 'Discard held pages?',
    releaseMeans_zero:
      'The database is claimed for “{{configured}}”, and paging goes on.',
    releaseMeans_one:
      '{{count}} page is sent to a real person, the database is claimed for “{{configured}}”, and paging goes on.',
    releaseMeans_other:
      '{{count}} pages are sent to real people, the database is claimed for “{{configured}}”, and paging goes on.',
    discardMeans_zero:
      'The database is claimed for “{{configured}}”, and paging goes on.',
    discardMeans_one:
      '{{count}} page is never sent, the database is claimed for “{{configured}}”, and paging goes on.',
    discardMeans_other:
      '{{count}} pages are never sent, the database is claimed for “{{configured}}”, and paging goes on.',
    releaseNow_zero: 'Go on',
    releaseNow_one: 'Send {{count}} page',
    releaseNow_other: 'Send {{count}} pages',
    discardNow_zero: 'Go on',
    discardNow_one: 'Discard {{count}} page',
    discardNow_other: 'Discard {{count}} pages',
    decided: 'Paging goes on',
  },
  letters: {
    title: 'Dead letters',
    none: 'None',
    noneMeans:
      'Work that fails for good is listed here until somebody tries it again.',
    attempts_one: '{{count}} attempt, the last {{moment}}',
    attempts_other: '{{count}} attempts, the last {{moment}}',
    retry: 'Retry',
    retried: 'It is tried again',
    unknownKeys: 'Requests with an unknown key',
  },
  audit: {
    title: 'Who changed what',
    none: 'Nobody has changed anything yet',
    noneMeans:
      'Every change of schedules, policies, integrations and settings is kept here. Incidents have their timeline.',
    refused: 'refused: {{reason}}',
    begun: 'it is not known what became of it',
  },
} as const;
