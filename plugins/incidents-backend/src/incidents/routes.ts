import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  Caller,
  contract,
  IncidentDetail,
  incidentManagePermission,
  incidentRespondPermission,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, faultsOfPeople } from '../directory/service';
import { addMinutes, Clock, minutesBetween } from '../platform/clock';
import { Database, isoOrNull } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { IncidentAccess } from './access';
import { IncidentRecord, openStatuses } from './model';
import { CommandAnswer, Incidents } from './service';
import { entityFigures, listIncidents } from './store';
import { readTimeline } from './timelineStore';
import { abilitiesOf, subjectOf, toIncident, toIncidentDetail } from './view';

const month = 30 * 24 * 60;
/** Minutes. */
const longestSnooze = month;

/** Serves the incidents of the contract. */
export function mountIncidents(
  server: EndpointServer,
  options: {
    incidents: Incidents;
    access: IncidentAccess;
    directory: Directory;
    database: Database;
    clock: Clock;
    nextStep: (id: number) => Promise<IncidentDetail['nextStep']>;
    /** Whether its people are asked just now whether they are at it. */
    asks: (id: number) => Promise<boolean>;
    /** Whether another policy, or a newer version, is in force than the one that it goes by. */
    hasOtherPolicy: (record: IncidentRecord) => Promise<boolean>;
  },
): void {
  const { incidents, access, directory, database, clock } = options;
  const { knex } = database;
  const api = contract.incidents;

  const subjects = async ({ params }: { params: { id: number } }) => [
    subjectOf(await incidents.get(params.id)),
  ];

  const detail = async (
    record: IncidentRecord,
    caller: Caller,
    credentials: BackstageCredentials,
  ): Promise<IncidentDetail> =>
    toIncidentDetail(record, incidents.nameOf, {
      nextStep: await options.nextStep(record.id),
      runbook: (await directory.known(record.entity.ref))?.runbook ?? null,
      may: abilitiesOf(record, caller, {
        isAsked:
          record.status === 'acknowledged' && (await options.asks(record.id)),
        hasOtherPolicy:
          record.status !== 'resolved' &&
          (await options.hasOtherPolicy(record)),
        respond: await access.allows(
          incidentRespondPermission,
          record,
          credentials,
        ),
        manage: await access.allows(
          incidentManagePermission,
          record,
          credentials,
        ),
      }),
    });

  /** People of a request, by name. @throws InputError naming each that is none or not in the catalog */
  const named = async (refs: readonly string[]) => {
    const people = [...new Set(refs)];
    const faults = await faultsOfPeople(
      directory,
      people.map((ref, index) => ({
        field: `body.people[${index}]`,
        ref,
        kinds: ['user'],
      })),
    );
    if (faults.length > 0) throw new InputError(faults.join('; '));
    return directory.named(people);
  };

  /** Serves a command: run it as the caller, answer what is true now. */
  const command =
    <C extends CommandCall>(
      run: (
        call: C,
        by: Awaited<ReturnType<Incidents['person']>>,
      ) => Promise<CommandAnswer>,
    ) =>
    async (call: C) => {
      const by = await incidents.person(personRef(call.caller));
      const answer = await run(call, by);
      return {
        ...answer,
        incident: await detail(
          await incidents.get(call.params.id),
          call.caller,
          call.credentials,
        ),
      };
    };

  server.mount(api.list, {
    filters: true,
    handle: async ({ query, credentials }) => {
      const criteria = await access.readable(credentials);
      if (criteria === 'none') return { items: [], nextCursor: null };
      const { cursor, ...rest } = query;
      const before = cursor === undefined ? undefined : Number(cursor);
      if (cursor !== undefined && !/^\d{1,9}$/.test(cursor)) {
        throw new InputError('query.cursor must be the nextCursor of a page');
      }
      const rows = await listIncidents(
        knex,
        { ...rest, limit: rest.limit + 1, before },
        criteria,
      );
      const items = rows.slice(0, rest.limit);
      return {
        items: items.map(row => toIncident(row, incidents.nameOf)),
        nextCursor:
          rows.length > rest.limit ? String(items[items.length - 1].id) : null,
      };
    },
  });

  server.mount(api.get, {
    subjects,
    handle: async ({ params, caller, credentials }) =>
      detail(await incidents.get(params.id), caller, credentials),
  });

  server.mount(api.timeline, {
    subjects,
    handle: async ({ params, query }) => ({
      items: await readTimeline(knex, params.id, query.afterSeq, query.limit),
    }),
  });

  server.mount(api.entity, {
    filters: true,
    handle: async ({ query: { entityRef }, credentials }) => {
      const [entity] = await directory.named([entityRef]);
      const criteria = await access.readable(credentials);
      if (criteria === 'none') {
        return {
          entity,
          open: [],
          openCount: 0,
          quietSince: null,
          last30Days: 0,
        };
      }
      const figures = await entityFigures(
        knex,
        entityRef,
        addMinutes(clock.now(), -month),
        criteria,
      );
      const open = await listIncidents(
        knex,
        { entityRef, status: openStatuses, limit: 20 },
        criteria,
      );
      return {
        entity,
        open: open
          .sort(
            (a, b) =>
              a.severity.localeCompare(b.severity) ||
              a.openedAt.getTime() - b.openedAt.getTime(),
          )
          .map(record => toIncident(record, incidents.nameOf)),
        openCount: figures.openCount,
        quietSince: isoOrNull(figures.lastResolvedAt),
        last30Days: figures.openedSince,
      };
    },
  });

  server.mount(api.create, {
    handle: async ({ body, caller, credentials }) =>
      detail(
        await incidents.pageOwner({
          ...body,
          openedBy: await incidents.person(personRef(caller)),
        }),
        caller,
        credentials,
      ),
  });

  server.mount(api.acknowledge, {
    subjects,
    handle: command(({ params }, by) =>
      incidents.commands.acknowledge(params.id, by),
    ),
  });

  server.mount(api.join, {
    subjects,
    handle: command(({ params }, by) => incidents.commands.join(params.id, by)),
  });

  server.mount(api.note, {
    subjects,
    handle: command(({ params, body }, by) =>
      incidents.commands.note(params.id, by, body.text),
    ),
  });

  server.mount(api.resolve, {
    subjects,
    handle: command(({ params, body }, by) =>
      incidents.commands.resolve(params.id, by, body.note),
    ),
  });

  server.mount(api.reassign, {
    subjects,
    handle: command(async ({ params, body }, by) =>
      incidents.commands.reassign(params.id, await named(body.people), by),
    ),
  });

  server.mount(api.escalate, {
    subjects,
    handle: command(({ params }, by) =>
      incidents.commands.escalate(params.id, by),
    ),
  });

  server.mount(api.snooze, {
    subjects,
    handle: command(({ params, body }, by) => {
      const until = new Date(body.until);
      const minutes = minutesBetween(clock.now(), until);
      if (minutes <= 0 || minutes > longestSnooze) {
        throw new InputError(
          `body.until is ${body.until}; it must lie ahead, within the next 30 days`,
        );
      }
      return incidents.escalating.snooze(params.id, until, by);
    }),
  });

  server.mount(api.confirm, {
    subjects,
    handle: command(({ params }, by) =>
      incidents.escalating.confirm(params.id, by),
    ),
  });

  server.mount(api.page, {
    subjects,
    handle: command(async ({ params, body }, by) =>
      incidents.escalating.page(
        params.id,
        await named(body.people),
        body.urgency,
        by,
      ),
    ),
  });

  server.mount(api.reattachPolicy, {
    subjects,
    handle: command(async ({ params }, by) =>
      incidents.escalating.reattachPolicy(await incidents.get(params.id), by),
    ),
  });

  server.mount(api.edit, {
    subjects,
    handle: async ({ params, body, caller, credentials }) => {
      await incidents.edits.edit(
        params.id,
        body,
        await incidents.person(personRef(caller)),
      );
      return detail(await incidents.get(params.id), caller, credentials);
    },
  });
}

interface CommandCall {
  readonly params: { readonly id: number };
  readonly caller: Caller;
  readonly credentials: BackstageCredentials;
}

/** Who acts. The floor lets only people act, so a service never comes here. */
function personRef(caller: Caller): string {
  if (caller.kind !== 'person') throw new InputError('This needs a person');
  return caller.ref;
}
