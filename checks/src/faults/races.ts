import {
  contract,
  IncidentsClient,
} from '@muster/backstage-plugin-incidents-common';
import { Report } from '../check';
import { until } from '../until';
import { Scene } from './Scene';

const ana = 'user:default/ana.ruiz';
const ben = 'user:default/ben.okafor';

/** Each race is run this often, since most of the time somebody is quicker. */
const rounds = 2;

/** Says what somebody asks of a replica, and what the answer was. */
type Move = (client: IncidentsClient, id: string) => Promise<unknown>;

interface Race {
  readonly name: string;
  /** Moves at the same moment, dealt to people and replicas in turn. */
  readonly moves: readonly Move[];
  /** How many entries of each kind the timeline has afterwards. */
  readonly entries: Readonly<Record<string, number>>;
  readonly status: string;
}

const { incidents } = contract;
const at = (id: string) => ({ params: { id } });
const acknowledge: Move = (client, id) =>
  client.call(incidents.acknowledge, at(id));
const resolve: Move = (client, id) =>
  client.call(incidents.resolve, { ...at(id), body: {} });
const join: Move = (client, id) => client.call(incidents.join, at(id));
const reassign: Move = (client, id) =>
  client.call(incidents.reassign, {
    ...at(id),
    body: { people: ['user:default/grace.mwangi'] },
  });

const escalate: Move = (client, id) => client.call(incidents.escalate, at(id));

const races: readonly Race[] = [
  {
    name: 'acknowledge',
    moves: [acknowledge, acknowledge, acknowledge, acknowledge],
    entries: { acknowledged: 1 },
    status: 'acknowledged',
  },
  {
    name: 'resolve',
    moves: [resolve, resolve, resolve, resolve],
    entries: { resolved: 1 },
    status: 'resolved',
  },
  {
    name: 'reassign',
    moves: [reassign, reassign, reassign, reassign],
    entries: { reassigned: 1, paged: 2 },
    status: 'triggered',
  },
  {
    name: 'escalate',
    moves: [escalate, escalate, escalate, escalate],
    entries: { escalated: 1 },
    status: 'triggered',
  },
  {
    name: 'acknowledge and resolve',
    moves: [acknowledge, resolve, acknowledge, resolve],
    entries: { resolved: 1 },
    status: 'resolved',
  },
  {
    name: 'acknowledge and join',
    moves: [acknowledge, acknowledge, join, join],
    entries: { acknowledged: 1 },
    status: 'acknowledged',
  },
];

/** People press buttons at the same moment on every replica. */
export async function raceTransitions(
  scene: Scene,
  report: Report,
): Promise<void> {
  for (const replicas of [2, 3]) {
    for (const race of races) {
      await report.run(`${replicas} replicas race to ${race.name}`, () =>
        run(scene, race, replicas),
      );
    }
    await report.run(`${replicas} replicas race to page a step`, () =>
      raceToPage(scene, replicas),
    );
  }
}

async function run(
  scene: Scene,
  race: Race,
  replicas: number,
): Promise<string> {
  const keys = await open(scene, `${race.name} ${replicas}`);
  const clients = await clientsOf(scene, replicas);
  for (const { id } of await scene.audit.incidentsOf(keys)) {
    await Promise.all(
      race.moves.map((move, n) => move(clients[n % clients.length], `${id}`)),
    );
    await expectEntries(scene, id, race.entries);
  }
  const wrong = (await scene.audit.incidentsOf(keys)).filter(
    ({ status }) => status !== race.status,
  );
  if (wrong.length)
    throw new Error(`not ${race.status}: ${JSON.stringify(wrong)}`);
  return `${rounds} times exactly once; ${await scene.verdict(keys, performance.now(), { pages: race.entries.paged })}`;
}

/** The same step falls due on every replica: its job is handed out eight times at once. */
async function raceToPage(scene: Scene, replicas: number): Promise<string> {
  const keys = await open(scene, `step ${replicas}`);
  const { knex } = scene;
  for (const { id } of await scene.audit.incidentsOf(keys)) {
    await knex('escalations')
      .where({ incident_id: id })
      .update({ due_at: knex.fn.now() });
    await knex.raw(
      `insert into incidents_work.job
         select (jsonb_populate_record(job, jsonb_build_object(
           'id', gen_random_uuid(), 'singleton_key', null, 'start_after', now(),
           'data', jsonb_set(job.data, '{runAt}', 'null')))).*
         from incidents_work.job as job, generate_series(1, 8)
         where job.singleton_key = ?`,
      [`escalation:${id}`],
    );
  }
  const figures = await scene.verdict(keys, performance.now(), { pages: 2 });
  return `each step once; ${figures}`;
}

async function open(scene: Scene, name: string): Promise<string[]> {
  const keys = Array.from({ length: rounds }, (_, n) => `race ${name} ${n}`);
  await Promise.all(keys.map(key => scene.monitor.trigger(key)));
  await until('all are paged', () => scene.audit.isSettled(keys), 60);
  return keys;
}

/** Ana and Ben, each on every one of the first replicas. */
async function clientsOf(
  scene: Scene,
  replicas: number,
): Promise<IncidentsClient[]> {
  const chosen = scene.fleet.replicas.slice(0, replicas);
  return Promise.all(
    [ana, ben].flatMap(person => chosen.map(({ api }) => api.as(person))),
  );
}

async function expectEntries(
  scene: Scene,
  id: number,
  expected: Readonly<Record<string, number>>,
): Promise<void> {
  for (const [kind, count] of Object.entries(expected)) {
    const found: unknown[] = await scene
      .knex('timeline')
      .where({ incident_id: id, kind })
      .select('seq');
    if (found.length !== count) {
      throw new Error(`INC-${id} has ${found.length} entries of ${kind}`);
    }
  }
}
