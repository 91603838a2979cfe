/** What is told of an incident, apart from its status (domain.md, Incidents). @public */
export const phases = [
  'investigating',
  'identified',
  'monitoring',
  'resolved',
] as const;

/** Whether customers notice an incident. @public */
export const customerImpacts = ['yes', 'no', 'unknown'] as const;
