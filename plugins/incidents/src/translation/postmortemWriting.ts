/** Words of writing postmortems, and of the pieces that reading shares with it. */
export const postmortemWritingMessages = {
  markdown: {
    image: '[image {{name}} is coming]',
    noImage: '[image {{name}} cannot be shown: {{reason}}]',
  },
  tree: {
    label: 'Contributing factors, each with why it was so',
    none: 'No contributing factors are written down.',
    why: 'why?',
    elsewhere_one: 'also in 1 other',
    elsewhere_other: 'also in {{count}} others',
  },
  moment: {
    started: 'Started',
    detected: 'Detected',
    declared: 'Declared',
    mitigated: 'Mitigated',
    resolved: 'Resolved',
  },
  picture: {
    label: 'Alerts and changes from {{from}} to {{to}}',
    alerts_one: '{{count}} alert',
    alerts_other: '{{count}} alerts',
    changes_one: '{{count}} change',
    changes_other: '{{count}} changes',
    most: 'at most {{peak}} in {{duration}}, at {{moment}}',
    momentAfter: '{{duration}} after the start',
    none: 'Nothing was measured that could be drawn.',
    moments: 'Key moments',
  },
} as const;
