import { Router } from 'express';
import { randomBytes } from 'node:crypto';
import { Directory } from '../../directory/service';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { EndpointServer } from '../../platform/http';
import { WorkQueue } from '../../work/service';
import { CalendarReader } from './CalendarReader';
import { CoverRequests } from './CoverRequests';
import { CoverSuggestions } from './CoverSuggestions';
import { FeedBook } from './FeedBook';
import { LeaveBook } from './LeaveBook';
import { OnCallLinks } from './links';
import { NoteBox } from '../ports';
import { MyOnCall } from './MyOnCall';
import { ScheduleBook } from '../service';
import { OwnRecords } from './OwnRecords';
import { createCalendarRouter } from './publicRouter';
import { registerRequestWork } from './requestWork';
import { mountPeople } from './routes';

const tokenBytes = 32;

/** Builds the part of the room that is about people: requests, leave, calendars. */
export function createPeople(options: {
  database: Database;
  clock: Clock;
  newId: () => string;
  work: WorkQueue;
  directory: Directory;
  notes: NoteBox;
  book: ScheduleBook;
  leave: LeaveBook;
  suggestions: CoverSuggestions;
  links: OnCallLinks;
}): {
  /** To be mounted at the plugin's root; `/public` must be open to the unauthenticated. */
  publicRouter: Router;
  /** What is kept about a person, for that person. */
  records: OwnRecords;
  mount: (server: EndpointServer) => void;
} {
  const { leave, suggestions, links } = options;
  const requests = new CoverRequests(options);
  const feeds = new FeedBook({
    ...options,
    newToken: () => randomBytes(tokenBytes).toString('base64url'),
  });
  const calendars = new CalendarReader({
    ...options,
    feeds,
    urlOf: links.scheduleUrl,
  });
  const mine = new MyOnCall({ ...options, absences: leave });
  registerRequestWork(options);
  return {
    publicRouter: createCalendarRouter(calendars),
    records: new OwnRecords(options),
    mount: server =>
      mountPeople(server, {
        ...options,
        requests,
        suggestions,
        leave,
        feeds,
        mine,
        calendarUrl: links.calendarUrl,
      }),
  };
}
