import { InputError } from '@backstage/errors';
import {
  Caller,
  contract,
  Heartbeat,
  kindOf,
  Maintenance,
  passesFloor,
  Subject,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../../directory/service';
import { Clock } from '../../platform/clock';
import { Database, instant, iso, isoOrNull } from '../../platform/database';
import { EndpointServer } from '../../platform/http';
import { findSettings, saveSettings } from './entitySettingsStore';
import { Heartbeats, ShownHeartbeat } from './Heartbeats';
import { MaintenanceWindows, ShownWindow } from './MaintenanceWindows';
import { stateOfHeartbeat, stateOfWindow } from './model';

/** Serves maintenance, heartbeats and the settings of entities. */
export function mountUpkeep(
  server: EndpointServer,
  options: {
    database: Database;
    clock: Clock;
    directory: Directory;
    maintenance: MaintenanceWindows;
    heartbeats: Heartbeats;
    /** Address of `/api/incidents/public` from outside, without a slash at the end. */
    publicUrl: string;
  },
): void {
  const { database, clock, directory, maintenance, heartbeats } = options;
  const api = contract.alerts;

  const subjectOf = async (entityRef: string): Promise<Subject> => ({
    ownerRef: (await directory.known(entityRef))?.ownerRef ?? null,
    responders: [],
  });
  const subjectsOf = (refs: readonly string[]) =>
    Promise.all(refs.map(subjectOf));
  const mayEdit = async (
    caller: Caller,
    refs: readonly string[],
  ): Promise<'edit'[]> =>
    passesFloor('owner', false, caller, await subjectsOf(refs)) ? ['edit'] : [];

  const shownWindow = async (
    window: ShownWindow,
    caller: Caller,
  ): Promise<Maintenance> => {
    const refs = window.entities.map(({ ref }) => ref);
    const state = stateOfWindow(window, clock.now());
    return {
      id: window.id,
      entities: [...window.entities],
      start: iso(window.start),
      end: iso(window.end),
      reason: window.reason,
      state,
      createdBy: window.createdBy,
      holding: state === 'running' ? window.holding : 0,
      may: state === 'over' ? [] : await mayEdit(caller, refs),
    };
  };
  const shownHeartbeat = async (
    heartbeat: ShownHeartbeat,
    caller: Caller,
  ): Promise<Heartbeat> => ({
    id: heartbeat.id,
    name: heartbeat.name,
    entity: heartbeat.entity,
    everyMinutes: heartbeat.everyMinutes,
    severity: heartbeat.severity,
    state: stateOfHeartbeat(heartbeat),
    lastBeatAt: isoOrNull(heartbeat.lastBeatAt),
    incidentId: heartbeat.incidentId,
    keyHint: heartbeat.keyHint,
    may: await mayEdit(caller, [heartbeat.entity.ref]),
  });

  const windowSubjects = async ({ params }: { params: { id: string } }) =>
    subjectsOf(
      (await maintenance.get(params.id)).entities.map(({ ref }) => ref),
    );
  const heartbeatSubjects = async ({ params }: { params: { id: string } }) => [
    await subjectOf((await heartbeats.get(params.id)).entity.ref),
  ];
  /** A thing of the catalog that can break. @throws InputError naming the field */
  const mustBeAThing = async (ref: string, field: string): Promise<void> => {
    if (['user', 'group'].includes(kindOf(ref))) {
      throw new InputError(
        `${field} is ${ref}; it must be something that runs, such as component:default/checkout or system:default/shop`,
      );
    }
    await directory.mustHave(ref, field);
  };

  server.mount(api.listMaintenance, {
    handle: async ({ query, caller }) => {
      const { items, nextCursor } = await maintenance.list(query);
      const shown = items.map(window => shownWindow(window, caller));
      return { items: await Promise.all(shown), nextCursor };
    },
  });
  server.mount(api.createMaintenance, {
    subjects: async ({ body }) => {
      for (const [index, ref] of body.entityRefs.entries()) {
        await mustBeAThing(ref, `body.entityRefs[${index}]`);
      }
      return subjectsOf(body.entityRefs);
    },
    handle: async ({ body, caller }) => {
      const by = await personOf(directory, caller);
      const window = await maintenance.create(
        {
          entities: await directory.named([...new Set(body.entityRefs)]),
          start: body.start === undefined ? undefined : instant(body.start),
          end: instant(body.end),
          reason: body.reason,
        },
        { kind: 'person', ...by },
      );
      return shownWindow(window, caller);
    },
  });
  server.mount(api.updateMaintenance, {
    subjects: windowSubjects,
    handle: async ({ params, body, caller }) =>
      shownWindow(
        await maintenance.change(params.id, {
          start: body.start === undefined ? undefined : instant(body.start),
          end: instant(body.end),
          reason: body.reason,
        }),
        caller,
      ),
  });
  server.mount(api.endMaintenance, {
    subjects: windowSubjects,
    handle: async ({ params, caller }) =>
      shownWindow(await maintenance.end(params.id), caller),
  });

  server.mount(api.listHeartbeats, {
    handle: async ({ query, caller }) => {
      const { items, nextCursor } = await heartbeats.list(query);
      const shown = items.map(heartbeat => shownHeartbeat(heartbeat, caller));
      return { items: await Promise.all(shown), nextCursor };
    },
  });
  server.mount(api.createHeartbeat, {
    subjects: async ({ body }) => {
      await mustBeAThing(body.entityRef, 'body.entityRef');
      return [await subjectOf(body.entityRef)];
    },
    handle: async ({ body, caller }) => {
      const { entityRef, ...spec } = body;
      const [entity] = await directory.named([entityRef]);
      const made = await heartbeats.create({ ...spec, entity });
      return {
        heartbeat: await shownHeartbeat(made.heartbeat, caller),
        url: `${options.publicUrl}/heartbeat/${made.token}`,
      };
    },
  });
  server.mount(api.updateHeartbeat, {
    subjects: heartbeatSubjects,
    handle: async ({ params, body, caller }) =>
      shownHeartbeat(await heartbeats.change(params.id, body), caller),
  });
  server.mount(api.removeHeartbeat, {
    subjects: heartbeatSubjects,
    handle: async ({ params }) => {
      await heartbeats.remove(params.id);
      return {};
    },
  });

  const settingsOf = async (entityRef: string, caller: Caller) => {
    const { autoResolveMinutes, version } = await findSettings(
      database.knex,
      entityRef,
    );
    const [entity] = await directory.named([entityRef]);
    const may = await mayEdit(caller, [entityRef]);
    return { entity, autoResolveMinutes, version, may };
  };
  server.mount(api.entitySettings, {
    handle: ({ query, caller }) => settingsOf(query.entityRef, caller),
  });
  server.mount(api.setEntitySettings, {
    subjects: async ({ body }) => {
      await mustBeAThing(body.entityRef, 'body.entityRef');
      return [await subjectOf(body.entityRef)];
    },
    handle: async ({ body, caller }) => {
      await saveSettings(
        database.knex,
        body,
        await personOf(directory, caller),
        clock,
      );
      return settingsOf(body.entityRef, caller);
    },
  });
}
