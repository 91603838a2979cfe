import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import createKnex, { Knex } from 'knex';
import { Fleet, MailServer, Monitor, Replica } from '../fleet';
import { secondsFrom, until } from '../until';
import { Audit } from './Audit';

/** Longest that a fault may hold up a page, in seconds: a sender that died is taken for dead after 30. */
const longestRecovery = 60;

/** What the faults happen to: three replicas, their PostgreSQL, their mail server, and a monitor. */
export class Scene {
  readonly audit: Audit;
  readonly monitor: Monitor;
  readonly knex: Knex;
  readonly fleet: Fleet;
  readonly mail: MailServer;
  /** Where boundaries are armed. */
  readonly #deaths: string;

  private constructor(parts: {
    fleet: Fleet;
    mail: MailServer;
    knex: Knex;
    key: string;
    deaths: string;
  }) {
    this.fleet = parts.fleet;
    this.mail = parts.mail;
    this.knex = parts.knex;
    this.#deaths = parts.deaths;
    this.audit = new Audit(parts.knex, parts.mail);
    this.monitor = new Monitor(parts.fleet.replicas, parts.key);
  }

  static async start(replicas: number): Promise<Scene> {
    const deaths = await mkdtemp(join(tmpdir(), 'muster-deaths-'));
    const mail = await MailServer.start();
    const fleet = await Fleet.start({
      replicas,
      preload: [require.resolve('./deathPoints')],
      env: { MUSTER_CHECK_DEATHS: deaths },
      config: { incidents: { email: mail.config } },
    });
    const knex = createKnex({
      client: 'pg',
      connection: fleet.postgres.url,
      searchPath: ['incidents'],
      pool: { min: 0, max: 4 },
    });
    const key = await fleet.replicas[0].api.createIntegration(
      'Checks',
      'component:default/checkout',
    );
    const scene = new Scene({ fleet, mail, knex, key, deaths });
    await scene.audit.watch();
    return scene;
  }

  /** Replicas that run now. */
  get running(): readonly Replica[] {
    return this.fleet.replicas.filter(({ running }) => running);
  }

  /** Has the first process die that passes this boundary. */
  async arm(boundary: string): Promise<void> {
    await writeFile(join(this.#deaths, boundary), '');
  }

  /** The boundaries at which processes have died so far. */
  async deaths(): Promise<readonly string[]> {
    const text = await readFile(join(this.#deaths, 'died'), 'utf8').catch(
      () => '',
    );
    return text.split('\n').filter(Boolean);
  }

  /** Starts all that have died. */
  async revive(): Promise<void> {
    const dead = this.fleet.replicas.filter(({ running }) => !running);
    await Promise.all(dead.map(replica => replica.start()));
  }

  /**
   * Waits until every page of these incidents is sent or has failed for good, then looks whether all
   * is as it must be.
   *
   * @param since - when the fault was over, by `performance.now()`
   * @returns the figures and the recovery, in words
   */
  async verdict(
    dedupKeys: readonly string[],
    since: number,
    { mostMails = 1 }: { mostMails?: number } = {},
  ): Promise<string> {
    await until(
      `every page of ${dedupKeys.length} incidents`,
      () => this.audit.isSettled(dedupKeys).catch(() => false),
      longestRecovery,
    );
    const recovery = secondsFrom(since);
    const figures = await this.audit.figures(
      this.monitor,
      dedupKeys,
      mostMails,
    );
    return `${figures}, recovered in ${recovery}`;
  }

  async stop(): Promise<void> {
    await this.knex.destroy();
    await this.fleet.stop();
    await this.mail.stop();
    await rm(this.#deaths, { recursive: true, force: true });
  }
}
