import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import {
  Environment,
  Me,
  PortalStatus,
} from '@muster/backstage-plugin-incidents-common';
import { PagingInbox } from '@muster/backstage-plugin-incidents-node';
import { randomInt } from 'node:crypto';
import express from 'express';
import { Directory } from '../directory/service';
import { NoteBox } from '../oncall/ports';
import { addMinutes, Clock, minutesBetween } from '../platform/clock';
import { Database } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { Metrics } from '../platform/metrics';
import { Load } from '../platform/ProcessLoad';
import { Settings } from '../platform/settings';
import { WorkQueue } from '../work/service';
import { AcknowledgeLinks } from './AcknowledgeLinks';
import { ChannelRegistry } from './ChannelRegistry';
import { Cycles } from './Cycles';
import { DeliveryMeter } from './DeliveryMeter';
import { DeliverySender } from './DeliverySender';
import { FallOver } from './FallOver';
import { bringForward, oldestUnsent } from './waitingStore';
import { Downtime } from './environment/Downtime';
import { EnvironmentGuard } from './environment/EnvironmentGuard';
import { FollowUps } from './FollowUps';
import { createInbox } from './inbox/createInbox';
import { forgetReplies } from './inbox/inboxStore';
import { Receipts } from './inbox/Receipts';
import { Notes } from './Notes';
import { PageLedger } from './ledger/PageLedger';
import { readHistory } from './ledgerStore';
import { Mailbox } from './Mailbox';
import { Messenger } from './Messenger';
import { forgetPaces } from './paceStore';
import { PageComposer } from './PageComposer';
import { PageWriter } from './PageWriter';
import { AddressFinder } from './people/AddressFinder';
import { AddressSafe } from './people/AddressSafe';
import { CodeDesk } from './people/CodeDesk';
import { ContactBook } from './people/ContactBook';
import { peopleKept } from './people/contactStore';
import { Foresight } from './people/foresight';
import { MyContacts } from './people/MyContacts';
import { mountContacts } from './people/routes';
import { AskSteps, PagedIncidents, PageLinks } from './ports';
import { forgetTries, keptTriesMinutes, recordTries } from './providerStore';
import { PortalChannel } from './PortalChannel';
import { createPublicRouter } from './publicRouter';
import { mountPaging } from './routes';
import { healthSentence } from './sentences';
import { PageForesight, PageOutcome, Paging } from './service';
import { TestPages } from './TestPages';
import { registerPagingWork } from './work';

/** What the paging room is built from. */
export interface PagingOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly work: WorkQueue;
  readonly directory: Pick<
    Directory,
    | 'emailsOf'
    | 'named'
    | 'peopleBehind'
    | 'membersOf'
    | 'mustHave'
    | 'leftBefore'
  >;
  readonly settings: Settings;
  readonly logger: LoggerService;
  readonly metrics: Metrics;
  readonly load: Load;
  readonly notifications: NotificationService;
  /** With what modules have added; the room adds its own channels to it. */
  readonly channels: ChannelRegistry;
  /** `incidents.demo`. */
  readonly demo: boolean;
  /** From which page of a minute on pages are bundled, per person and method. Default 5. */
  readonly singlePagesPerMinute?: number;
  /** `incidents.environment`; null when the configuration names none. */
  readonly environment: string | null;
  /** Sign acknowledge links and encrypt addresses: the first signs and encrypts, all are accepted. */
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
  readonly foresight: PageForesight;
  /** What comes back from providers. */
  readonly inbox: PagingInbox;
  /** How people are reached: each may ask for their own. */
  readonly contacts: MyContacts;
  /** Why somebody was paged, or was not. */
  readonly ledger: PageLedger;
  /** Unauthenticated pages, at `/public/acknowledge/:token`. */
  readonly publicRouter: express.Router;
  /** Gives the room what escalation implements; before the queue starts. */
  connect(outcome: PageOutcome, steps?: AskSteps): void;
  /** Serves its part of the contract. */
  mount(server: EndpointServer): void;
  /** Registers handlers and the sweep; before the queue starts. */
  registerWork(): void;
  /** Deletes what is kept for a time only, and contacts of those who left the catalog a month ago. */
  purge(): Promise<void>;
  /** Claims the database for the configured environment, or holds all pages; before the queue starts. */
  claimEnvironment(): Promise<void>;
  /** Whether pages are held because the database is another environment's. */
  environment(): Promise<Environment>;
  /** Releases or discards what is held. @throws ConflictError when nothing is */
  decideEnvironment(
    decision: 'release' | 'discard',
    by: string,
  ): Promise<Environment>;
  /** Supersedes what has lost its reason during a long stop; before the queue starts. @returns how much */
  lookBack(): Promise<number>;
  /** A process is alive; each minute. */
  beat(): Promise<void>;
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

