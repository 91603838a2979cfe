import {
  ContactMethod,
  contract,
  Coverage,
  CoverageHole,
  EntitySettings,
  Foreseen,
  MyContacts,
  plainPolicy,
  plainStep,
  Policy,
} from '@muster/backstage-plugin-incidents-common';
import {
  ana,
  ben,
  checkout,
  minutesAgo,
  onCallOfCheckout,
  payments,
} from './builders';
import { FakeServer } from './FakeServer';
import { anaHerself } from './onCall';

/** Ana, Ben after five minutes, twice again; bound to checkout. */
export const aPolicy = (over: Partial<Policy> = {}): Policy => ({
  id: 'p1',
  name: 'Payments',
  description: '',
  ownerRef: payments.ref,
  steps: [
    {
      ...plainStep,
      targets: [{ type: 'person', ref: ana.ref }],
      delayMinutes: 5,
    },
    {
      ...plainStep,
      targets: [{ type: 'person', ref: ben.ref }],
      delayMinutes: 15,
    },
  ],
  ...plainPolicy,
  repeat: 2,
  version: 3,
  updatedAt: minutesAgo(60),
  updatedBy: ana,
  bindings: [checkout],
  may: ['edit'],
  ...over,
});

/** Tomorrow from nine to five. */
export const aHole: CoverageHole = {
  start: minutesAgo(-24 * 60),
  end: minutesAgo(-32 * 60),
  reason: 'Payments primary has nobody',
};

/** Every minute of the next 30 days is covered. */
export const aCoverage = (over: Partial<Coverage> = {}): Coverage => ({
  entity: checkout,
  owner: payments,
  from: minutesAgo(0),
  to: minutesAgo(-30 * 24 * 60),
  policy: { id: 'p1', name: 'Payments' },
  covered: true,
  uncoveredMinutes: 0,
  holes: [],
  thinSpans: [],
  trace: [],
  warnings: [],
  ...over,
});

/** Ana by SMS at once, then Ben, whom nothing wakes. */
export const aForeseen = (over: Partial<Foreseen> = {}): Foreseen => ({
  entity: checkout,
  at: minutesAgo(0),
  severity: 'SEV2',
  urgency: 'high',
  policy: { id: 'p1', name: 'Payments' },
  moves: [
    {
      at: minutesAgo(0),
      afterMinutes: 0,
      kind: 'page',
      step: 1,
      loop: 0,
      text: 'Ana Ruiz is paged',
      people: [
        {
          ...ana,
          via: null,
          reachable: true,
          deliveries: [
            { at: minutesAgo(0), channel: 'sms', title: 'SMS', wakes: true },
          ],
          whyNot: null,
        },
      ],
    },
    {
      at: minutesAgo(-5),
      afterMinutes: 5,
      kind: 'page',
      step: 2,
      loop: 0,
      text: 'Ben Okafor is paged',
      people: [
        {
          ...ben,
          via: payments,
          reachable: false,
          deliveries: [
            {
              at: minutesAgo(-5),
              channel: 'email',
              title: 'Email',
              wakes: false,
            },
          ],
          whyNot: 'nothing that wakes is verified',
        },
      ],
    },
  ],
  trace: [],
  warnings: [],
  ...over,
});

/** The viewer owns checkout. */
export const ownSettings = (
  may: EntitySettings['may'] = ['edit'],
): EntitySettings => ({
  entity: checkout,
  autoResolveMinutes: null,
  version: 0,
  may,
});

/** Ana's phone. */
export const aPhone = (over: Partial<ContactMethod> = {}): ContactMethod => ({
  id: 'm2',
  channel: 'sms',
  title: 'SMS',
  label: '',
  address: '+49 170 1234567',
  source: 'own',
  verified: true,
  wakes: true,
  trouble: null,
  ...over,
});

/** Only the mail that the catalog knows. */
export const someContacts = (over: Partial<MyContacts> = {}): MyContacts => ({
  methods: [
    {
      id: 'm1',
      channel: 'email',
      title: 'Email',
      label: '',
      address: 'ana@example.test',
      source: 'catalog',
      verified: true,
      wakes: false,
      trouble: null,
    },
  ],
  rules: {
    high: [{ afterMinutes: 0, methodId: 'm1' }],
    low: [{ afterMinutes: 0, methodId: 'm1' }],
    quietHours: null,
  },
  isDefault: true,
  version: 0,
  reachable: false,
  warnings: [],
  addable: [
    {
      channel: 'sms',
      title: 'SMS',
      addressLabel: 'Phone number',
      addressExample: '+49 170 1234567',
      wakes: true,
    },
  ],
  ...over,
});

/** A server whose checkout has a policy that covers every minute, and which Ana owns. */
export const escalationServer = (): FakeServer =>
  new FakeServer()
    .on(contract.portal.me, anaHerself())
    .on(contract.oncall.listSchedules, { items: [] })
    .on(contract.alerts.entitySettings, ownSettings())
    .on(contract.escalation.listPolicies, { items: [aPolicy()] })
    .on(contract.escalation.getPolicy, aPolicy())
    .on(
      contract.escalation.onCall,
      onCallOfCheckout({ policy: { id: 'p1', name: 'Payments' } }),
    )
    .on(contract.escalation.coverage, aCoverage())
    .on(contract.escalation.coverageReport, {
      items: [],
      nextCursor: null,
      entities: 0,
      uncovered: 0,
    })
    .on(contract.escalation.whatIf, aForeseen());
