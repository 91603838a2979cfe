import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  Caller,
  contract,
  incidentReadPermission,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../../directory/service';
import { IncidentAccess, Incidents, subjectOf } from '../../incidents/service';
import { Clock } from '../../platform/clock';
import { Database, iso } from '../../platform/database';
import { EndpointServer } from '../../platform/http';
import {
  ActionCatalog,
  EnabledPlay,
  PlaysAhead,
  PlayShelf,
  PlaySubject,
  PlayVersionRecord,
  RunStarter,
  TriggerRules,
} from '../ports';
import { actionsAhead } from './actionsAhead';
import { inputsOf } from './inputs';
import { listRuns } from './runList';
import { RunCommands } from './RunCommands';
import { findRun } from './runStore';
import { RunViews } from './RunViews';

/** Whether a plan that somebody was shown is still what a run of theirs would do. */
export type IsPlanStill = (
  planHash: string,
  play: EnabledPlay,
  subject: PlaySubject,
  person: NamedRef,
) => Promise<boolean>;

/** What serving runs needs. */
export interface RunRoutesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly directory: Pick<Directory, 'named' | 'mustHave'>;
  readonly incidents: Pick<Incidents, 'get' | 'nameOf'>;
  readonly access: Pick<IncidentAccess, 'readable' | 'allowsById'>;
  readonly shelf: PlayShelf;
  readonly actions: Pick<ActionCatalog, 'find'>;
  readonly starter: RunStarter;
  readonly commands: RunCommands;
  readonly views: RunViews;
  readonly rules: Pick<TriggerRules, 'reaches'>;
  readonly ahead: PlaysAhead;
  readonly isPlanStill: IsPlanStill;
}

