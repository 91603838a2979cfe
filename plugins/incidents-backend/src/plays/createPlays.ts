import { LoggerService } from '@backstage/backend-plugin-api';
import { Router } from 'express';
import { Alerts } from '../alerts/service';
import { Directory } from '../directory/service';
import { IncidentAccess, Incidents } from '../incidents/service';
import { NoteBox } from '../oncall/ports';
import { OnCallAnswers } from '../oncall/service';
import { Clock } from '../platform/clock';
import { MusterConfig } from '../platform/config';
import { Database } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { Metrics } from '../platform/metrics';
import { RoomAction } from '../platform/roomAction';
import { Settings } from '../platform/settings';
import { WorkQueue } from '../work/service';
import { createActions } from './actions/createActions';
import { stubContext, stubLanguage, stubRuns } from './stubs';

/** What the room of plays is built from. */
export interface PlaysOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly work: WorkQueue;
  readonly settings: Settings;
  readonly logger: LoggerService;
  readonly metrics: Metrics;
  readonly config: MusterConfig;
  /** Seal what must be read again: the first seals, all open. */
  readonly keys: readonly string[];
  readonly directory: Directory;
  readonly onCall: OnCallAnswers;
  readonly incidents: Incidents;
  readonly access: IncidentAccess;
  readonly alerts: Alerts;
  /** News that nobody is woken for. */
  readonly notes: NoteBox;
  /** What the rooms above offer. */
  readonly roomActions: readonly RoomAction[];
  /** Tells browsers that what this endpoint shows has changed by itself; as well as it can. */
  readonly tellBrowsers: (endpointId: string) => void;
}

/** The room of plays, as the inventory wires it. */
export interface PlaysRoom {
  /** Signed webhooks, at `/public/plays/:token`. */
  readonly publicRouter: Router;
  mount(server: EndpointServer): void;
  /** Deletes runs that have been kept long enough. */
  purge(): Promise<void>;
}

/** Builds the room: language, actions, book, triggers, runner, trials. */
export function createPlays(options: PlaysOptions): PlaysRoom {
  const language = stubLanguage;
  const context = stubContext;
  const actions = createActions(options);
  const runs = stubRuns;
  void [language, context, actions, runs];
  return {
    publicRouter: Router(),
    mount: () => {},
    purge: async () => {},
  };
}
