import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Me, PortalStatus } from '@muster/backstage-plugin-incidents-common';
import express from 'express';
import { Directory } from '../directory/service';
import { Clock, minutesBetween } from '../platform/clock';
import { Database } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { Metrics } from '../platform/metrics';
import { WorkQueue } from '../work/service';
import { AcknowledgeLinks } from './AcknowledgeLinks';
import { ChannelRegistry } from './ChannelRegistry';
import { DeliveryMeter } from './DeliveryMeter';
import { DeliverySender } from './DeliverySender';
import { bringForward, oldestUnsent } from './deliveryStore';
import { Notes } from './Notes';
import { readHistory } from './ledgerStore';
import { Mailbox } from './Mailbox';
import { Messenger } from './Messenger';
import { PageWriter } from './PageWriter';
import { PagedIncidents, PageLinks } from './ports';
import { PortalChannel } from './PortalChannel';
import { createPublicRouter } from './publicRouter';
import { mountPaging } from './routes';
import { healthSentence } from './sentences';
import { NoteBox, PageOutcome, Paging } from './service';
import { TestPages } from './TestPages';
import { registerPagingWork } from './work';

/** What the paging room is built from. */
export interface PagingOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly work: WorkQueue;
  readonly directory: Pick<Directory, 'emailsOf' | 'named' | 'peopleBehind'>;
  readonly logger: LoggerService;
  readonly metrics: Metrics;
  readonly notifications: NotificationService;
  /** With what modules have added; the room adds its own channels to it. */
  readonly channels: ChannelRegistry;
  /** `incidents.demo`. */
  readonly demo: boolean;
  /** Sign acknowledge links: the first signs, all are accepted. */
  readonly keys: readonly string[];
  readonly links: PageLinks;
  readonly incidents: PagedIncidents;
  /** How long one attempt to send may take. Default ten seconds. */
  readonly attemptMs?: number;
}

/** The paging room, as plugin.ts wires it. */
export interface PagingRoom {
  /** What other rooms ask of paging. */
  readonly service: Paging;
  /** News that are no pages. */
  readonly notes: NoteBox;
  /** Unauthenticated pages, at `/public/acknowledge/:token`. */
  readonly publicRouter: express.Router;
  /** Gives the room what escalation implements; before the queue starts. */
  connect(outcome: PageOutcome): void;
  /** Serves its part of the contract. */
  mount(server: EndpointServer): void;
  /** Registers handlers and the sweep; before the queue starts. */
  registerWork(): void;
  /** Deletes what is kept for a time only. */
  purge(): Promise<void>;
  /** Mends what was written before the database's clock was set back. @returns how many deliveries */
  bringForward(): Promise<number>;
  /** Channels and what they did lately, for the portal's status. */
  channels(): Promise<PortalStatus['channels']>;
  /** The person's own channels, with their addresses in full: for that person only. */
  channelsOf(personRef: string): Promise<Me['channels']>;
  /** When the oldest page that is due and has not been sent became due; null when there is none. */
  oldestUnsent(): Promise<Date | null>;
  /** Whether a test page has ever got through to anybody. */
  testPageSentOnce(): Promise<boolean>;
}

/** Builds the paging room. */
export function createPaging(options: PagingOptions): PagingRoom {
  const { database, clock, channels, demo, incidents, links } = options;
  const mailbox = demo ? new Mailbox(options) : undefined;
  channels.addChannel(new PortalChannel(options));
  if (mailbox && !channels.get(mailbox.id)) channels.addChannel(mailbox);

  const signer = new AcknowledgeLinks(options);
  const messenger = new Messenger({ ...options, signer });
  const testPages = new TestPages({ ...options, messenger });
  const sender = new DeliverySender({
    ...options,
    messenger,
    meter: new DeliveryMeter(options.metrics),
  });
  const notes = new Notes({ ...options, messenger });
  let connected: PageOutcome | undefined;

  return {
    service: new PageWriter(options),
    notes,
    publicRouter: createPublicRouter({ database, signer, links, incidents }),
    connect: outcome => {
      connected = outcome;
    },
    mount: server =>
      mountPaging(server, { database, incidents, testPages, mailbox }),
    registerWork: () => {
      notes.registerWork();
      registerPagingWork({
        ...options,
        sender,
        outcome: () => {
          if (!connected) throw new Error('Paging is not connected yet');
          return connected;
        },
      });
    },
    purge: () => notes.purge(),
    bringForward: () => bringForward(database.knex, clock.now()),
    channels: () =>
      Promise.all(
        channels.all.map(async ({ id, title }) => ({
          id,
          title,
          detail: await healthOf(database, clock, id),
        })),
      ),
    channelsOf: personRef => testPages.channelsOf(personRef),
    oldestUnsent: () => oldestUnsent(database.knex, clock.now()),
    testPageSentOnce: () => testPages.sentOnce(),
  };
}

async function healthOf(
  database: Database,
  clock: Clock,
  channel: string,
): Promise<string> {
  const now = clock.now();
  const { sentInLastHour, lastSuccess, lastFailure } = await readHistory(
    database.knex,
    channel,
    now,
  );
  return healthSentence({
    sentInLastHour,
    lastSuccessMinutes: lastSuccess && minutesBetween(lastSuccess, now),
    lastFailure: lastFailure && {
      minutes: minutesBetween(lastFailure.at, now),
      detail: lastFailure.detail,
    },
  });
}
