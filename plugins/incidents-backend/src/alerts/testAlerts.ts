// For tests only: nothing that ships imports this file, so devDependencies are right here.
/* eslint-disable @backstage/no-undeclared-imports */
import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import {
  NamedRef,
  plainPolicy,
} from '@muster/backstage-plugin-incidents-common';
import express from 'express';
import request from 'supertest';
import { Directory, DirectoryEntity } from '../directory/service';
import { EscalationReaction } from '../incidents/ports';
import { IncidentRecord, Incidents } from '../incidents/service';
import { listIncidents } from '../incidents/store';
import { Database } from '../platform/database';
import { FakeClock } from '../platform/FakeClock';
import { Settings } from '../platform/settings';
import { noLoad } from '../platform/ProcessLoad';
import { noReaction } from '../testing/noReaction';
import { RecordingQueue } from '../testing/RecordingQueue';
import { alertsOfIncident } from './alertStore';
import { IngestLog } from './IngestLog';
import { Integrations } from './Integrations';
import { IntegrationRecord } from './integrationStore';
import { FirstTrigger } from './NewAlertWriter';
import { randomKey } from './routingKey';
import { createAlerts } from './service';

export const keyA = 'c0ffee00c0ffee00c0ffee00c0ffee01';
export const keyB = 'feedface12345678feedface12345678';
const owner: NamedRef = { ref: 'group:default/shop', name: 'Shop team' };
const ana: NamedRef = { ref: 'user:default/ana', name: 'Ana' };

/** An entity as the directory knows it. */
export const entity = (
  name: string,
  facts: Partial<DirectoryEntity> = {},
): DirectoryEntity => ({
  ref: `component:default/${name}`,
  kind: 'component',
  title: name,
  ownerRef: owner.ref,
  systemRef: null,
  domainRef: null,
  parentRef: null,
  email: null,
  leadRef: null,
  tier: null,
  severityFloor: null,
  runbook: null,
  policyAnnotation: null,
  problems: [],
  confirmedAt: new Date(0),
  vanished: false,
  ...facts,
});

/** A directory that knows only these. */
export function fakeDirectory(entities: readonly DirectoryEntity[]): Directory {
  const find = async (ref: string) => entities.find(e => e.ref === ref);
  return {
    entity: find,
    known: find,
    mustHave: async (ref, field) => {
      const found = await find(ref);
      if (!found) throw new Error(`${field} is unknown`);
      return found;
    },
    membersOf: async () => [ana],
    named: async refs =>
      refs.map(ref => ({ ref, name: ref.slice(ref.indexOf('/') + 1) })),
    emailsOf: async () => new Map(),
    asOf: async () => null,
    peopleBehind: async refs => new Map(refs.map(ref => [ref, [ref]])),
    circleOf: async () => undefined,
    leftBefore: async () => [],
    placesOf: async refs => new Map(refs.map(ref => [ref, [ref]])),
    snapshot: async () => {
      throw new Error('nobody asks for the whole company here');
    },
  };
}

