// For tests only: nothing that ships imports this file, so a devDependency is right here.
/* eslint-disable @backstage/no-undeclared-imports */
import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import { PlayDocument } from '@muster/backstage-plugin-incidents-common';
import { NoteRequest } from '../../../oncall/ports';
import { FakeClock } from '../../../platform/FakeClock';
import { Database } from '../../../platform/database';
import { openDatabase } from '../../../platform/testDatabase';
import { RecordingQueue } from '../../../testing/RecordingQueue';
import {
  EnabledPlay,
  OutsideResult,
  PlayAction,
  RunRequest,
} from '../../ports';
import { Occasions } from '../../triggers/Occasions';
import { Attempts } from '../Attempts';
import { Caller } from '../Caller';
import { Doing } from '../Doing';
import { Follower } from '../Follower';
import { RunCommands } from '../RunCommands';
import { Runner } from '../Runner';
import { findRun } from '../runStore';
import { RunWriter } from '../RunWriter';
import { Starter } from '../Starter';
import { readSteps } from '../stepStore';
import { Versions } from '../Versions';

const ana = { ref: 'user:default/ana.ruiz', name: 'Ana Ruiz' };

/** What an action outside does when it is called. */
export type Outside = (call: {
  readonly input: unknown;
  readonly key: string;
  readonly signal: AbortSignal;
}) => Promise<OutsideResult>;

const info = (id: string, idempotent: boolean) => ({
  id,
  title: id,
  description: '',
  source: 'Test',
  input: {},
  output: {},
  idempotent,
  simulatable: true,
  reversible: false,
});

/**
 * The runner over a database, with actions of its own: `test.do@1` writes a row of `effects` within the transaction, `test.call@1`
 * and `test.once@1` (not idempotent) call `outside`. Expressions are names of `truths`.
 *
 * @param through - what the runner has in place of the database
 */
