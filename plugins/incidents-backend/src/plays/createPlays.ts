import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { Router } from 'express';
import { Alerts } from '../alerts/service';
import { Directory } from '../directory/service';
import { FindResponsible } from '../incidents/ports';
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
import { PlayActionPoint } from './actions/modules/PlayActionPoint';
import { Automation } from './book/Automation';
import { Endings } from './book/Endings';
import { PlayBook } from './book/PlayBook';
import { PlayViews } from './book/PlayViews';
import { observeRuns } from './book/gauges';
import { purgeRuns } from './book/purge';
import { Refusals } from './book/Refusals';
import { mountPlays } from './book/routes';
import { Shelf } from './book/Shelf';
import { Webhooks } from './book/Webhooks';
import { RoomContextReader } from './context/RoomContextReader';
import { playLanguage } from './language/playLanguage';
import { createRuns } from './run/createRuns';
import { Backtest } from './trials/Backtest';
import { mountTrials } from './trials/routes';
import { Trials } from './trials/Trials';
import { createTriggerRules, createTriggers } from './triggers/createTriggers';

/** What the room of plays is built from. */
export interface PlaysOptions {
  readonly auth: AuthService;
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
  /** Whom a page for an entity would reach. */
  readonly finder: FindResponsible;
  readonly access: IncidentAccess;
  readonly alerts: Alerts;
  /** News that nobody is woken for. */
  readonly notes: NoteBox;
  /** What the rooms above offer. */
  readonly roomActions: readonly RoomAction[];
  /** What modules have added. */
  readonly playActions: PlayActionPoint;
  /** The portal's actions registry. */
  readonly portalActions: ActionsService;
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
  const { clock, config, database } = options;
  const runUrl = (id: string) =>
    `${config.appBaseUrl}/incidents/plays/runs/${id}`;
  const language = playLanguage;
  const context = new RoomContextReader({
    ...options,
    portalUrl: `${config.appBaseUrl}/incidents`,
  });
  const actions = createActions(options);
  const endings = new Endings({ ...options, runUrl });
  const refusals = new Refusals({ ...options, endings });
  const automation = new Automation(options);
  const shelf = new Shelf({ ...options, automation });
  const webhooks = new Webhooks({ ...options, publicUrl: config.publicUrl });
  const rules = createTriggerRules(options);
  const runs = createRuns({
    ...options,
    shelf,
    language,
    context,
    actions,
    endings,
    refusals,
    runUrl,
  });
  const trials = new Trials({
    ...options,
    actions,
    context,
    language,
    rules,
    shelf,
  });
  const backtest = new Backtest({
    ...options,
    actions,
    language,
    reader: context,
    rules,
  });
  const triggers = createTriggers({
    ...options,
    shelf,
    language,
    context,
    refusals,
    webhooks,
    starter: runs.service,
    follower: runs.service,
  });
  observeRuns(options);
  const changed = () => shelf.forget();
  const book = new PlayBook({
    ...options,
    language,
    actions,
    canceller: runs.service,
    watcher: triggers.watcher,
    ownersOfSecret: name => config.plays.secrets[name]?.owners,
    changed,
  });
  return {
    publicRouter: triggers.publicRouter,
    mount: server => {
      // First: their paths are more particular than that of a play.
      mountTrials(server, { actions, language, trials, backtest });
      mountPlays(server, {
        ...options,
        book,
        webhooks,
        automation,
        changed,
        views: new PlayViews(options),
      });
      runs.mount(server, {
        rules,
        ahead: triggers.ahead,
        isPlanStill: (...plan) => trials.isStill(...plan),
      });
    },
    purge: () => purgeRuns(database, clock, config.plays.keepRunsDays),
  };
}
