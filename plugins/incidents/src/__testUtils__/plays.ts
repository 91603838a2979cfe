import {
  contract,
  IncidentPlays,
  PlayDetail,
  PlayDocument,
  PlayHealth,
  PlayRun,
  PlayRunDetail,
  RunStep,
} from '@muster/backstage-plugin-incidents-common';
import { ana, ben, checkout, minutesAgo, payments } from './builders';
import { FakeServer } from './FakeServer';

export const aHealth = (over: Partial<PlayHealth> = {}): PlayHealth => ({
  runs: 12,
  succeeded: 10,
  failed: 2,
  lastRunAt: minutesAgo(60),
  lastFailure: { runId: 'r0', at: minutesAgo(600), because: 'no one answered' },
  failing: false,
  medianSeconds: 42,
  ...over,
});

export const playSource = `name: SEV1 response
ownerRef: ${payments.ref}
steps:
  - id: executives
    action: page.people
`;

const everyStep = { title: '', when: null, evenIfResolved: false };

/** Pages the executives, asks Ana for leave, then tells everybody; two steps wait in an approval that is refused. */
export const aDocument = (over: Partial<PlayDocument> = {}): PlayDocument => ({
  name: 'SEV1 response',
  description: '',
  ownerRef: payments.ref,
  on: [{ event: 'incident.triggered' }],
  appliesTo: { entities: [], owners: [], systems: [], tags: [], tiers: [] },
  when: 'incident.severity == "SEV1"',
  onceFor: null,
  startsFor: 'new',
  inputs: [],
  steps: [
    {
      ...everyStep,
      id: 'executives',
      title: 'Page the executives',
      action: 'page.people@1',
      with: {},
      retry: { times: 3, everySeconds: 5 },
      timeoutSeconds: 30,
      onFailure: 'continue',
    },
    {
      ...everyStep,
      id: 'leave',
      approve: {
        by: [ana.ref],
        question: 'Roll back?',
        withinMinutes: 30,
        otherwise: [
          {
            ...everyStep,
            id: 'not',
            stop: { outcome: 'failed', because: 'no' },
          },
        ],
      },
    },
    { ...everyStep, id: 'pause', wait: { minutes: 5, onlyIf: null } },
  ],
  onFailure: [],
  deadlineMinutes: 1440,
  limits: { atOnce: 20, perHour: 100 },
  ...over,
});

/** Version 3; version 2 is approved and starts. */
export const aPlay = (over: Partial<PlayDetail> = {}): PlayDetail => ({
  id: 'p1',
  name: 'SEV1 response',
  description: 'Executives and a second responder',
  owner: payments,
  state: 'enabled',
  version: 3,
  approved: { version: 2, by: ana, at: minutesAgo(900), everywhere: false },
  startsWhen: 'when an incident is triggered',
  updatedAt: minutesAgo(30),
  updatedBy: ben,
  health: aHealth(),
  may: ['edit', 'run'],
  source: playSource,
  document: aDocument(),
  actions: ['page.people@1'],
  nextTickAt: null,
  hasWebhook: false,
  ...over,
});

export const aRun = (over: Partial<PlayRun> = {}): PlayRun => ({
  id: 'r1',
  play: { id: 'p1', name: 'SEV1 response', version: 2 },
  state: 'running',
  incident: { id: 7, name: 'INC-7', title: 'Checkout errors above 5 %' },
  entity: checkout,
  because: 'an incident was triggered',
  startedAt: minutesAgo(3),
  startedBy: { kind: 'integration', ref: 'i1', name: 'Alertmanager' },
  endedAt: null,
  deadlineAt: minutesAgo(-1437),
  text: 'It asks Ana Ruiz: Roll back?',
  asking: true,
  ...over,
});

export const aRunStep = (over: Partial<RunStep> = {}): RunStep => ({
  path: 'executives',
  id: 'executives',
  title: 'Page the executives',
  kind: 'action',
  action: 'page.people@1',
  state: 'succeeded',
  startedAt: minutesAgo(3),
  endedAt: minutesAgo(3),
  dueAt: null,
  text: 'Paged Ben Okafor',
  input: { people: [ben.ref] },
  output: { paged: 1 },
  attempts: [
    {
      number: 1,
      startedAt: minutesAgo(3),
      endedAt: minutesAgo(3),
      outcome: 'succeeded',
      detail: '',
    },
  ],
  question: null,
  ...over,
});

/** It has paged, and asks Ana, who looks. */
export const anAskingRun = (
  over: Partial<PlayRunDetail> = {},
): PlayRunDetail => ({
  ...aRun(),
  inputs: {},
  document: aDocument(),
  authority: 'approved by Ana Ruiz',
  steps: [
    aRunStep(),
    aRunStep({
      path: 'leave',
      id: 'leave',
      title: '',
      kind: 'approve',
      action: null,
      state: 'asking',
      endedAt: null,
      dueAt: minutesAgo(-27),
      text: 'Waits for Ana Ruiz',
      input: null,
      output: null,
      attempts: [],
      question: {
        text: 'Roll back?',
        of: [ana],
        until: minutesAgo(-27),
        may: ['approve', 'refuse'],
      },
    }),
  ],
  may: ['cancel'],
  ...over,
});

/** One run that asks, one play ahead, one to start. */
export const playsOfIncident = (
  over: Partial<IncidentPlays> = {},
): IncidentPlays => ({
  runs: [aRun()],
  ahead: [
    {
      play: { id: 'p2', name: 'Call the manager' },
      text: 'when nobody acknowledges for 10 minutes',
      at: minutesAgo(-7),
    },
  ],
  startable: [{ id: 'p1', name: 'SEV1 response', description: '', inputs: [] }],
  paused: null,
  ...over,
});

/** A server with one play, one run that asks, and automation going on. */
export function playsServer(server = new FakeServer()): FakeServer {
  const { plays } = contract;
  return server
    .on(plays.automation, {
      paused: false,
      reason: '',
      since: null,
      by: null,
      may: [],
    })
    .on(plays.list, { items: [aPlay()], nextCursor: null })
    .on(plays.get, aPlay())
    .on(plays.versions, { items: [] })
    .on(plays.runs, { items: [aRun()], nextCursor: null })
    .on(plays.run, anAskingRun())
    .on(plays.ofIncident, playsOfIncident())
    .on(plays.library, { items: [] });
}
