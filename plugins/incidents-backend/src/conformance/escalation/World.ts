// For the conformance runner only: nothing that ships imports this file.
/* eslint-disable @backstage/no-undeclared-imports */
import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Actor, PolicyInput } from '@muster/backstage-plugin-incidents-common';
import { PagingChannel } from '@muster/backstage-plugin-incidents-node';
import express from 'express';
import { Server } from 'node:http';
import { createAlerts, randomKey } from '../../alerts/service';
import { Heartbeats } from '../../alerts/upkeep/Heartbeats';
import { MaintenanceWindows } from '../../alerts/upkeep/MaintenanceWindows';
import { CatalogDirectory } from '../../directory/CatalogDirectory';
import { hasAcknowledged } from '../../escalation/askedStore';
import { createEscalation } from '../../escalation/createEscalation';
import { incidentNamer, Incidents } from '../../incidents/service';
import { OnCallAnswers, ScheduleNow } from '../../oncall/service';
import { ChannelRegistry } from '../../paging/ChannelRegistry';
import { createPaging } from '../../paging/createPaging';
import { Cycles } from '../../paging/Cycles';
import { ContactBook } from '../../paging/people/ContactBook';
import { addMinutes, minutesBetween } from '../../platform/clock';
import { Database } from '../../platform/database';
import { FakeClock } from '../../platform/FakeClock';
import { Metrics } from '../../platform/metrics';
import { Settings } from '../../platform/settings';
import { noLoad } from '../../platform/ProcessLoad';
import { pagedIncidents } from '../../portal/wiring';
import { ThrowAwayDatabase } from '../databases';
import { ClockedQueue } from './ClockedQueue';
import { Scenario, VectorStep } from './format';

/** Signs links and seals addresses. */
export const keys = ['a key of the vectors'];

/** Who does what nobody in particular does in a case. */
export const runner: Actor & { ref: string } = {
  kind: 'person',
  ref: 'user:default/runner',
  name: 'Runner',
};

/** One of the case's own. */
export const userRef = (id: string): string =>
  `user:default/${id.toLocaleLowerCase('en-US')}`;
/** One of the case's own. */
export const serviceRef = (id: string): string =>
  `component:default/${id.toLocaleLowerCase('en-US')}`;

/** Counts into the void. */
const metrics: Metrics = {
  createCounter: () => ({ add: () => {} }),
  createHistogram: () => ({ record: () => {} }),
  createObservableGauge: () => ({
    addCallback: () => {},
    removeCallback: () => {},
  }),
};

/** The real rooms over a database of their own, with the people, services and policies of a case. */
export type World = Awaited<ReturnType<typeof createWorld>>;

/**
 * Builds the rooms as the plugin does, with a clock that is moved by hand, a queue that keeps to it, channels
 * that record, and who is on call as the case says: the calculator has vectors of its own.
 */
export async function createWorld(
  scenario: Scenario,
  { knex }: ThrowAwayDatabase,
  channels: readonly PagingChannel[],
) {
  const database = await Database.open({ getClient: async () => knex });
  const start = new Date(scenario.t0);
  const clock = new FakeClock(start);
  const work = new ClockedQueue(clock);
  const logger = mockServices.rootLogger({ level: 'none' });
  const settings = new Settings(database);
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `id-${String(ids).padStart(6, '0')}`;
  };
  const directoryOf = (entities: Entity[]) =>
    new CatalogDirectory({
      database,
      clock,
      catalog: catalogServiceMock({ entities }),
      auth: mockServices.auth(),
      settings,
      logger,
    });
  await directoryOf(entitiesOf(scenario, true)).refresh();
  const directory = directoryOf(entitiesOf(scenario, false));
  await directory.refresh();
  const incidents = new Incidents({
    database,
    clock,
    work,
    directory,
    pageFrom: 'SEV4',
    nameOf: incidentNamer('INC-'),
  });
  const registry = new ChannelRegistry();
  for (const channel of channels) registry.addChannel(channel);
  const paged = pagedIncidents({
    incidents,
    directory,
    clock,
    appBaseUrl: 'https://portal.example.test',
    changesOf: async () => new Map(),
    acknowledgedBy: hasAcknowledged,
  });
  const common = { database, clock, newId, work, directory, logger, settings };
  const paging = createPaging({
    ...common,
    metrics,
    load: noLoad,
    notifications: { send: async () => {} },
    channels: registry,
    demo: false,
    environment: null,
    keys,
    links: {
      incidentUrl: name => `https://portal.example.test/incidents/${name}`,
      acknowledgeUrl: token => `https://portal.example.test/${token}`,
      portalUrl: 'https://portal.example.test/incidents',
    },
    incidents: paged,
  });
  const escalation = createEscalation({
    ...common,
    incidents,
    onCall: onCallOf(scenario, start),
    book: { allRuled: async () => [] },
    paging: paging.service,
    foresight: paging.foresight,
    config: {
      catchAll: [],
      admins: [],
      defaultPolicy: undefined,
      pageFrom: 'SEV4',
    },
  });
  const alerts = createAlerts({
    ...common,
    newKey: randomKey,
    incidents,
    metrics,
    load: noLoad,
    eventsPerMinutePerKey: 3000,
    publicUrl: 'https://portal.example.test/public',
  });
  incidents.connect({
    findResponsible: escalation.finder,
    escalation: escalation.engine,
    onResolved: alerts.resolveAlertsOf,
    findMaintenance: alerts.maintenance,
  });
  paging.connect(escalation.engine);
  paging.registerWork();
  const server = await listen(alerts.publicRouter);
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const book = new ContactBook({ ...common, channels: registry, demo: false });
  return {
    database,
    clock,
    work,
    incidents,
    paging,
    policies: escalation.policies,
    maintenance: new MaintenanceWindows(common),
    heartbeats: new Heartbeats({ ...common, newKey: randomKey }),
    cycles: new Cycles({ ...common, book, incidents: paged }),
    newId,
    start,
    baseUrl: `http://localhost:${port}`,
    /** Whole minutes since the case began. */
    minute: (at: Date) => Math.floor(minutesBetween(start, at)),
    at: (minutes: number) => addMinutes(start, minutes),
    /** The case's name of somebody. */
    userOf: (ref: string) =>
      scenario.users.find(({ id }) => userRef(id) === ref)?.id ?? ref,
    stop: () => new Promise<void>(done => server.close(() => done())),
  };
}

