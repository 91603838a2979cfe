import { Router } from 'express';
import { Directory } from '../../directory/service';
import { IncidentAccess, Incidents } from '../../incidents/service';
import { Clock } from '../../platform/clock';
import { MusterConfig } from '../../platform/config';
import { Database } from '../../platform/database';
import { EndpointServer } from '../../platform/http';
import { Settings } from '../../platform/settings';
import { WorkQueue } from '../../work/service';
import {
  DocumentReader,
  Drafter,
  FactorReader,
  FollowUpReader,
  PostmortemGate,
  PostmortemIndex,
  PostmortemOpening,
  PostmortemViews,
} from '../ports';
import { DocsQueue } from './docs/DocsQueue';
import { DocsWriter } from './docs/DocsWriter';
import { Exporter } from './Exporter';
import { FeedBook } from './FeedBook';
import { FeedReader } from './FeedReader';
import { Importer } from './import/Importer';
import { createFeedRouter } from './publicRouter';
import { mountSharing } from './routes';

/** What sharing needs of the rest of the room, and of the rooms above. */
export interface SharingOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly settings: Settings;
  readonly config: MusterConfig;
  readonly directory: Directory;
  readonly incidents: Incidents;
  readonly access: IncidentAccess;
  readonly gate: PostmortemGate;
  readonly views: PostmortemViews;
  readonly opening: PostmortemOpening;
  readonly drafter: Drafter;
  readonly document: DocumentReader;
  readonly factors: FactorReader;
  readonly followUps: FollowUpReader;
  readonly index: PostmortemIndex;
  /** What tells the folder of documents of changes; the other parts have it. */
  readonly follower: DocsQueue;
}

/** Sharing, as the room wires it. */
export interface Sharing {
  readonly publicRouter: Router;
  mount(server: EndpointServer): void;
}

/** Builds it; its handlers and sweeps are registered before the queue starts. */
export function createSharing(options: SharingOptions): Sharing {
  const { admins, appBaseUrl, publicUrl, postmortems } = options.config;
  const feeds = new FeedBook(options);
  const exporter = new Exporter({ ...options, appBaseUrl });
  if (postmortems.docsFolder !== undefined) {
    new DocsWriter({
      ...options,
      queue: options.follower,
      exporter,
      folder: postmortems.docsFolder,
    }).register();
  }
  const reader = new FeedReader({
    ...options,
    feeds,
    admins,
    urlOf: name => `${appBaseUrl}/incidents/postmortems/${name}`,
    portalUrl: `${appBaseUrl}/incidents/postmortems`,
  });
  return {
    publicRouter: createFeedRouter(postmortems.feed ? reader : undefined),
    mount: server =>
      mountSharing(server, {
        ...options,
        feeds,
        exporter,
        importer: new Importer(options),
        hasFeeds: postmortems.feed,
        feedUrlOf: token => `${publicUrl}/postmortems/feed/${token}`,
      }),
  };
}