export async function createRunsFixture(
  id: TestDatabaseId,
  through: (database: Database) => Database = database => database,
) {
  const database = await openDatabase(id);
  await database.knex.schema.createTable('effects', table => {
    table.increments('id');
    table.string('key', 600);
  });
  const clock = new FakeClock();
  const work = new RecordingQueue();
  const plays = new Map<string, EnabledPlay>();
  const notes: NoteRequest[] = [];
  const timeline: string[] = [];
  const refusals: string[] = [];
  const truths: Record<string, unknown> = { yes: true, no: false };
  const outside: { call: Outside } = {
    call: async () => ({ outcome: 'succeeded', output: 'called' }),
  };
  let paused: string | null = null;
  let nextId = 0;

  const calling = (actionId: string, idempotent: boolean): PlayAction => ({
    kind: 'outside',
    info: info(actionId, idempotent),
    simulate: async () => [],
    run: (input, { idempotencyKey, signal }) =>
      outside.call({ input, key: idempotencyKey, signal }),
  });
  const actions = new Map<string, PlayAction>([
    [
      'test.do@1',
      {
        kind: 'inside',
        info: info('test.do@1', false),
        plan: async (input, { idempotencyKey }) => ({
          lines: [],
          apply: async tx => {
            await tx('effects').insert({ key: idempotencyKey });
            if (Reflect.get(Object(input), 'fails')) {
              throw new Error('It cannot be done now');
            }
            return input;
          },
        }),
      },
    ],
    ['test.call@1', calling('test.call@1', true)],
    ['test.once@1', calling('test.once@1', false)],
  ]);

  const shelf = {
    version: async (playId: string) => {
      const play = plays.get(playId);
      if (!play) throw new Error(`There is no ${playId}`);
      return play;
    },
    enabled: async () => [...plays.values()],
    startable: async (idOrName: string) =>
      [...plays.values()].find(
        ({ playId, document }) =>
          playId === idOrName || document.name === idOrName,
      ),
    enabledNow: async (playId: string) => plays.get(playId),
    paused: async () => paused,
  };
  const language = {
    read: () => ({ faults: [], document: null, actions: [] }),
    holds: (expression: string) => truths[expression] === true,
    value: (expression: string) => truths[expression],
    fill: (template: string) => template,
    resolve: (input: unknown) => input,
  };
  const incidents = {
    find: async () => undefined,
    lock: async () => undefined,
    append: async (
      _tx: unknown,
      _id: number,
      ...entries: { text: string }[]
    ) => {
      timeline.push(...entries.map(({ text }) => text));
    },
  };
  const options = {
    database: through(database),
    clock,
    work,
    logger: mockServices.logger.mock(),
    newId: () => {
      nextId += 1;
      return `r${nextId}`;
    },
    incidents,
    directory: {
      peopleBehind: async (refs: readonly string[]) =>
        new Map(refs.map(ref => [ref, [ref]])),
    },
    notes: {
      post: async (_tx: unknown, note: NoteRequest) => {
        notes.push(note);
      },
    },
    shelf,
    language,
    context: { read: async () => truths },
    actions: {
      list: async () => [],
      find: async (actionId: string) => actions.get(actionId),
      redact: (_id: string, input: unknown) => input,
    },
    endings: { ended: async () => {} },
    refusals: {
      refuse: async (_tx: unknown, _request: RunRequest, because: string) => {
        refusals.push(because);
      },
    },
    runUrl: (runId: string) => `http://portal/${runId}`,
    changed: () => {},
    versions: new Versions(shelf),
  };
  const writer = new RunWriter(options);
  const starter = new Starter({ ...options, writer });
  const runner = new Runner({
    ...options,
    writer,
    doing: new Doing(options),
    caller: new Caller({ shelf, starter }),
  });
  const attempts = new Attempts({ ...options, writer });
  const commands = new RunCommands({ ...options, writer });
  for (const part of [starter, runner, attempts]) part.register();
  commands.register(work);

  return {
    database,
    clock,
    work,
    notes,
    timeline,
    refusals,
    truths,
    outside,
    runner,
    starter,
    shelf,
    occasions: new Occasions({ ...options, starter }),
    attempts,
    follower: new Follower({ ...options, writer }),
    commands,

    pause(because: string | null) {
      paused = because;
    },

    async playOf(playId: string): Promise<PlayDocument> {
      return (await shelf.version(playId)).document;
    },

    async addPlay(playId: string, document: PlayDocument) {
      const now = clock.now();
      plays.set(playId, {
        playId,
        version: 1,
        document,
        actions: [...actions.keys()],
        hash: playId,
        approvedBy: ana,
        everywhere: false,
        enabledAt: now,
      });
      await database.knex('plays').insert({
        id: playId,
        name: playId,
        last_name: document.name,
        owner_ref: document.ownerRef,
        state: 'enabled',
        version: 1,
        updated_at: now,
        updated_by: '{}',
      });
      await database.knex('play_versions').insert({
        play_id: playId,
        version: 1,
        source: '',
        document: JSON.stringify(document),
        actions: '[]',
        hash: playId,
        made_at: now,
        made_by: '{}',
      });
    },

    async start(playId: string, more: Partial<RunRequest> = {}) {
      const play = await shelf.version(playId);
      return database.transaction(tx =>
        starter.start(tx, {
          play,
          subject: {
            incidentId: null,
            entityRef: null,
            trigger: {},
            inputs: {},
          },
          because: 'it was tested',
          startedBy: { kind: 'person', ...ana },
          authority: { kind: 'person', person: ana },
          onceKey: null,
          chain: [],
          ...more,
        }),
      );
    },

    /** Runs what is due now, and what that leads to. */
    settle: () => work.runDue(clock.now()),

    run: async (runId: string) => {
      const run = await findRun(database.knex, runId);
      if (!run) throw new Error(`There is no ${runId}`);
      return run;
    },

    /** Each step with its state: `page succeeded`. */
    told: async (runId: string) =>
      [...(await readSteps(database.knex, runId)).values()].map(
        ({ path, state }) => `${path} ${state}`,
      ),

    effects: async () =>
      (await database.knex('effects').orderBy('id')).map(({ key }) => key),
  };
}
