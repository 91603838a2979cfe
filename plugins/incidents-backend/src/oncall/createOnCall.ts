import { NotAllowedError } from '@backstage/errors';
import {
  Caller,
  contract,
  NamedRef,
  passesFloor,
  Schedule,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../directory/service';
import { Clock } from '../platform/clock';
import { Database, iso, isoOrNull } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { Schedules, StoredSchedule } from './Schedules';
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

const owned = (ownerRef: string) => ({ ownerRef, responders: [] });

function shown(
  { id, version, updatedAt, updatedBy, content }: StoredSchedule,
  caller: Caller,
): Schedule {
  return {
    ...content,
    id,
    version,
    updatedAt: iso(updatedAt),
    updatedBy,
    may: passesFloor('owner', false, caller, [owned(content.ownerRef)])
      ? ['edit']
      : [],
  };
}

function mountSchedules(
  server: EndpointServer,
  options: { schedules: Schedules; clock: Clock; directory: Directory },
): void {
  const { schedules, clock, directory } = options;
  const api = contract.oncall;
  const nameOf = async (caller: Caller): Promise<NamedRef> => {
    if (caller.kind !== 'person')
      throw new NotAllowedError('This needs a person');
    return (await directory.named([caller.ref]))[0];
  };
  const ownerOf = async (id: string) =>
    owned((await schedules.get(id)).content.ownerRef);

  server.mount(api.listSchedules, {
    handle: async ({ caller }) => {
      const now = clock.now();
      const items = [];
      for (const schedule of await schedules.list()) {
        const people = await schedules.onCallAt(schedule.id, now);
        items.push({
          ...shown(schedule, caller),
          now: people.map(({ person }) => person),
          until: isoOrNull(people[0]?.until ?? null),
        });
      }
      return { items };
    },
  });

  server.mount(api.getSchedule, {
    handle: async ({ params, caller }) =>
      shown(await schedules.get(params.id), caller),
  });

  server.mount(api.shifts, {
    handle: async ({ params, query }) => ({
      items: await schedules.shifts(
        params.id,
        new Date(query.from),
        new Date(query.to),
      ),
    }),
  });

  server.mount(api.createSchedule, {
    subjects: async ({ body }) => [owned(body.ownerRef)],
    handle: async ({ body, caller }) =>
      shown(await schedules.create(body, await nameOf(caller)), caller),
  });

  server.mount(api.updateSchedule, {
    subjects: async ({ params, body }) => [
      await ownerOf(params.id),
      owned(body.ownerRef),
    ],
    handle: async ({ params, body: { version, ...input }, caller }) =>
      shown(
        await schedules.update(params.id, version, input, await nameOf(caller)),
        caller,
      ),
  });

  server.mount(api.deleteSchedule, {
    subjects: async ({ params }) => [await ownerOf(params.id)],
    handle: async ({ params }) => {
      await schedules.remove(params.id);
      return {};
    },
  });
}
