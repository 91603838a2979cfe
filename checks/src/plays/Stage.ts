import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  contract,
  IncidentsClient,
  PlayRunDetail,
} from '@muster/backstage-plugin-incidents-common';
import { administrator, Fleet, Replica } from '../fleet';
import { StandIn } from './StandIn';
import { StopWatch } from './StopWatch';

const entityRef = 'component:default/checkout';

/** Steps of one run are begun by several processes, each of which measures the one clock for itself (decision 003). */
const clocksAgreeWithinMs = 100;

/** Every way in which a step has its effect, one after the other and side by side. */
const sourceOf = (port: number) => `
name: Checks
ownerRef: group:default/team-platform
onFailure: [{ id: told, action: incident.note, with: { text: It failed } }]
steps:
  - { id: first, action: incident.note, with: { text: first note } }
  - id: put
    action: http.request
    with: { method: PUT, url: "http://127.0.0.1:${port}/put" }
  - id: post
    action: http.request
    with: { method: POST, url: "http://127.0.0.1:${port}/post" }
  - id: both
    parallel:
      branches:
        - [{ id: aside, action: incident.note, with: { text: aside note } }]
        - - id: again
            action: http.request
            with: { method: PUT, url: "http://127.0.0.1:${port}/again" }
  - { id: last, action: incident.note, with: { text: last note } }
`;

/** What plays are run on: three replicas that die where they are told to, and the other side of HTTP steps. */
export class Stage {
  readonly fleet: Fleet;
  readonly #standIn: StandIn;
  readonly #deaths: string;
  readonly #attended = new Set<Replica>();
  /** The time in which no replica ran. */
  readonly #deserted = new StopWatch();
  #playId = '';

  private constructor(fleet: Fleet, standIn: StandIn, deaths: string) {
    this.fleet = fleet;
    this.#standIn = standIn;
    this.#deaths = deaths;
  }

  static async start(): Promise<Stage> {
    const deaths = await mkdtemp(join(tmpdir(), 'muster-play-deaths-'));
    const standIn = await StandIn.start();
    const fleet = await Fleet.start({
      replicas: 3,
      fsync: true,
      preload: [require.resolve('./dieAtBoundary')],
      env: { MUSTER_CHECK_DEATHS: deaths },
      config: {
        incidents: {
          plays: { http: { allow: ['127.0.0.1'] } },
        },
      },
    });
    const stage = new Stage(fleet, standIn, deaths);
    for (const replica of fleet.replicas) stage.#attend(replica);
    await stage.#enablePlay();
    return stage;
  }

