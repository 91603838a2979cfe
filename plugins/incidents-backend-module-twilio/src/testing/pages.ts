import {
  IncidentPageMessage,
  SendContext,
} from '@muster/backstage-plugin-incidents-node';

/** A page of the tests. */
export const page: IncidentPageMessage = {
  kind: 'incident',
  idempotencyKey: 'delivery-1',
  person: { ref: 'user:default/ana', name: 'Ana Ruiz' },
  urgency: 'high',
  incident: {
    id: 7,
    name: 'INC-7',
    title: '5xx above 20 % & rising',
    description: '',
    severity: 'SEV2',
    customerImpact: 'yes',
    openedAt: '2026-03-02T03:02:10.000Z',
  },
  service: { ref: 'component:default/checkout', name: 'Checkout' },
  owner: null,
  changes: [],
  runbookUrl: null,
  incidentUrl: 'https://portal.example.test/incidents/INC-7',
  acknowledgeUrl: 'https://portal.example.test/ack/x',
  copyOf: null,
  why: 'step 1 of Payments primary',
  ageMinutes: 0,
};

/** Where it is sent. */
export const context: SendContext = {
  person: { ...page.person, email: null },
  address: '+12015550123',
  attempt: 1,
  signal: new AbortController().signal,
};