/** For a room without escalation, such as a test's. */
const noSteps: AskSteps = { stepsFor: async () => undefined };

/** Contacts of people who have left the catalog go after so long. */
const leaverDays = 30;

/** Longer than anybody could replay a reply with any effect. */
const keptRepliesMinutes = 30 * 24 * 60;

const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** Builds the paging room. */
export function createPaging(options: PagingOptions): PagingRoom {
  const { database, clock, channels, demo, incidents, links } = options;
  const mailbox = demo ? new Mailbox(options) : undefined;
  channels.addChannel(new PortalChannel(options));
  if (mailbox && !channels.get(mailbox.id)) channels.addChannel(mailbox);

  const signer = new AcknowledgeLinks(options);
  const safe = new AddressSafe(options.keys);
  const book = new ContactBook(options);
  const composer = new PageComposer({ ...options, signer });
  const addresses = new AddressFinder({ ...options, safe });
  const messenger = new Messenger({
    ...options,
    composer,
    addresses,
    noteTries: (channel, tries) =>
      recordTries(
        database.knex,
        tries.map(said => ({ ...said, channel })),
        clock.now(),
      ),
  });
  const codes = new CodeDesk({ ...options, newCode, safe });
  const contacts = new MyContacts({
    ...options,
    safe,
    book,
    codes,
    messenger,
    cycles: new Cycles({ ...options, book }),
  });
  const guard = new EnvironmentGuard({
    ...options,
    configured: options.environment,
    portalUrl: links.portalUrl,
  });
  const downtime = new Downtime(options);
  const testPages = new TestPages({ ...options, book, contacts, messenger });
  const fallOver = new FallOver(options);
  const sender = new DeliverySender({
    ...options,
    messenger,
    fallOver,
    meter: new DeliveryMeter(options.metrics),
    isHolding: () => guard.isHolding(),
  });
  const receipts = new Receipts({ ...options, fallOver });
  const followUps = new FollowUps({ ...options, messenger });
  const notes = new Notes({ ...options, messenger });
  let connected: { outcome: PageOutcome; steps: AskSteps } | undefined;
  const connection = () => {
    if (!connected) throw new Error('Paging is not connected yet');
    return connected;
  };
  const ledger = new PageLedger({
    ...options,
    steps: {
      stepsFor: (incidentId, personRef) =>
        connection().steps.stepsFor(incidentId, personRef),
    },
    held: async () => (await guard.view()).reason,
  });

  return {
    service: new PageWriter({ ...options, book }),
    notes,
    contacts,
    ledger,
    foresight: new Foresight(database, book),
    inbox: createInbox({ ...options, receipts, composer, addresses }),
    publicRouter: createPublicRouter({ database, signer, links, incidents }),
    connect: (outcome, steps = noSteps) => {
      connected = { outcome, steps };
    },
    mount: server => {
      mountPaging(server, { ...options, testPages, mailbox, guard, ledger });
      mountContacts(server, { ...options, contacts, book });
    },
    registerWork: () => {
      notes.registerWork();
      followUps.registerWork();
      receipts.registerWork();
      registerPagingWork({
        ...options,
        sender,
        isHolding: () => guard.isHolding(),
        outcome: () => connection().outcome,
      });
    },
    purge: async () => {
      await notes.purge();
      await codes.purge();
      const now = clock.now();
      await forgetPaces(database.knex, addMinutes(now, -60));
      await forgetTries(database.knex, addMinutes(now, -keptTriesMinutes));
      await forgetReplies(database.knex, addMinutes(now, -keptRepliesMinutes));
      const kept = await peopleKept(database.knex);
      const leftBefore = addMinutes(now, -leaverDays * 24 * 60);
      await contacts.erase(
        await options.directory.leftBefore(kept, leftBefore),
      );
    },
    claimEnvironment: () => guard.claim(),
    environment: () => guard.view(),
    decideEnvironment: (decision, by) => guard.decide(decision, by),
    lookBack: () => downtime.lookBack(),
    beat: () => downtime.beat(),
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