  /** The n-th boundary that is passed from now on kills whoever passes it. 0: they are only counted. */
  async arm(n: number): Promise<void> {
    await writeFile(join(this.#deaths, 'passed'), '');
    if (n > 0) await writeFile(join(this.#deaths, 'number'), String(n));
  }

  /** How many boundaries have been passed since it was armed. */
  async passed(): Promise<number> {
    return (await readFile(join(this.#deaths, 'passed'))).length;
  }

  /** How many processes have died. */
  async died(): Promise<number> {
    const text = await readFile(join(this.#deaths, 'died'), 'utf8').catch(
      () => '',
    );
    return text.split('\n').length - 1;
  }

  /** Starts the play in an incident of its own; again on another replica when there is no answer. @returns the run's id */
  async startRun(): Promise<string> {
    const api = contract.plays;
    const incident = await this.asking(admin =>
      admin.call(contract.incidents.create, {
        body: { entityRef, title: 'Checks of plays', severity: 'SEV5' },
      }),
    );
    const idempotencyKey = `checks-${incident.id}`;
    const run = await this.asking(admin =>
      admin.call(api.start, {
        params: { id: this.#playId },
        body: { incidentId: incident.name, idempotencyKey },
      }),
    );
    return run.id;
  }

  /**
   * Waits for the end of a run, and answers on the way as somebody who looks: an action that was cut off is done when the other
   * side has heard of it, and is to be repeated when not.
   *
   * @returns how it ended, in words
   * @throws Error for an effect that was not had as declared
   */
  async verdict(runId: string): Promise<string> {
    let asked = 0;
    const run = await this.#until(
      `the end of run ${runId}`,
      async () => {
        const now = await this.#look(runId);
        const cut = now.steps.find(({ state }) => state === 'interrupted');
        if (cut) {
          asked += 1;
          const calls = this.#standIn.callsOf('POST', runId, cut.path);
          await this.asking(admin =>
            admin.call(contract.plays.answer, {
              params: { id: runId },
              body: {
                path: cut.path,
                answer: calls.size > 0 ? 'done' : 'repeat',
              },
            }),
          ).catch(() => undefined);
        }
        return now.endedAt === null ? undefined : now;
      },
      60,
      250,
    );
    await this.#mustBeAsDeclared(run);
    return asked > 0 ? 'asked about the POST' : 'by itself';
  }

  async #mustBeAsDeclared(run: PlayRunDetail): Promise<void> {
    const faults: string[] = [];
    const expectThat = (holds: boolean, fault: string) => {
      if (!holds) faults.push(fault);
    };
    expectThat(run.state === 'succeeded', `it ${run.state}: ${run.text}`);
    const { items } = await this.asking(admin =>
      admin.call(contract.incidents.timeline, {
        params: { id: String(run.incident?.id) },
        query: {},
      }),
    );
    for (const text of ['first note', 'aside note', 'last note']) {
      const count = items.filter(entry => entry.text === text).length;
      expectThat(count === 1, `“${text}” is on the timeline ${count} times`);
    }
    for (const kind of ['play-started', 'play-ended']) {
      const count = items.filter(entry => entry.kind === kind).length;
      expectThat(count === 1, `${kind} is on the timeline ${count} times`);
    }
    for (const path of ['put', 'both[1].again']) {
      const calls = this.#standIn.callsOf('PUT', run.id, path);
      expectThat(calls.size === 1, `${path} used ${calls.size} keys`);
    }
    const posts = [...this.#standIn.callsOf('POST', run.id, 'post').values()];
    const count = posts.reduce((sum, calls) => sum + calls, 0);
    expectThat(count === 1, `the POST was made ${count} times`);
    const begun = ['first', 'put', 'post', 'both', 'last'].map(
      path => run.steps.find(step => step.path === path)?.startedAt ?? '',
    );
    const inOrder = begun.every(
      (at, index) =>
        index === 0 ||
        Date.parse(at) >= Date.parse(begun[index - 1]) - clocksAgreeWithinMs,
    );
    expectThat(
      inOrder,
      `steps did not begin in their order: ${begun.join(', ')}`,
    );
    if (faults.length > 0)
      throw new Error(`run ${run.id}: ${faults.join('; ')}`);
  }

  #look(runId: string): Promise<PlayRunDetail> {
    return this.asking(admin =>
      admin.call(contract.plays.run, { params: { id: runId } }),
    );
  }

  /** Asks replicas in turn until one answers. @throws Error when the answer is that it was asked wrongly */
  asking<T>(ask: (admin: IncidentsClient) => Promise<T>): Promise<T> {
    return this.#until(
      'a replica answers',
      async () => {
        for (const { running, api } of this.fleet.replicas) {
          if (!running) continue;
          try {
            return await ask(await api.as(administrator));
          } catch (error) {
            if (isRefusal(error)) throw error;
          }
        }
        return undefined;
      },
      30,
    );
  }

  /**
   * As `until`, but the seconds in which no replica runs do not count: a check may kill all three, and a start beside those of other
   * checks takes a minute.
   */
  async #until<T>(
    what: string,
    ask: () => Promise<T | undefined>,
    within: number,
    pauseMs = 100,
  ): Promise<T> {
    const time = () => performance.now() - this.#deserted.ms();
    const deadline = time() + within * 1000;
    for (;;) {
      const answer = await ask();
      if (answer !== undefined) return answer;
      if (time() > deadline) {
        throw new Error(`waited ${within} s in vain for: ${what}`);
      }
      await sleep(pauseMs);
    }
  }

  async #enablePlay(): Promise<void> {
    const [{ api }] = this.fleet.replicas;
    const admin = await api.as(administrator);
    const { id } = await admin.call(contract.plays.create, {
      body: { source: sourceOf(this.#standIn.port) },
    });
    await admin.call(contract.plays.setState, {
      params: { id },
      body: { version: 1, state: 'enabled' },
    });
    this.#playId = id;
  }

  #attend(replica: Replica): void {
    this.#attended.add(replica);
    replica.ended
      .then(async () => {
        if (!this.#attended.has(replica)) return;
        const { replicas } = this.fleet;
        if (!replicas.some(({ running }) => running)) this.#deserted.start();
        await replica.start();
        this.#deserted.stop();
        this.#attend(replica);
      })
      .catch(error => {
        process.stderr.write(`A replica cannot be started again: ${error}\n`);
      });
  }

  async stop(): Promise<void> {
    this.#attended.clear();
    await this.fleet.stop();
    await this.#standIn.stop();
    await rm(this.#deaths, { recursive: true, force: true });
  }
}

/** Whether a replica has answered, and not that it cannot. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && Number(Reflect.get(error, 'statusCode')) < 500;
