import {
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { Directory } from '../../directory/service';
import { Incidents } from '../../incidents/service';
import { NoteBox } from '../../oncall/ports';
import { Clock } from '../../platform/clock';
import { MusterConfig } from '../../platform/config';
import { Database, Queryable } from '../../platform/database';
import { EndpointServer } from '../../platform/http';
import { WorkQueue } from '../../work/service';
import { PostmortemRecord } from '../model';
import {
  DocumentReader,
  Drafter,
  FactorReader,
  FollowUpReader,
  PostmortemFollower,
  PostmortemGate,
  PostmortemIndex,
  PostmortemOpening,
  PostmortemViews,
} from '../ports';
import { readingOf } from '../readers';
import { Books } from './Books';
import { Completeness } from './Completeness';
import { Edits } from './Edits';
import { Feedback } from './Feedback';
import { Holder } from './Holder';
import { Meetings } from './Meetings';
import { OfIncident } from './OfIncident';
import { Opener } from './Opener';
import { Openings } from './Openings';
import { Publishing } from './Publishing';
import { ReadingList } from './ReadingList';
import { Reminders } from './Reminders';
import { Reviews } from './Reviews';
import { mountLife } from './routes';
import { Rulings } from './Rulings';
import { SeverityFollower } from './SeverityFollower';
import { StepReminders } from './StepReminders';
import { Steps } from './Steps';
import { Teller } from './Teller';
import { Views } from './Views';

/** What the life of postmortems needs of the rest of the room, and of the rooms above. */
export interface LifeOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly permissions: PermissionsService;
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
  /** Adds imported ones. */
  readonly opening: PostmortemOpening;
  readonly views: PostmortemViews;
  /** Opens that of an incident. */
  readonly opener: Opener;
  readonly reminders: Reminders;
  mount(server: EndpointServer): void;
}

/** Builds it; its subscriber, handlers and sweep are registered before the queue starts. */
export function createLife(options: LifeOptions): Life {
  const { config, incidents } = options;
  const { rules, escalateAfterDays } = config.postmortems;
  const portalUrl = `${config.appBaseUrl}/incidents`;
  const reading = (
    db: Queryable,
    record: PostmortemRecord,
    refs: readonly string[],
    restrictedTo?: readonly string[],
  ) =>
    readingOf(
      db,
      record,
      refs,
      { ...options, admins: config.admins },
      restrictedTo,
    );
  const teller = new Teller({
    ...options,
    portalUrl,
    admins: config.admins,
  });
  const reminders = new Reminders({ ...options, teller, escalateAfterDays });
  const rulings = new Rulings({ ...options, rules });
  const books = new Books({ ...options, reminders });
  const holder = new Holder({ ...options, reminders });
  const stepReminders = new StepReminders({ ...options, teller });
  const steps = new Steps({
    steps: config.postmortems.steps,
    holder,
    stepReminders,
  });
  const completeness = new Completeness(options);
  const views = new Views({ ...options, completeness });
  const opener = new Opener({
    ...options,
    openings: new Openings({ ...options, books, reminders, steps, teller }),
    rulings,
    severities: new SeverityFollower({ ...options, reminders }),
  });
  incidents.log.subscribe(opener);
  reminders.register();
  stepReminders.register();
  return {
    opening: books,
    views,
    opener,
    reminders,
    mount: server =>
      mountLife(server, {
        ...options,
        views,
        opener,
        ofIncident: new OfIncident({ ...options, rulings, views }),
        reading: (...asked) => reading(options.database.knex, ...asked),
        meetings: new Meetings({
          ...options,
          holder,
          teller,
          portalUrl,
          reading,
        }),
        feedback: new Feedback(options),
        steps,
        edits: new Edits({ ...options, holder, teller }),
        readingList: new ReadingList({ holder }),
        reviews: new Reviews({ ...options, holder, teller }),
        publishing: new Publishing({
          ...options,
          holder,
          completeness,
          rulings,
          steps,
          teller,
        }),
      }),
  };
}
