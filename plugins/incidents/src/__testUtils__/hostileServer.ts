import {
  Alert,
  ChangeEvent,
  contract,
  IngestEntry,
  Integration,
  Mail,
  NamedRef,
  Page,
  Policy,
  Schedule,
  plainPolicy,
  plainStep,
} from '@muster/backstage-plugin-incidents-common';
import {
  aDetail,
  anEntry,
  anIncident,
  minutesAgo,
  ofCheckout,
  onCallOfCheckout,
} from './builders';
import {
  aCoverage,
  aForeseen,
  aPhone,
  ownSettings,
  someContacts,
} from './escalation';
import { FakeServer } from './FakeServer';
import { withHostilePlays } from './hostilePlays';
import { withHostilePostmortems } from './hostilePostmortems';

/** A server in which every text that people, monitors or the catalog write is this one. */
export function hostileServer(text: string): FakeServer {
  const named = (ref: string): NamedRef => ({ ref, name: text });
  const entity = named('component:default/checkout');
  const person = named('user:default/ana.ruiz');
  const group = named('group:default/team-payments');
  const hop = { rule: 'owner', ref: group.ref, hit: true, text };
  const actor = { kind: 'person', ...person } as const;
  const incident = anIncident({
    title: text,
    description: text,
    entity,
    owner: group,
    system: named('system:default/shop'),
    assigned: [person],
    responders: [person],
    openedBy: { kind: 'integration', ref: 'i1', name: text },
  });
  const detail = aDetail({
    ...incident,
    trace: [hop, { ...hop, hit: false }],
    policyName: text,
    nextStep: { at: minutesAgo(-4), step: 2, text },
    runbook: text,
    held: { reason: text, until: minutesAgo(-30) },
  });
  const taken = anIncident({
    ...incident,
    id: 8,
    name: 'INC-8',
    status: 'acknowledged',
    acknowledgedAt: minutesAgo(3),
    acknowledgedBy: actor,
  });
  // Twice the same: what is drawn of it must not lean on its being different.
  const links = [
    { href: text, text },
    { href: text, text: '' },
  ];
  const alert: Alert = {
    id: 'a1',
    incidentId: 7,
    integration: { id: 'i1', name: text },
    entity,
    dedupKey: text,
    status: 'open',
    severity: 'critical',
    summary: text,
    source: text,
    component: text,
    group: text,
    class: text,
    client: text,
    clientUrl: text,
    links,
    images: [{ src: text, href: text, alt: text }],
    details: { [text]: text, deep: [text] },
    occurredAt: minutesAgo(12),
    firstAt: minutesAgo(12),
    lastAt: minutesAgo(1),
    count: 2,
    resolvedAt: null,
  };
  const change: ChangeEvent = {
    id: 'c1',
    entity,
    at: minutesAgo(20),
    summary: text,
    source: text,
    links,
    details: text,
  };
  const page: Page = {
    id: 'p1',
    incidentId: 7,
    person,
    urgency: 'high',
    createdAt: minutesAgo(12),
    step: 1,
    why: text,
    copyOf: text,
    deliveries: [
      {
        id: 'd1',
        channel: 'email',
        address: text,
        state: 'failed',
        dueAt: minutesAgo(12),
        sentAt: null,
        reason: text,
        attempts: [{ at: minutesAgo(12), outcome: 'failed', detail: text }],
      },
    ],
  };
  const mail: Mail = {
    id: 'm1',
    at: minutesAgo(2),
    to: person,
    address: text,
    subject: text,
    text: `${text}\nAcknowledge: https://portal.example.test/a ${text}`,
  };
  const integration: Integration = {
    id: 'i1',
    name: text,
    entity,
    keyHint: 'wxyz',
    status: 'active',
    createdAt: minutesAgo(90),
    createdBy: person,
    revokedAt: null,
    lastEventAt: minutesAgo(1),
    may: ['revoke', 'read-log'],
  };
  const logged: IngestEntry = {
    id: 'e1',
    at: minutesAgo(1),
    type: 'alert',
    action: 'trigger',
    outcome: 'rejected',
    dedupKey: text,
    summary: text,
    reason: text,
    errors: [text, text],
    warnings: [text],
    incidentId: null,
    payload: text,
  };
  const policy: Policy = {
    id: 'p1',
    name: text,
    description: text,
    ownerRef: group.ref,
    steps: [
      {
        ...plainStep,
        targets: [{ type: 'person', ref: person.ref }],
        delayMinutes: 5,
      },
      {
        ...plainStep,
        targets: [{ type: 'schedule', id: 's1' }],
        delayMinutes: 5,
      },
    ],
    ...plainPolicy,
    version: 1,
    updatedAt: minutesAgo(60),
    updatedBy: person,
    bindings: [entity],
    may: ['edit'],
  };
  const schedule: Schedule = {
    id: 's1',
    name: text,
    description: text,
    ownerRef: group.ref,
    timezone: 'Europe/Madrid',
    layers: [
      {
        name: text,
        rotation: {
          unit: 'week',
          every: 1,
          startDate: '2024-01-01',
          handoffTime: '09:00',
          moreHandoffs: [],
          count: 'all-days',
          extendsBefore: false,
          participants: [person.ref],
        },
        timezone: null,
        restrictions: [],
        besideAbove: false,
        effectiveFrom: null,
        until: null,
      },
    ],
    version: 1,
    updatedAt: minutesAgo(60),
    updatedBy: person,
    archivedAt: null,
    may: ['edit'],
  };
  const [soon, later] = [minutesAgo(-60), minutesAgo(-120)];
  const stored = {
    id: 'o1',
    createdAt: minutesAgo(5),
    createdBy: person,
    start: soon,
    end: later,
    reason: text,
  };
  const override = {
    ...stored,
    kind: 'cover',
    person,
    replaces: person,
  } as const;
  const shift = {
    schedule: { id: 's1', name: text },
    participant: person,
    start: soon,
    end: later,
  };
  const hole = { start: soon, end: later, reason: text };
  const [paged] = aForeseen().moves;
  const foreseen = {
    ...person,
    via: group,
    reachable: false,
    deliveries: [
      { at: soon, channel: text, title: text, wakes: true },
      { at: soon, channel: text, title: text, wakes: false },
    ],
    whyNot: text,
  };
  const { incidents, alerts, paging, escalation, oncall, portal } = contract;
  return withHostilePostmortems(withHostilePlays(new FakeServer(), text), text)
    .on(incidents.get, detail)
    .onCall(incidents.list, ({ query }) => ({
      items: query.status === 'resolved' ? [] : [incident, taken],
      nextCursor: null,
    }))
    .onCall(incidents.timeline, ({ query }) => ({
      items:
        query.afterSeq === '0'
          ? [
              anEntry({ seq: 1, text, actor: { ...actor, name: text } }),
              anEntry({ seq: 2, kind: 'note', text, data: { text } }),
              anEntry({ seq: 3, kind: text, text, data: { [text]: text } }),
            ]
          : [],
    }))
    .on(
      incidents.entity,
      ofCheckout({ entity, open: [incident, taken], openCount: 2 }),
    )
    .on(alerts.ofIncident, { items: [alert] })
    .on(alerts.changes, { items: [change] })
    .on(alerts.listIntegrations, { items: [integration] })
    .on(alerts.ingestLog, { items: [logged], nextCursor: null })
    .on(alerts.unknownKeys, { items: [logged], nextCursor: null })
    .on(paging.ledger, { items: [page] })
    .on(paging.mailbox, { items: [mail] })
    .on(escalation.listPolicies, { items: [policy] })
    .on(escalation.getPolicy, policy)
    .on(alerts.entitySettings, { ...ownSettings(), entity })
    .on(alerts.listMaintenance, {
      items: [
        {
          id: 'w1',
          entities: [entity, named('system:default/shop')],
          start: minutesAgo(5),
          end: later,
          reason: text,
          state: 'running',
          createdBy: actor,
          holding: 1,
          may: ['edit'],
        },
      ],
      nextCursor: null,
    })
    .on(alerts.listHeartbeats, {
      items: [
        {
          id: 'h1',
          name: text,
          entity,
          everyMinutes: 5,
          severity: 'SEV3',
          state: 'silent',
          lastBeatAt: minutesAgo(9),
          incidentId: 7,
          keyHint: 'wxyz',
          may: ['edit'],
        },
      ],
      nextCursor: null,
    })
    .on(
      escalation.coverage,
      aCoverage({
        entity,
        owner: group,
        policy: { id: 'p1', name: text },
        covered: false,
        uncoveredMinutes: 60,
        holes: [hole],
        thinSpans: [hole],
        warnings: [text, text],
      }),
    )
    .on(
      escalation.whatIf,
      aForeseen({
        entity,
        policy: { id: 'p1', name: text },
        moves: [
          { ...paged, text, people: [foreseen] },
          { ...paged, kind: 'wait', text, people: [] },
        ],
        warnings: [text, text],
      }),
    )
    .on(escalation.coverageReport, {
      items: [
        {
          entity,
          owner: group,
          policy: { id: 'p1', name: text },
          covered: false,
          uncoveredMinutes: 60,
          firstHole: hole,
        },
      ],
      nextCursor: null,
      entities: 1,
      uncovered: 1,
    })
    .on(
      paging.myContacts,
      someContacts({
        methods: [
          aPhone({ title: text, label: text, address: text, trouble: text }),
          aPhone({ id: 'm3', address: text, verified: false }),
        ],
        rules: {
          high: [{ afterMinutes: 0, methodId: 'm2' }],
          low: [{ afterMinutes: 5, methodId: text }],
          quietHours: { from: '22:00', to: '07:00', timezone: 'UTC' },
        },
        warnings: [text],
      }),
    )
    .on(paging.myPages, {
      items: [{ ...page, incidentName: 'INC-7', title: text }],
      nextCursor: null,
    })
    .on(paging.channels, {
      items: [
        {
          id: 'sms',
          title: text,
          wakes: true,
          waiting: 1,
          oldestWaitingAt: minutesAgo(2),
          limit: text,
          providers: [
            {
              id: text,
              title: text,
              state: 'failing',
              sentLastHour: 1,
              failedLastHour: 1,
              lastSuccessAt: minutesAgo(9),
              lastFailure: { at: minutesAgo(2), detail: text },
            },
          ],
        },
      ],
    })
    .on(paging.environment, {
      configured: text,
      claimed: text,
      holding: true,
      reason: text,
      remedy: text,
      heldDeliveries: 2,
    })
    .on(
      escalation.onCall,
      onCallOfCheckout({
        entity,
        policy: { id: 'p1', name: text },
        onCall: [{ ...person, via: group, until: null, reachable: false }],
        next: { person, at: minutesAgo(-60) },
        path: [
          {
            step: 1,
            afterMinutes: 0,
            people: [{ ...person, via: group, until: null, reachable: false }],
          },
        ],
        trace: [hop],
        warnings: [text, text],
      }),
    )
    .on(oncall.listSchedules, {
      items: [
        {
          ...schedule,
          now: [person],
          until: null,
          firstGap: {
            start: minutesAgo(-60),
            end: minutesAgo(-90),
            reason: text,
          },
        },
      ],
    })
    .onCall(oncall.calendar, ({ query }) => ({
      final: [{ people: [person], start: query.from, end: query.to }],
      layers: [
        {
          name: text,
          turns: [{ people: [person], start: query.from, end: query.to }],
        },
      ],
      gaps: [],
      overrides: [override],
      temporary: [
        {
          ...stored,
          shifts: [{ participant: person, start: soon, end: later }],
        },
      ],
      shadows: [{ ...stored, learner: person, follows: person }],
      clockChanges: [{ at: soon, text }],
      zoneData: text,
    }))
    .on(oncall.getSchedule, {
      ...schedule,
      now: [person],
      until: later,
      next: [person],
      gaps: [{ start: soon, end: later, reason: text }],
      proposals: [{ person, text }],
      warnings: [{ text, suggestion: person, start: soon, end: later, person }],
    })
    .on(oncall.explain, { at: soon, people: [person], lines: [text, text] })
    .on(oncall.load, {
      items: [{ person, shifts: 1, hours: 3, nightHours: 2, weekendHours: 1 }],
    })
    .on(oncall.versions, {
      items: [
        {
          version: 1,
          savedAt: minutesAgo(60),
          savedBy: person,
          effectiveFrom: minutesAgo(60),
          content: schedule,
          changes: [text, text],
        },
      ],
    })
    .on(oncall.suggestCover, {
      items: [{ person, hours: 1, weekendHours: 0, obstacle: text }],
    })
    .on(oncall.myOnCall, {
      shifts: [{ ...shift, passable: { start: soon, end: later } }],
      load: {
        past: { hours: 1, nightHours: 0, weekendHours: 0 },
        ahead: { hours: 1, nightHours: 0, weekendHours: 0 },
      },
      requests: [
        {
          id: 'r1',
          schedule: { id: 's1', name: text },
          asker: person,
          asked: person,
          start: soon,
          end: later,
          inReturn: null,
          reason: text,
          state: 'open',
          createdAt: minutesAgo(5),
          answeredAt: null,
          may: ['accept'],
        },
      ],
      leave: [{ id: 'l1', start: soon, end: later, note: text }],
      conflicts: [{ ...shift, suggestion: person }],
      shadowing: [shift],
    })
    .on(oncall.listFeeds, {
      items: [
        {
          id: 'f1',
          schedule: { id: 's1', name: text },
          createdAt: minutesAgo(5),
          lastReadAt: null,
        },
      ],
    })
    .on(escalation.servicesOnCall, {
      items: [
        {
          entity,
          owner: group,
          policy: text,
          people: [person],
          until: null,
          reachable: false,
        },
      ],
      nextCursor: null,
    })
    .on(portal.me, {
      person,
      groups: [group],
      isAdmin: true,
      assigned: [incident],
      channels: [
        { channel: 'email', title: text, address: text, wakes: false },
      ],
      reachable: false,
    })
    .on(portal.status, {
      demo: true,
      problems: [{ id: 'x', severity: 'error', text, remedy: text }],
      channels: [{ id: 'email', title: text, detail: text }],
      firstRun: { monitorConnected: true, onCallSet: true, testPageSent: true },
      eventsUrl: 'https://portal.example.test/enqueue',
      catalogAsOf: null,
    })
    .on(portal.audit, {
      items: [
        {
          id: 'a1',
          at: minutesAgo(1),
          actor: { kind: 'person', ref: person.ref, name: text },
          action: text,
          summary: text,
          request: text,
          outcome: 'refused',
          reason: text,
        },
      ],
      nextCursor: null,
    })
    .on(portal.deadLetters, {
      items: [
        {
          id: '1',
          kind: text,
          data: { [text]: text },
          cause: text,
          attempts: 3,
          failedAt: minutesAgo(2),
        },
      ],
      nextCursor: null,
    });
}
