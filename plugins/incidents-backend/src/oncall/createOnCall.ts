import { Router } from 'express';
import { Directory } from '../directory/service';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { WorkQueue } from '../work/service';
import { mountSchedulesAsCode, Pipeline } from './asCode/routes';
import { ScheduleImport } from './asCode/ScheduleImport';
import { DutyWarnings } from './DutyWarnings';
import { mountScheduleEdits } from './editRoutes';
import { Notices } from './notices/Notices';
import { CoverSuggestions } from './people/CoverSuggestions';
import { createPeople } from './people/createPeople';
import { LeaveBook } from './people/LeaveBook';
import { OnCallLinks } from './people/links';
import { OwnRecords } from './people/OwnRecords';
import { mountScheduleReads } from './routes';
import { NoteBox } from './ports';
import { ScheduleChanges } from './ScheduleChanges';
import { ScheduleDesk } from './ScheduleDesk';
import { ScheduleReader } from './ScheduleReader';
import { Schedules } from './Schedules';
import { OnCallAnswers, ScheduleBook } from './service';

/** The on-call room, as the inventory wires it. */
export interface OnCallRoom {
  readonly answers: OnCallAnswers;
  /** Schedules with all that decides who is on call by them. */
  readonly book: Pick<ScheduleBook, 'allRuled'>;
  /** Calendars by secret addresses, at `/public/calendar/:token`. */
  readonly publicRouter: Router;
  /** What is kept about a person's duty, for that person. */
  readonly records: OwnRecords;
  mount(server: EndpointServer): void;
  /** Deletes what is kept for a time only. */
  purge(): Promise<void>;
}

/** Builds the on-call room: schedules, what people say about their duty, and schedules as text. */
export function createOnCall(options: {
  database: Database;
  clock: Clock;
  newId: () => string;
  work: WorkQueue;
  directory: Directory;
  notes: NoteBox;
  links: OnCallLinks;
  /** `incidents.onCall.handoffNoticeMinutes`. */
  handoffNoticeMinutes: number;
  /** `incidents.pipelines`. */
  pipelines: readonly Pipeline[];
  /** The name of a policy that uses a schedule. */
  isUsed: (scheduleId: string) => Promise<string | undefined>;
}): OnCallRoom {
  const notices = new Notices(options);
  const changed = (tx: Tx, id: string) => notices.changed(tx, id);
  const schedules = new Schedules({ ...options, changed });
  const changes = new ScheduleChanges({ ...options, changed });
  const reader = new ScheduleReader({ ...options, changes });
  notices.registerWork(reader);
  const leave = new LeaveBook(options);
  const suggestions = new CoverSuggestions({
    ...options,
    book: reader,
    absences: leave,
  });
  const warnings = new DutyWarnings({
    ...options,
    book: reader,
    absences: leave,
    suggestions,
  });
  const desk = new ScheduleDesk({ ...options, reader, warnings });
  const people = createPeople({
    ...options,
    book: reader,
    leave,
    suggestions,
  });
  return {
    answers: reader,
    book: reader,
    publicRouter: people.publicRouter,
    records: people.records,
    purge: () => notices.purge(),
    mount: server => {
      mountScheduleReads(server, { ...options, schedules, desk });
      mountScheduleEdits(server, { ...options, schedules, changes, reader });
      mountSchedulesAsCode(server, {
        ...options,
        imports: new ScheduleImport(schedules),
      });
      people.mount(server);
    },
  };
}
