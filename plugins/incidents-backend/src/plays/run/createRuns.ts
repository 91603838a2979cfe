import { LoggerService } from '@backstage/backend-plugin-api';
import { Directory } from '../../directory/service';
import { IncidentAccess, Incidents } from '../../incidents/service';
import { NoteBox } from '../../oncall/ports';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { EndpointServer } from '../../platform/http';
import { WorkQueue } from '../../work/service';
import {
  ActionCatalog,
  ContextReader,
  PlayLanguage,
  PlaysAhead,
  PlayShelf,
  RunCanceller,
  RunEndings,
  RunFollower,
  RunRefusals,
  RunStarter,
  TriggerRules,
} from '../ports';
import { Attempts } from './Attempts';
import { Caller } from './Caller';
import { Doing } from './Doing';
import { Follower } from './Follower';
import { RunCommands } from './RunCommands';
import { Runner } from './Runner';
import { IsPlanStill, mountRuns } from './runRoutes';
import { RunViews } from './RunViews';
import { RunWriter } from './RunWriter';
import { Starter } from './Starter';
import { Versions } from './Versions';

/** What running plays needs of the rest of the room, and of the rooms above. */
export interface RunsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly work: WorkQueue;
  readonly logger: LoggerService;
  readonly directory: Directory;
  readonly incidents: Incidents;
  readonly access: IncidentAccess;
  readonly notes: NoteBox;
  readonly shelf: PlayShelf;
  readonly language: PlayLanguage;
  readonly context: ContextReader;
  readonly actions: ActionCatalog;
  readonly endings: RunEndings;
  readonly refusals: RunRefusals;
  readonly runUrl: (runId: string) => string;
  readonly tellBrowsers: (endpointId: string) => void;
}

/** Running plays, as the room wires it. */
export interface Runs {
  /** Starts runs, tells them what happens, and cancels them. */
  readonly service: RunStarter & RunFollower & RunCanceller;
  /** Serves the runs of the contract, with what is made after them. */
  mount(
    server: EndpointServer,
    later: {
      readonly rules: Pick<TriggerRules, 'reaches'>;
      readonly ahead: PlaysAhead;
      readonly isPlanStill: IsPlanStill;
    },
  ): void;
}

/** Builds the runner; its handlers and sweeps are registered before the queue starts. */
export function createRuns(options: RunsOptions): Runs {
  const versions = new Versions(options.shelf);
  const writer = new RunWriter(options);
  const starter = new Starter({ ...options, writer });
  const doing = new Doing({ ...options, versions });
  const caller = new Caller({ shelf: options.shelf, starter });
  const follower = new Follower({ ...options, versions, writer });
  const commands = new RunCommands({ ...options, versions, writer });
  const views = new RunViews({ ...options, versions, commands });
  const runner = new Runner({
    ...options,
    versions,
    writer,
    doing,
    caller,
    changed: () => options.tellBrowsers('plays.run'),
  });
  const attempts = new Attempts({ ...options, versions, writer });
  runner.register();
  attempts.register();
  starter.register();
  commands.register(options.work);
  return {
    service: {
      start: (tx, request) => starter.start(tx, request),
      happened: (incidentId, happenings) =>
        follower.happened(incidentId, happenings),
      cancelAll: (playId, by) => commands.cancelAll(playId, by),
    },
    mount: (server, later) =>
      mountRuns(server, { ...options, ...later, starter, commands, views }),
  };
}