/** Serves the runs of the contract. */
export function mountRuns(
  server: EndpointServer,
  options: RunRoutesOptions,
): void {
  const { database, access, incidents, shelf, views, commands } = options;
  const api = contract.plays;

  /** Who may not read an incident may not see what plays did in it. */
  const mustRead = async (
    incidentId: number | null,
    credentials: BackstageCredentials,
  ) => {
    if (incidentId === null) return;
    if (
      !(await access.allowsById(
        incidentReadPermission,
        incidentId,
        credentials,
      ))
    ) {
      throw new NotAllowedError(
        'Your portal’s permission policy does not let you read the incident of this run',
      );
    }
  };

  /**
   * The portal's policy answers only for somebody who is there, and nobody is when a step has its turn: so it is asked
   * now, for everything that the run may come to, also in plays that it calls. @throws NotAllowedError naming the permission
   */
  const mustBePermitted = async (
    play: PlayVersionRecord,
    incidentId: number | null,
    credentials: BackstageCredentials,
  ) => {
    const asked = new Set<string>();
    for (const id of await actionsAhead(play, shelf)) {
      const action = await options.actions.find(id);
      if (action?.kind !== 'inside' || !action.permission) continue;
      const { permission } = action;
      if (asked.has(permission.name)) continue;
      asked.add(permission.name);
      if (
        !(await access.allowsById(
          permission,
          incidentId ?? undefined,
          credentials,
        ))
      ) {
        throw new NotAllowedError(
          `The play, or one that it calls, uses ${id}, for which your portal’s permission policy does not give you ${permission.name}`,
        );
      }
    }
  };

  const readRun = async ({ params, credentials }: RunCall) => {
    const run = await findRun(database.knex, params.id);
    if (!run) throw new NotFoundError(`There is no run ${params.id}`);
    await mustRead(run.subject.incidentId, credentials);
    return run;
  };

  const detail = async (id: string, caller: Caller) => {
    const run = await findRun(database.knex, id);
    if (!run) throw new NotFoundError(`There is no run ${id}`);
    return views.detail(run, caller);
  };

  /** A run that is to be cancelled or to go on, as the floor sees it. */
  const subjects = async (call: RunCall) => [
    await views.subjectOf(await readRun(call), call.caller),
  ];

  server.mount(api.runs, {
    handle: async ({ query, credentials }) => {
      const readable = await access.readable(credentials);
      const page = await listRuns(database.knex, query, readable);
      return { ...page, items: await views.list(page.items) };
    },
  });

  server.mount(api.run, {
    handle: async call => views.detail(await readRun(call), call.caller),
  });

  server.mount(api.ofIncident, {
    subjects: async ({ params }) => [subjectOf(await incidents.get(params.id))],
    handle: async ({ params }) => {
      const { entity } = await incidents.get(params.id);
      const { items } = await listRuns(
        database.knex,
        { incidentId: params.id, limit: 50 },
        undefined,
      );
      const enabled = await shelf.enabled();
      const reached = await Promise.all(
        enabled.map(play => options.rules.reaches(play, entity.ref)),
      );
      return {
        runs: await views.list(items),
        ahead: (await options.ahead.of(params.id)).map(({ at, ...rest }) => ({
          ...rest,
          at: at && iso(at),
        })),
        startable: enabled
          .filter((_, index) => reached[index].reaches)
          .map(({ playId, document }) => ({
            id: playId,
            name: document.name,
            description: document.description,
            inputs: document.inputs,
          })),
        paused: await shelf.paused(),
      };
    },
  });

  server.mount(api.start, {
    handle: async ({ params, body, caller, credentials }) => {
      const person = await personOf(options.directory, caller);
      const play = await startable(params.id);
      const paused = await shelf.paused();
      if (paused) throw new ConflictError(`${paused}; nothing starts before`);
      await mustRead(body.incidentId ?? null, credentials);
      await mustBePermitted(play, body.incidentId ?? null, credentials);
      const { values, faults } = inputsOf(play.document.inputs, body.inputs);
      if (faults.length > 0) {
        throw new InputError(faults.map(fault => `body.${fault}`).join('; '));
      }
      const subject: PlaySubject = {
        incidentId: body.incidentId ?? null,
        entityRef: await entityOf(body),
        trigger: { event: 'manual', at: iso(options.clock.now()) },
        inputs: values,
      };
      if (
        body.planHash !== undefined &&
        !(await options.isPlanStill(body.planHash, play, subject, person))
      ) {
        throw new ConflictError(
          'What the play would do is no longer what you were shown: look at the dry run again',
        );
      }
      const { runId, refused } = await database.transaction(tx =>
        options.starter.start(tx, {
          play,
          subject,
          because: `${person.name} started it`,
          startedBy: { kind: 'person', ...person },
          authority: { kind: 'person', person },
          onceKey:
            body.idempotencyKey === undefined
              ? null
              : `manual:${person.ref}:${body.idempotencyKey}`,
          chain: [],
        }),
      );
      if (runId === null) throw new ConflictError(refused);
      return detail(runId, caller);
    },
  });

  server.mount(api.cancel, {
    subjects,
    handle: async ({ params, caller }) => {
      const person = await personOf(options.directory, caller);
      await commands.cancel(params.id, { kind: 'person', ...person });
      return detail(params.id, caller);
    },
  });

  server.mount(api.rerun, {
    subjects,
    handle: async ({ params, caller, credentials }) => {
      const person = await personOf(options.directory, caller);
      const run = await findRun(database.knex, params.id);
      // It goes on under the authority of whoever has it go on.
      if (run?.authority.kind === 'person') {
        const play = await shelf.version(run.playId, run.version);
        await mustBePermitted(play, run.subject.incidentId, credentials);
      }
      await commands.rerun(params.id, person);
      return detail(params.id, caller);
    },
  });

  server.mount(api.answer, {
    handle: async call => {
      const run = await readRun(call);
      const { path, answer, note } = call.body;
      const by = await personOf(options.directory, call.caller);
      await commands.answer(run.id, path, { answer, by, note }, call.caller);
      return detail(run.id, call.caller);
    },
  });

  async function startable(id: string): Promise<EnabledPlay> {
    const play = await shelf.startable(id);
    if (play?.playId === id) return play;
    const row = await database.knex('plays').where({ id }).first('last_name');
    if (!row) throw new NotFoundError(`There is no play ${id}`);
    throw new ConflictError(
      `“${row.last_name}” is not enabled, so nothing starts it; enable it first`,
    );
  }

  async function entityOf(body: {
    readonly incidentId?: number;
    readonly entityRef?: string;
  }): Promise<string | null> {
    if (body.incidentId !== undefined) {
      return (await incidents.get(body.incidentId)).entity.ref;
    }
    if (body.entityRef === undefined) return null;
    await options.directory.mustHave(body.entityRef, 'body.entityRef');
    return body.entityRef;
  }
}

interface RunCall {
  readonly params: { readonly id: string };
  readonly caller: Caller;
  readonly credentials: BackstageCredentials;
}