/** The room with the real incidents room, its escalation replaced by a list of what it was told. */
export async function startAlerts(
  database: Database,
  options: {
    entities?: readonly DirectoryEntity[];
    eventsPerMinutePerKey?: number;
    duringPrepare?: () => Promise<void>;
    /** Called within the opening transaction; may throw. */
    duringOpening?: (incident: IncidentRecord) => void;
  } = {},
) {
  const clock = new FakeClock();
  const logger = mockServices.logger.mock();
  const directory = fakeDirectory(
    options.entities ?? [entity('checkout'), entity('search')],
  );
  let ids = 0;
  const newId = () => `id-${(ids += 1)}`;
  const work = new RecordingQueue();
  const incidents = new Incidents({
    database,
    clock,
    directory,
    work,
    pageFrom: 'SEV4',
    nameOf: id => `INC-${id}`,
  });
  const alerts = createAlerts({
    database,
    clock,
    newId,
    newKey: randomKey,
    work,
    settings: new Settings(database),
    directory,
    incidents,
    logger,
    metrics: metricsServiceMock.mock(),
    load: noLoad,
    eventsPerMinutePerKey: options.eventsPerMinutePerKey ?? 3000,
    publicUrl: 'https://portal.example.test/api/incidents/public',
  });
  const told: string[] = [];
  let repeats = 0;
  const escalation: EscalationReaction = {
    ...noReaction,
    opened: async (_tx, incident, _found, paging) => {
      options.duringOpening?.(incident);
      told.push(`${paging ? 'paged' : 'recorded'} ${incident.id}`);
    },
    acknowledged: async (_tx, incident) => {
      told.push(`acknowledged ${incident.id}`);
    },
    resolved: async (_tx, incident) => {
      told.push(`resolved ${incident.id}`);
    },
    escalateNow: async () => 'escalated',
    alertsArrived: async (_tx, arrived) => {
      for (const { count } of arrived) repeats += count;
    },
    urgencyRaised: async (_tx, incident) => {
      told.push(`louder ${incident.id}`);
    },
    held: async (_tx, incident) => {
      told.push(`held ${incident.id}`);
    },
    released: async (_tx, incident) => {
      told.push(`released ${incident.id}`);
    },
  };
  incidents.connect({
    escalation,
    findResponsible: {
      find: async () => {
        await options.duringPrepare?.();
        return {
          assigned: [ana],
          policy: {
            id: null,
            name: 'Implicit',
            version: 1,
            steps: [],
            ...plainPolicy,
          },
          copies: [],
          firstStep: 0,
          trace: [],
        };
      },
    },
    onResolved: alerts.resolveAlertsOf,
    findMaintenance: alerts.maintenance,
  });

  const integrations = new Integrations({
    database,
    clock,
    newId,
    newKey: randomKey,
  });
  const [a, b] = [
    await integrations.create({
      name: 'Watch A',
      entityRef: 'component:default/checkout',
      key: keyA,
      createdBy: ana,
    }),
    await integrations.create({
      name: 'Watch B',
      entityRef: 'component:default/search',
      key: keyB,
      createdBy: ana,
    }),
  ];
  const app = express();
  app.use(alerts.publicRouter);
  const log = new IngestLog({ database, clock });

  return {
    alerts,
    app,
    clock,
    directory,
    incidents,
    integrations,
    log,
    logger,
    newId,
    told,
    work,
    a: a.integration,
    b: b.integration,
    /** Sends an alert event. */
    send: (body: object) => request(app).post('/public/v2/enqueue').send(body),
    /** Sends a change event. */
    sendChange: (body: object) =>
      request(app).post('/public/v2/change/enqueue').send(body),
    /** How many repeats escalation was told of. */
    repeats: () => repeats,
    /** Every incident, newest first. */
    allIncidents: () => listIncidents(database.knex, { limit: 200 }),
    /** Every alert there ever was, oldest incident first. */
    allAlerts: async () => {
      const all = await listIncidents(database.knex, { limit: 200 });
      const lists = await Promise.all(
        all.map(({ id }) => alertsOfIncident(database.knex, id)),
      );
      return lists.reverse().flat();
    },
    /** The newest entry of an integration's log. */
    lastEntry: async (id: string) => {
      const { items } = await log.ofIntegration(id, { limit: 1 });
      return items[0];
    },
    /** The newest entry of unknown keys. */
    lastUnknown: async () => {
      const { items } = await log.ofUnknownKeys({ limit: 1 });
      return items[0];
    },
  };
}

/** A trigger of the Events API v2, with changes to its payload and to itself. */
export const trigger = (
  dedupKey: string | undefined,
  payload: object = {},
  rest: object = {},
) => ({
  routing_key: keyA,
  event_action: 'trigger',
  dedup_key: dedupKey,
  payload: {
    summary: 'Checkout latency p99 above 4s',
    source: 'checkout-7f9c.eu-1',
    severity: 'critical' satisfies string,
    ...payload,
  },
  ...rest,
});

/** A trigger of a key that has no alert yet, read and judged. */
export const firstTrigger = (
  integration: IntegrationRecord,
  dedupKey: string,
): FirstTrigger => ({
  integration,
  dedupKey,
  event: {
    action: 'trigger',
    dedupKey,
    severity: 'critical',
    summary: dedupKey,
    source: 'checkout-7f9c',
    component: null,
    group: null,
    class: null,
    client: null,
    clientUrl: null,
    links: [],
    images: [],
    details: null,
    occurredAt: null,
  },
  base: {
    type: 'alert',
    action: 'trigger',
    summary: dedupKey,
    warnings: [],
    payload: '{}',
  },
  severity: 'SEV2',
});
