import { LoggerService } from '@backstage/backend-plugin-api';
import { Directory } from '../../directory/service';
import { IncidentAccess } from '../../incidents/service';
import { NoteBox } from '../../oncall/ports';
import { Clock } from '../../platform/clock';
import { MusterConfig } from '../../platform/config';
import { Database } from '../../platform/database';
import { EndpointServer } from '../../platform/http';
import { WorkQueue } from '../../work/service';
import {
  FactorReader,
  FollowUpReader,
  PostmortemFollower,
  PostmortemGate,
  PostmortemIndex,
} from '../ports';
import { FollowUpBoard } from './FollowUpBoard';
import { FollowUpBook } from './FollowUpBook';
import { FollowUpNotices } from './FollowUpNotices';
import { FollowUpViews } from './FollowUpViews';
import { LearningReport } from './LearningReport';
import { mountFollowUps } from './routes';
import { TicketPoint } from './TicketPoint';
import { Tickets } from './Tickets';

/** What follow-ups need of the rest of the room, and of the rooms above. */
export interface FollowUpsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly work: WorkQueue;
  readonly logger: LoggerService;
  readonly config: MusterConfig;
  readonly directory: Directory;
  readonly access: IncidentAccess;
  readonly notes: NoteBox;
  /** What modules have connected. */
  readonly tickets: TicketPoint;
  readonly gate: PostmortemGate;
  readonly factors: FactorReader;
  readonly index: PostmortemIndex;
  readonly follower: PostmortemFollower;
}

/** Follow-ups, as the room wires them. */
export interface FollowUps {
  readonly reader: FollowUpReader;
  mount(server: EndpointServer): void;
}

/** Builds them; their handlers and sweeps are registered before the queue starts. */
export function createFollowUps(options: FollowUpsOptions): FollowUps {
  const { admins, appBaseUrl, postmortems: clocks } = options.config;
  const views = new FollowUpViews({
    ...options,
    hasTickets: options.tickets.all.length > 0,
  });
  const notices = new FollowUpNotices({ ...options, clocks, appBaseUrl });
  const book = new FollowUpBook({ ...options, admins, clocks, notices });
  const tickets = new Tickets({
    ...options,
    point: options.tickets,
    book,
    appBaseUrl,
  });
  const board = new FollowUpBoard({ ...options, views });
  const report = new LearningReport(options);
  notices.registerWork();
  tickets.registerWork();
  return {
    reader: {
      of: (...asked) => views.of(...asked),
      countsOf: (...asked) => views.countsOf(...asked),
      openOf: (...asked) => views.openOf(...asked),
      add: (...given) => book.add(...given),
    },
    mount: server =>
      mountFollowUps(server, {
        ...options,
        board,
        book,
        views,
        report,
        tickets,
        point: options.tickets,
      }),
  };
}
