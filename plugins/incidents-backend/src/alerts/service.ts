import { LoggerService } from '@backstage/backend-plugin-api';
import { ChangeEvent } from '@muster/backstage-plugin-incidents-common';
import { Router } from 'express';
import { Directory } from '../directory/service';
import { FindMaintenance } from '../incidents/ports';
import { OnResolved } from '../incidents/service';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { Metrics } from '../platform/metrics';
import { Load } from '../platform/ProcessLoad';
import { Settings } from '../platform/settings';
import { WorkQueue } from '../work/service';
import {
  AlertTimes,
  alertTimesOf,
  newestAlertOf,
  resolveOpenAlerts,
} from './alertStore';
import { AlertWriter } from './AlertWriter';
import { findChange, listChanges, newestChangesOf } from './changeStore';
import { ChangeWriter } from './ChangeWriter';
import { FollowUpWriter } from './FollowUpWriter';
import { Ingest } from './Ingest';
import { IngestLog } from './IngestLog';
import { Integrations } from './Integrations';
import { FollowChanges, IncidentsForAlerts } from './ports';
import { createPublicRouter } from './publicRouter';
import { mountAlerts } from './routes';
import { AlertRecord } from './model';
import { createUpkeep } from './upkeep/createUpkeep';

export type { FollowChanges, IncidentsForAlerts } from './ports';
export type { AlertTimes } from './alertStore';
export { randomKey } from './routingKey';

/** The alerts room, as the plugin and other rooms see it. */
export interface Alerts {
  /**
   * The Events API v2, to be mounted at the plugin's root before every other body parser; its paths
   * are below `/public`, which must be open to the unauthenticated.
   */
  readonly publicRouter: Router;
  /** Says which incidents maintenance holds. */
  readonly maintenance: FindMaintenance;
  /** Serves the rest of the contract's alerts. */
  mount(server: EndpointServer): void;
  /** Closes the open alerts of an incident that is being resolved, with the resolving transaction. */
  readonly resolveAlertsOf: OnResolved;
  /** The newest alert of an incident, and how many it has; undefined without any. */
  newestOf(
    incidentId: number,
  ): Promise<
    { readonly alert: AlertRecord; readonly count: number } | undefined
  >;
  /** When the alerts of an incident came and went, in the order in which they came; at most the first 5,000. */
  timesOf(incidentId: number): Promise<AlertTimes[]>;
  /** Changes of some entities within a span, newest first; at most 500. */
  changesBetween(
    entityRefs: readonly string[],
    from: Date,
    to: Date,
  ): Promise<ChangeEvent[]>;
  /** Changes of an entity since an instant, newest first; at most 200. */
  changesOf(entityRef: string, since: Date): Promise<ChangeEvent[]>;
  /** As `changesOf`, of each of some entities, by entity; at most 50 of each. */
  newestChangesOf(
    entityRefs: readonly string[],
    since: Date,
  ): Promise<ReadonlyMap<string, readonly ChangeEvent[]>>;
  /** One change, or undefined. */
  change(id: string): Promise<ChangeEvent | undefined>;
  /** Tells of each change from now on, with the transaction that records it. */
  followChanges(follower: FollowChanges): void;
  /** Whether anything has come through an integration yet (the first run's first step). */
  anyEventYet(): Promise<boolean>;
  /** Deletes log entries older than 30 days; returns how many. To be called now and then. */
  purge(): Promise<number>;
  /** Mends what waits too long since the database's clock was set back; returns how much. */
  bringForward(): Promise<number>;
}

/** Builds the room. */
export function createAlerts(options: {
  database: Database;
  clock: Clock;
  newId: () => string;
  /** Makes a key of 32 letters and digits: `randomKey`, except in tests. */
  newKey: () => string;
  work: WorkQueue;
  settings: Settings;
  directory: Directory;
  incidents: IncidentsForAlerts;
  logger: LoggerService;
  metrics: Metrics;
  load: Load;
  /** Events a minute, and in a burst, of one key in this process. */
  eventsPerMinutePerKey: number;
  /** Address of `/api/incidents/public` from outside, without a slash at the end. */
  publicUrl: string;
}): Alerts {
  const { database, logger, metrics } = options;
  const log = new IngestLog(options);
  const writers = {
    alerts: new AlertWriter({ ...options, log }),
    followUps: new FollowUpWriter({ ...options, log }),
  };
  const changes = new ChangeWriter({ ...options, log });
  const ingest = new Ingest({ ...options, ...writers, log, changes });
  const integrations = new Integrations(options);
  const upkeep = createUpkeep({ ...options, ...writers });
  const publicRouter = createPublicRouter({ ingest, logger, metrics });
  publicRouter.use(upkeep.publicRouter);
  return {
    publicRouter,
    maintenance: upkeep.maintenance,
    mount: server => {
      mountAlerts(server, {
        ...options,
        integrations,
        log,
        heartbeatNames: upkeep.names,
      });
      upkeep.mount(server);
    },
    resolveAlertsOf: resolveOpenAlerts,
    newestOf: id => newestAlertOf(database.knex, id),
    timesOf: id => alertTimesOf(database.knex, id, 5000),
    changesBetween: (entityRef, from, to) =>
      listChanges(database.knex, { entityRef, from, to, limit: 500 }),
    changesOf: (entityRef, from) =>
      listChanges(database.knex, { entityRef, from, limit: 200 }),
    newestChangesOf: (entityRefs, since) =>
      newestChangesOf(database.knex, entityRefs, since, 50),
    change: id => findChange(database.knex, id),
    followChanges: follower => changes.follow(follower),
    anyEventYet: async () =>
      (await integrations.list()).some(
        ({ lastEventAt }) => lastEventAt !== null,
      ),
    purge: () => log.purge(),
    bringForward: upkeep.bringForward,
  };
}
