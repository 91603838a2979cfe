/** Words of a postmortem in a list, and of what an entity has learnt. */
export const learnedMessages = {
  pmState: {
    draft: 'draft',
    'in-review': 'in review',
    published: 'published',
    amended: 'amended',
    waived: 'waived',
    overdue: 'overdue',
  },
  line: {
    lasted: 'lasted {{duration}}',
    due: 'due {{day}}',
    overdueSince: 'overdue since {{day}}',
    writerOpen: '{{person}} writes it',
    noWriter: 'nobody writes it yet',
    proven: '{{verified}} of {{all}} follow-ups verified',
    restricted: 'restricted',
  },
  entityTab: {
    title: 'Postmortems',
    learned: 'Learned lately',
    all: 'all postmortems',
    search: 'Search in everything that was written',
    toWrite: 'To be written',
    overdue_one: '{{count}} postmortem is overdue',
    overdue_other: '{{count}} postmortems are overdue',
    none: 'Nothing to learn from yet',
    noneWhy:
      'When a SEV1 or SEV2 of it is resolved, a postmortem is opened by itself.',
    recurring: 'Comes again and again',
    recurringTimes_one: 'in {{count}} postmortem',
    recurringTimes_other: 'in {{count}} postmortems',
    openFollowUps_one: '{{count}} follow-up is not verified yet',
    openFollowUps_other: '{{count}} follow-ups are not verified yet',
    followUps: 'Not verified yet',
    docsTitle: 'Learned from incidents',
  },
} as const;