function listen(router: express.Router): Promise<Server> {
  return new Promise(done => {
    const server = express()
      .use(router)
      .listen(0, () => done(server));
  });
}

/** People, one team that owns every service, and the services. Somebody who may not be paged has left. */
function entitiesOf(
  { users, services }: Scenario,
  leaversToo: boolean,
): Entity[] {
  const entity = (
    ref: string,
    kind: string,
    relations?: Entity['relations'],
  ): Entity => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name: ref.split('/')[1], namespace: 'default' },
    spec: {},
    relations,
  });
  return [
    entity(runner.ref, 'User'),
    ...users
      .filter(({ notAllowed }) => leaversToo || !notAllowed)
      .map(({ id }) => entity(userRef(id), 'User')),
    entity('group:default/owners', 'Group', [
      { type: 'hasMember', targetRef: runner.ref },
    ]),
    ...services.map(({ id }) =>
      entity(serviceRef(id), 'Component', [
        { type: 'ownedBy', targetRef: 'group:default/owners' },
      ]),
    ),
  ];
}

function onCallOf({ schedules }: Scenario, start: Date): OnCallAnswers {
  return {
    nameOf: async id => schedules.find(one => one.id === id)?.id,
    at: async (ids, instant) => {
      const minute = minutesBetween(start, instant);
      return new Map(
        schedules
          .filter(({ id }) => ids.includes(id))
          .map(({ id, onCall }): [string, ScheduleNow] => {
            const named = (users: readonly string[]) =>
              [...new Set(users)].map(user => ({
                ref: userRef(user),
                name: user,
              }));
            const people = onCall
              .filter(
                ({ from, to }) =>
                  from <= minute && (to === null || minute < to),
              )
              .flatMap(({ users }) => users);
            return [
              id,
              {
                name: id,
                people: named(people),
                until: null,
                shadowing: [],
                everyone: named(onCall.flatMap(({ users }) => users)),
              },
            ];
          }),
      );
    },
    nextHandoff: async () => undefined,
  };
}

const urgencyOf = ({ important }: VectorStep) => (important ? 'high' : 'low');

/** A policy of a case as ours, beneath the API, as an old snapshot may hold it. */
export function policyOf(
  { policies }: Scenario,
  id: string,
  usesUrgency: boolean,
): PolicyInput {
  const policy = policies.find(one => one.id === id);
  if (!policy) throw new Error(`The case has no policy ${id}`);
  const { ackTimeout } = policy;
  return {
    name: policy.id,
    description: '',
    ownerRef: 'group:default/owners',
    repeat: policy.repeat,
    focus: false,
    whenQuiet: ackTimeout
      ? {
          askAfterMinutes: ackTimeout.remind,
          triggerAfterMinutes: ackTimeout.unackAfter,
        }
      : null,
    steps: policy.steps.map(step => ({
      targets: step.invalid
        ? []
        : step.targets.map(target => {
            const name = target.slice(target.indexOf(':') + 1);
            return target.startsWith('user:')
              ? { type: 'person', ref: userRef(name) }
              : { type: 'schedule', id: name };
          }),
      delayMinutes: step.delay,
      urgency: usesUrgency ? urgencyOf(step) : null,
      pick: step.pick ?? 'all',
      multiAck: step.multiAck,
      whenNobody: step.invalid ? 'next' : 'wait',
      condition: {
        hours: step.onlyBetween
          ? [
              {
                days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
                start: step.onlyBetween.from,
                end: step.onlyBetween.to,
                timezone: step.onlyBetween.timezone,
              },
            ]
          : [],
        severities: [],
        alerts: step.whenAlertsExceed ?? null,
      },
    })),
  };
}
