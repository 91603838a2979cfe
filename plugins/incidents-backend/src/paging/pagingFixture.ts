// For tests only: nothing that ships imports this file, so a devDependency is right here.
/* eslint-disable @backstage/no-undeclared-imports */
import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  Actor,
  NamedRef,
  Page,
  plainPolicy,
} from '@muster/backstage-plugin-incidents-common';
import {
  InMemoryChannel,
  PagingChannel,
} from '@muster/backstage-plugin-incidents-node';
import { CatalogDirectory } from '../directory/CatalogDirectory';
import { incidentNamer, Incidents, subjectOf } from '../incidents/service';
import { readTimeline } from '../incidents/timelineStore';
import { Database, Tx } from '../platform/database';
import { FakeClock } from '../platform/FakeClock';
import { Settings } from '../platform/settings';
import { noLoad } from '../platform/ProcessLoad';
import { demoShop } from '../testing/demoShop';
import { noReaction } from '../testing/noReaction';
import { RecordingQueue } from '../testing/RecordingQueue';
import { JobHandler, WorkQueue } from '../work/service';
import { ChannelRegistry } from './ChannelRegistry';
import { createPaging, PagingOptions } from './createPaging';
import { readLedger } from './ledgerStore';
import { PagedIncidents } from './ports';
import { PageRequest } from './service';

/** The shop's people, as they are paged; `Eve Quiet` has no email address. */
export const people = {
  ana: { ref: 'user:default/ana', name: 'Ana Ruiz' },
  ben: { ref: 'user:default/ben', name: 'Ben Okafor' },
  eve: { ref: 'user:default/eve', name: 'Eve Quiet' },
} satisfies Record<string, NamedRef>;

/** A person as the one who does something. */
export const actor = (person: NamedRef): Actor => ({
  kind: 'person',
  ...person,
});

