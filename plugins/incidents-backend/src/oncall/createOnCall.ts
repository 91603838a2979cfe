import { Directory } from '../directory/service';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { mountSchedules } from './routes';
import { Schedules } from './Schedules';
import { OnCallAnswers } from './service';

/** Builds the on-call room: schedules, and their part of the contract. */
export function createOnCall(options: {
  database: Database;
  clock: Clock;
  newId: () => string;
  directory: Directory;
  /** The name of a policy that uses a schedule. */
  isUsed: (scheduleId: string) => Promise<string | undefined>;
}): { answers: OnCallAnswers; mount: (server: EndpointServer) => void } {
  const schedules = new Schedules(options);
  return {
    answers: schedules,
    mount: server => mountSchedules(server, { ...options, schedules }),
  };
}
