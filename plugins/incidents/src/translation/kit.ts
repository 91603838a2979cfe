/** Words of the pieces that every view is made of. */
export const kitMessages = {
  time: {
    ago: '{{duration}} ago',
    since: 'since {{moment}}',
    anyMoment: 'any moment',
    today: 'Today',
    yesterday: 'Yesterday',
  },
  severity: {
    SEV1: 'critical: most customers cannot use the product',
    SEV2: 'major: many customers are affected',
    SEV3: 'something is broken, some customers may notice',
    SEV4: 'minor: it can wait until working hours',
    SEV5: 'recorded only: pages nobody',
  },
  status: {
    triggered: 'not acknowledged',
    acknowledged: 'acknowledged',
    resolved: 'resolved',
    unanswered: 'unanswered',
  },
  impact: { yes: 'yes', no: 'no', unknown: 'not known' },
  phase: {
    investigating: 'investigating',
    identified: 'identified',
    monitoring: 'monitoring',
    resolved: 'resolved',
  },
  state: {
    loading: 'Loading',
    failed: 'This could not be loaded',
    denied: 'You may not see this',
    missing: 'This is not here',
    retry: 'Try again',
    stale: 'The server does not answer. This is from {{moment}}; trying again.',
  },
  dialog: { cancel: 'Cancel' },
  line: {
    openFor: 'for {{duration}}',
    customersAffected: 'customers affected',
    resolvedAfter: 'resolved {{moment}} after {{duration}}',
    hasIt: '{{people}} has it',
    since: 'since {{moment}}',
    paged: 'paged',
    nobody: 'Nobody is responsible',
  },
  trace: {
    show: 'Why?',
    hide: 'Hide why',
    catalogAsOf: 'The catalog is from {{moment}}.',
  },
} as const;