/** The paging room over real incidents, with channels and a queue that tests look into. */
export async function createFixture(
  database: Database,
  options: {
    readonly demo?: boolean;
    readonly channels?: readonly PagingChannel[];
    readonly work?: WorkQueue;
    readonly clock?: FakeClock;
    readonly incidents?: Partial<PagedIncidents>;
    readonly keys?: readonly string[];
    readonly attemptMs?: number;
    readonly environment?: string;
    readonly portalUrl?: string;
  } = {},
) {
  const clock = options.clock ?? new FakeClock('2026-03-02T03:00:00.000Z');
  const recording = new RecordingQueue();
  const work = options.work ?? recording;
  const handlers = new Map<string, JobHandler>();
  const logger = mockServices.logger.mock();
  const notifications = { send: jest.fn(async (_options: unknown) => {}) };
  const email = new InMemoryChannel('email');
  const facts = new Settings(database);
  const directory = new CatalogDirectory({
    database,
    clock,
    catalog: catalogServiceMock({
      entities: [
        ...demoShop,
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'User',
          metadata: { name: 'eve', namespace: 'default' },
          spec: { profile: { displayName: 'Eve Quiet' } },
        },
      ],
    }),
    auth: mockServices.auth(),
    settings: facts,
    logger,
  });
  await directory.refresh();
  const incidents = new Incidents({
    database,
    clock,
    work,
    directory,
    pageFrom: 'SEV4',
    nameOf: incidentNamer('INC-'),
  });
  let count = 0;
  const registry = new ChannelRegistry();
  for (const channel of options.channels ?? [email]) {
    registry.addChannel(channel);
  }
  const settings: PagingOptions = {
    database,
    clock,
    newId: () => {
      count += 1;
      return `id-${count}`;
    },
    // Handlers are kept here too, so that a test can run one of them by itself.
    work: {
      enqueue: (tx, job) => work.enqueue(tx, job),
      hint: (tx, hint) => work.hint(tx, hint),
      cancel: (tx, key) => work.cancel(tx, key),
      sweep: (name, sweep) => work.sweep(name, sweep),
      prepare: () => work.prepare(),
      start: () => work.start(),
      stop: () => work.stop(),
      deadLetters: page => work.deadLetters(page),
      retry: id => work.retry(id),
      isWorking: () => work.isWorking(),
      lagSeconds: () => work.lagSeconds(),
      countDeadLetters: () => work.countDeadLetters(),
      handle(kind, handler, how) {
        handlers.set(kind, handler);
        work.handle(kind, handler, how);
      },
    },
    directory,
    logger,
    metrics: metricsServiceMock.mock(),
    load: noLoad,
    notifications,
    channels: registry,
    settings: facts,
    environment: options.environment ?? null,
    demo: options.demo ?? false,
    keys: options.keys ?? ['a key of the tests'],
    attemptMs: options.attemptMs,
    links: {
      incidentUrl: name => `https://portal.example.test/incidents/${name}`,
      acknowledgeUrl: token =>
        `https://hooks.example.test/public/acknowledge/${token}`,
      portalUrl: options.portalUrl ?? 'https://portal.example.test/incidents',
    },
    incidents: {
      async describe(incidentId) {
        const incident = await incidents.get(incidentId);
        return {
          ...incident,
          name: incidents.nameOf(incidentId),
          changes: [],
          runbookUrl: null,
        };
      },
      standingOf: (tx, incidentId) => incidents.standingOf(tx, incidentId),
      standingsOf: (tx, ids) => incidents.standingsOf(tx, ids),
      acknowledgedBy: async () => false,
      nameOf: id => incidents.nameOf(id),
      appendTimeline: (tx, incidentId, ...entries) =>
        incidents.append(tx, incidentId, ...entries),
      acknowledge: async (incidentId, personRef) =>
        incidents.commands.acknowledge(
          incidentId,
          await incidents.person(personRef),
        ),
      escalate: async (incidentId, personRef) =>
        incidents.commands.escalate(
          incidentId,
          await incidents.person(personRef),
        ),
      subject: async incidentId => subjectOf(await incidents.get(incidentId)),
      ...options.incidents,
    },
  };
  const room = createPaging(settings);
  const outcome = { reachedNobody: jest.fn(async (_step: unknown) => {}) };
  room.connect(outcome);
  room.registerWork();
  incidents.connect({
    findResponsible: {
      find: async () => ({
        assigned: [people.ana],
        policy: {
          id: null,
          name: 'Payments primary',
          version: 0,
          steps: [],
          ...plainPolicy,
        },
        copies: [],
        firstStep: 0,
        trace: [],
      }),
    },
    escalation: {
      ...noReaction,
      async acknowledged(tx: Tx, incident, by) {
        await room.service.cancel(
          tx,
          incident.id,
          `acknowledged by ${by.name}`,
        );
      },
    },
    onResolved: async () => {},
  });

  /** Opens an incident of which nobody has been paged yet; its number. */
  const open = async (title = '5xx above 20 %'): Promise<number> => {
    const { id } = await incidents.pageOwner({
      entityRef: 'component:default/checkout',
      title,
      description: '',
      severity: 'SEV2',
      customerImpact: 'yes',
      openedBy: actor(people.ben),
    });
    return id;
  };
  const page = (
    incidentId: number,
    who: readonly NamedRef[],
    more: Partial<PageRequest> = {},
  ): Promise<void> =>
    database.transaction(tx =>
      room.service.page(tx, {
        incidentId,
        people: who,
        urgency: 'high',
        step: 1,
        loop: 0,
        why: 'step 1 of Payments primary',
        ...more,
      }),
    );
  const ledger = (incidentId: number): Promise<Page[]> =>
    readLedger(database.knex, incidentId);

  return {
    clock,
    work: recording,
    logger,
    notifications,
    email,
    incidents,
    room,
    outcome,
    settings,
    open,
    page,
    ledger,
    /** Runs the handler of one delivery, as a wake-up would. */
    async deliver({ id, channel }: { id: string; channel: string }) {
      const handler = handlers.get(`paging.deliver.${channel}`);
      await handler?.({ deliveryId: id }, () => {});
    },
    /** Runs what waits, then what a sweep finds, as the queue would after `seconds`. */
    async passSeconds(seconds: number) {
      clock.advanceSeconds(seconds);
      await recording.runAll();
      await recording.sweepAll();
      await recording.runAll();
    },
    /** `portal sent, email failed` for each page. */
    async states(incidentId: number) {
      return (await ledger(incidentId)).map(({ person, deliveries }) =>
        [
          person.name,
          ...deliveries.map(({ channel, state }) => `${channel} ${state}`),
        ].join(', '),
      );
    },
    /** The timeline's lines that paging wrote. */
    async story(incidentId: number) {
      const entries = await readTimeline(database.knex, incidentId, 0, 1000);
      return entries
        .filter(({ kind }) => kind.startsWith('page'))
        .map(({ text }) => text);
    },
  };
}
