import { LoggerService } from '@backstage/backend-plugin-api';
import { Router } from 'express';
import { Directory } from '../../directory/service';
import { FindMaintenance } from '../../incidents/ports';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { EndpointServer } from '../../platform/http';
import { Settings } from '../../platform/settings';
import { WorkQueue } from '../../work/service';
import { AlertWriter } from '../AlertWriter';
import { FollowUpWriter } from '../FollowUpWriter';
import { registerAutoResolve } from './autoResolveWork';
import { createHeartbeatRouter } from './heartbeatRouter';
import { Heartbeats } from './Heartbeats';
import { namesOfHeartbeats } from './heartbeatStore';
import { registerHeartbeatWork } from './heartbeatWork';
import { MaintenanceWindows } from './MaintenanceWindows';
import { registerMaintenanceWork } from './maintenanceWork';
import { IncidentsForUpkeep } from './ports';
import { mountUpkeep } from './routes';

/** What keeps incidents from opening, paging or staying open for nothing. */
export interface Upkeep {
  readonly maintenance: FindMaintenance;
  /** Beats; to be mounted at the plugin's root, where `/public` is open to the unauthenticated. */
  readonly publicRouter: Router;
  mount(server: EndpointServer): void;
  /** Names of those of these ids that are heartbeats. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Mends what waits too long since the database's clock was set back; returns how much. */
  bringForward(): Promise<number>;
}

/** Builds this part of the room: maintenance, heartbeats, auto-resolve. */
export function createUpkeep(options: {
  database: Database;
  clock: Clock;
  newId: () => string;
  newKey: () => string;
  work: WorkQueue;
  settings: Settings;
  directory: Directory;
  incidents: IncidentsForUpkeep;
  alerts: AlertWriter;
  followUps: FollowUpWriter;
  logger: LoggerService;
  eventsPerMinutePerKey: number;
  publicUrl: string;
}): Upkeep {
  const maintenance = new MaintenanceWindows(options);
  const heartbeats = new Heartbeats(options);
  const windows = registerMaintenanceWork(options);
  const beats = registerHeartbeatWork(options);
  registerAutoResolve(options);
  return {
    maintenance,
    publicRouter: createHeartbeatRouter({ ...options, heartbeats }),
    mount: server =>
      mountUpkeep(server, { ...options, maintenance, heartbeats }),
    names: ids => namesOfHeartbeats(options.database.knex, ids),
    bringForward: async () =>
      (await windows.bringForward()) + (await beats.bringForward()),
  };
}
