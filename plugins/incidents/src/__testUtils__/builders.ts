import {
  CommandResult,
  EntityIncidents,
  Incident,
  IncidentDetail,
  NamedRef,
  OnCallAnswer,
  TimelineEntry,
} from '@muster/backstage-plugin-incidents-common';

export const ana: NamedRef = { ref: 'user:default/ana.ruiz', name: 'Ana Ruiz' };
export const ben: NamedRef = {
  ref: 'user:default/ben.okafor',
  name: 'Ben Okafor',
};
export const checkout: NamedRef = {
  ref: 'component:default/checkout',
  name: 'checkout',
};
export const payments: NamedRef = {
  ref: 'group:default/team-payments',
  name: 'Payments',
};

/** So long ago, as the API writes it. */
export const minutesAgo = (minutes: number): string =>
  new Date(Date.now() - minutes * 60_000).toISOString();

/** INC-7: checkout is broken, Ana is paged, nobody has acknowledged. */
export const anIncident = (over: Partial<Incident> = {}): Incident => ({
  id: 7,
  name: 'INC-7',
  title: 'Checkout errors above 5 %',
  description: '',
  entity: checkout,
  owner: payments,
  system: null,
  severity: 'SEV2',
  urgency: 'high',
  status: 'triggered',
  phase: 'investigating',
  customerImpact: 'unknown',
  assigned: [ana],
  responders: [],
  unanswered: false,
  held: null,
  snoozedUntil: null,
  openedAt: minutesAgo(12),
  openedBy: { kind: 'integration', ref: 'i1', name: 'Alertmanager' },
  acknowledgedAt: null,
  acknowledgedBy: null,
  resolvedAt: null,
  resolvedBy: null,
  recurrenceOf: null,
  version: 1,
  updatedAt: minutesAgo(12),
  ...over,
});

/** INC-7 as its own page shows it, to somebody who may do everything. */
export const aDetail = (
  over: Partial<IncidentDetail> = {},
): IncidentDetail => ({
  ...anIncident(),
  trace: [
    {
      rule: 'owner',
      ref: payments.ref,
      hit: true,
      text: 'Payments owns checkout',
    },
  ],
  policyName: 'the owner’s default',
  nextStep: null,
  runbook: null,
  may: [
    'acknowledge',
    'join',
    'note',
    'resolve',
    'reassign',
    'escalate',
    'edit',
  ],
  ...over,
});

/** Ana has it. */
export const acknowledged = {
  status: 'acknowledged',
  acknowledgedAt: minutesAgo(10),
  acknowledgedBy: { kind: 'person', ...ana },
} as const satisfies Partial<Incident>;

/** It is over. */
export const resolved = {
  ...acknowledged,
  status: 'resolved',
  resolvedAt: minutesAgo(2),
  resolvedBy: { kind: 'person', ...ana },
} as const satisfies Partial<Incident>;

export const done = (
  incident: IncidentDetail,
  message: string,
  outcome: CommandResult['outcome'] = 'done',
): CommandResult => ({ outcome, message, incident });

export const anEntry = (
  over: Partial<TimelineEntry> & Pick<TimelineEntry, 'seq'>,
): TimelineEntry => ({
  at: minutesAgo(12),
  kind: 'triggered',
  actor: { kind: 'integration', ref: 'i1', name: 'Alertmanager' },
  text: 'SEV2 triggered by Alertmanager',
  data: {},
  ...over,
});

/** checkout, quiet, with a history. */
export const ofCheckout = (
  over: Partial<EntityIncidents> = {},
): EntityIncidents => ({
  entity: checkout,
  open: [],
  openCount: 0,
  quietSince: minutesAgo(180),
  last30Days: 3,
  ...over,
});

/** Ana now, Ben after five minutes. */
export const onCallOfCheckout = (
  over: Partial<OnCallAnswer> = {},
): OnCallAnswer => {
  const person = (who: NamedRef) => ({
    ...who,
    via: null,
    until: null,
    reachable: true,
  });
  return {
    entity: checkout,
    at: minutesAgo(0),
    policy: { id: null, name: 'the owner’s default' },
    onCall: [person(ana)],
    next: null,
    path: [
      { step: 1, afterMinutes: 0, people: [person(ana)] },
      { step: null, afterMinutes: 5, people: [person(ben)] },
    ],
    trace: [
      {
        rule: 'owner',
        ref: payments.ref,
        hit: true,
        text: 'Payments owns checkout',
      },
    ],
    warnings: [],
    catalogAsOf: minutesAgo(1),
    ...over,
  };
};
