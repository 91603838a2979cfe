/** Words of what can be done with an incident besides taking and ending it, and of why somebody was paged. */
export const responseMessages = {
  action: {
    snooze: 'Snooze',
    page: 'Page people',
    confirm: 'Still on it',
    'reattach-policy': 'Go on by the policy as it is now',
  },
  snooze: {
    title: 'Snooze {{incident}}',
    means:
      'You have it until then; afterwards it pages again from the first step.',
    until: 'Until when?',
    forMinutes: '30 minutes',
    forHour: '1 hour',
    forHours: '4 hours',
    tomorrow: 'tomorrow 09:00',
    own: 'another time',
    at: 'Until, on the clock of {{zone}}',
    past: 'This has passed.',
    words: 'It pages again {{moment}}.',
  },
  pagePeople: {
    title: 'Page people for {{incident}}',
    submit: 'Page now',
    who: 'Whom?',
    urgency: 'By which of their rules',
    urgencyOf: {
      incident: 'as urgent as the incident',
      high: 'urgent: at once',
      low: 'not urgent: it can wait for the morning',
    },
    means: 'Who has the incident stays as it is.',
  },
  reattach: {
    title: 'Go on by the policy as it is now?',
    means:
      '{{incident}} keeps the policy as it was when it began. If {{policy}} has been changed since, it goes on by that from where it stands.',
  },
  held: {
    title: 'Held by maintenance until {{moment}}: pages nobody',
  },
  why: {
    title: 'Why was somebody paged, or not?',
    who: 'Who?',
    paged: '{{person}} was paged.',
    notPaged: '{{person}} was not paged.',
  },
} as const;
