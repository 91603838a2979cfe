import {
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { Router } from 'express';
import { Alerts } from '../alerts/service';
import { Directory } from '../directory/service';
import { IncidentAccess, Incidents } from '../incidents/service';
import { NoteBox } from '../oncall/ports';
import { Clock } from '../platform/clock';
import { MusterConfig } from '../platform/config';
import { Database } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { RoomAction } from '../platform/roomAction';
import { Settings } from '../platform/settings';
import { WorkQueue } from '../work/service';
import { postmortemActions } from './actions';
import { createDocument } from './document/createDocument';
import { createFactors } from './factors/createFactors';
import { createFinding } from './finding/createFinding';
import { PostmortemWords } from './finding/PostmortemWords';
import { createFollowUps } from './followUps/createFollowUps';
import { TicketPoint } from './followUps/TicketPoint';
import { createLife } from './life/createLife';
import { Gate } from './life/Gate';
import { createSharing } from './sharing/createSharing';
import { DocsQueue } from './sharing/docs/DocsQueue';

/** What the room of postmortems is built from. */
export interface PostmortemsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly permissions: PermissionsService;
  readonly newId: () => string;
  readonly work: WorkQueue;
  readonly settings: Settings;
  readonly logger: LoggerService;
  readonly config: MusterConfig;
  readonly directory: Directory;
  readonly incidents: Incidents;
  readonly access: IncidentAccess;
  readonly alerts: Alerts;
  /** News that nobody is woken for. */
  readonly notes: NoteBox;
  /** Ticket systems that modules have connected. */
  readonly tickets: TicketPoint;
}

/** The room of postmortems, as the inventory wires it. */
export interface PostmortemsRoom {
  /** Feeds, at `/public/postmortems/feed/:token`. */
  readonly publicRouter: Router;
  /** What plays may do to them. */
  readonly actions: readonly RoomAction[];
  mount(server: EndpointServer): void;
}

/** Builds the room. Its parts know each other by `ports.ts`; each is built from the options and from those before it. */
export function createPostmortems(
  options: PostmortemsOptions,
): PostmortemsRoom {
  const gate = new Gate(options);
  const index = new PostmortemWords(options.database);
  const follower = new DocsQueue({
    ...options,
    isOn: options.config.postmortems.docsFolder !== undefined,
  });
  const document = createDocument({ ...options, gate, index });
  const factors = createFactors({ ...options, gate, index });
  const followUps = createFollowUps({
    ...options,
    gate,
    index,
    follower,
    factors: factors.reader,
  });
  const life = createLife({
    ...options,
    gate,
    index,
    follower,
    drafter: document.drafter,
    document: document.reader,
    factors: factors.reader,
    followUps: followUps.reader,
  });
  const finding = createFinding({
    ...options,
    gate,
    views: life.views,
    followUps: followUps.reader,
  });
  const sharing = createSharing({
    ...options,
    gate,
    index,
    follower,
    views: life.views,
    opening: life.opening,
    drafter: document.drafter,
    document: document.reader,
    factors: factors.reader,
    followUps: followUps.reader,
  });
  return {
    publicRouter: sharing.publicRouter,
    actions: postmortemActions({ ...options, opener: life.opener }),
    mount: server => {
      life.mount(server);
      document.mount(server);
      factors.mount(server);
      followUps.mount(server);
      finding.mount(server);
      sharing.mount(server);
    },
  };
}
