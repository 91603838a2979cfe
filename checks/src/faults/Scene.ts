import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TwilioStandIn } from '@muster/backstage-plugin-incidents-backend-module-twilio/src/testing/TwilioStandIn';
import createKnex, { Knex } from 'knex';
import { Fleet, MailServer, Monitor, Replica } from '../fleet';
import { secondsFrom, until } from '../until';
import { Audit } from './Audit';

/** Longest that a fault may hold up a page, in seconds: a sender that died is taken for dead after 30. */
const longestRecovery = 60;

/** What the faults happen to: replicas, their PostgreSQL, who carries their pages, and a monitor. */
export class Scene {
  readonly audit: Audit;
  readonly monitor: Monitor;
  readonly knex: Knex;
  readonly fleet: Fleet;
  readonly mail: MailServer;
  readonly twilio: TwilioStandIn;
  /** The account that is asked when `twilio` does not take a message. */
  readonly standby: TwilioStandIn;
  /** Where boundaries are armed. */
  readonly #deaths: string;
  readonly #attended = new Set<Replica>();

  private constructor(parts: {
    fleet: Fleet;
    mail: MailServer;
    twilio: TwilioStandIn;
    standby: TwilioStandIn;
    knex: Knex;
    key: string;
    deaths: string;
  }) {
    this.fleet = parts.fleet;
    this.mail = parts.mail;
    this.twilio = parts.twilio;
    this.standby = parts.standby;
    this.knex = parts.knex;
    this.#deaths = parts.deaths;
    this.audit = new Audit(parts.knex, {
      email: incident => parts.mail.countOf(incident),
      sms: incident =>
        this.#texts().filter(({ text }) => text.includes(`(${incident})`))
          .length,
    });
    this.monitor = new Monitor(parts.fleet.replicas, parts.key);
  }

  static async start(replicas: number): Promise<Scene> {
    const deaths = await mkdtemp(join(tmpdir(), 'muster-deaths-'));
    const mail = await MailServer.start();
    const twilio = await TwilioStandIn.start();
    const standby = await TwilioStandIn.start({
      accountSid: `AC${'0'.repeat(31)}2`,
      from: '+12015550101',
    });
    const fleet = await Fleet.start({
      replicas,
      // A server that is killed may forget what it had not written through, and with it what it had confirmed.
      fsync: true,
      preload: ['./deathPoints', './shiftedClock'].map(file =>
        require.resolve(file),
      ),
      env: { MUSTER_CHECK_TWILIO: 'on', MUSTER_CHECK_DEATHS: deaths },
      config: {
        incidents: {
          email: mail.config,
          twilio: { ...twilio.config, standby: standby.config },
        },
      },
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
    const scene = new Scene({
      fleet,
      mail,
      twilio,
      standby,
      knex,
      key,
      deaths,
    });
    await scene.audit.watch();
    for (const replica of fleet.replicas) scene.attend(replica);
    return scene;
  }

  /** Replicas that run now. */
  get running(): readonly Replica[] {
    return this.fleet.replicas.filter(({ running }) => running);
  }

  /** A monitor of an entity whose policy has a step for each of these people. */
  async connect(
    entityRef: string,
    people: readonly string[],
    delayMinutes: number,
  ): Promise<Monitor> {
    const [{ api }] = this.running;
    const key = await api.bindPolicy(entityRef, people, delayMinutes);
    return new Monitor(this.fleet.replicas, key);
  }

  /** What Twilio and its standby have taken for a number, oldest first. */
  textsTo(number: string): readonly string[] {
    return this.#texts()
      .filter(({ to }) => to === number)
      .map(({ text }) => text);
  }

  #texts() {
    return [...this.twilio.taken, ...this.standby.taken];
  }

  /** Sets a replica's wall clock so far ahead of the machine's, and waits until it is. */
  async setClock({ name }: Replica, aheadSeconds: number): Promise<void> {
    await writeFile(join(this.#deaths, `clock-${name}`), `${aheadSeconds}`);
    await until(
      'the clock is set',
      async () => {
        const lines = await this.#linesOf('clocks');
        return (
          lines.filter(line => line.startsWith(`${name} `)).at(-1) ===
          `${name} ${aheadSeconds}`
        );
      },
      20,
    );
  }

  /** Has the first process die that passes this boundary. */
  async arm(boundary: string): Promise<void> {
    await writeFile(join(this.#deaths, boundary), '');
  }

  /** Has the process die that passes the n-th boundary from now on, counted over all of them. */
  async armNumber(n: number): Promise<void> {
    await writeFile(join(this.#deaths, 'passed'), '');
    await writeFile(join(this.#deaths, 'number'), String(n));
  }

  /** Takes the number back. @returns how many boundaries have been passed since it was armed */
  async disarmNumber(): Promise<number> {
    await rm(join(this.#deaths, 'number'), { force: true });
    const text = await readFile(join(this.#deaths, 'passed'), 'utf8');
    return text.split('\n').length - 1;
  }

  /**
   * Has no sender take a page while `work` runs.
   *
   * @param work - is given what lets them go before its end
   */
  async holdingSenders(
    work: (letGo: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const file = join(this.#deaths, 'hold');
    const letGo = () => rm(file, { force: true });
    await writeFile(file, '');
    await work(letGo).finally(letGo);
  }

  /** The boundaries at which processes have died so far. */
  deaths(): Promise<readonly string[]> {
    return this.#linesOf('died');
  }

  async #linesOf(file: string): Promise<readonly string[]> {
    const text = await readFile(join(this.#deaths, file), 'utf8').catch(
      () => '',
    );
    return text.split('\n').filter(Boolean);
  }

  /** Waits until all replicas run. */
  async allRunning(): Promise<void> {
    await until(
      'all replicas run',
      () => this.fleet.replicas.every(({ running }) => running),
      120,
    );
  }

  /**
   * Starts a replica again whenever it dies, as a cluster would, until it is `left`. One that dies
   * while it starts is started again too: its queue works before it is ready, so a boundary that was
   * armed for another one may be passed by it.
   */
  attend(replica: Replica): void {
    this.#attended.add(replica);
    void replica.ended.then(() => this.#startAgain(replica));
  }

  async #startAgain(replica: Replica): Promise<void> {
    if (!this.#attended.has(replica)) return;
    try {
      await replica.start();
      this.attend(replica);
    } catch (error) {
      process.stderr.write(`A replica did not start: ${error}\n`);
      await this.#startAgain(replica);
    }
  }

  /** No longer starts a replica again. */
  leave(replica: Replica): void {
    this.#attended.delete(replica);
  }

  /**
   * Waits until every page of these incidents is sent or has failed for good, then looks whether all
   * is as it must be.
   *
   * @param apart - a channel that is not waited for
   * @param pages - how many pages each incident must have by then
   * @param monitor - who told of them; the scene's own when left out
   * @param since - when the fault was over, by `performance.now()`
   * @returns the figures and the recovery, in words
   */
  async verdict(
    dedupKeys: readonly string[],
    since: number,
    {
      pages = 1,
      monitor = this.monitor,
      apart,
    }: { pages?: number; monitor?: Monitor; apart?: string } = {},
  ): Promise<string> {
    await until(
      `every page of ${dedupKeys.length} incidents`,
      () => this.audit.isSettled(dedupKeys, pages, apart).catch(() => false),
      longestRecovery,
    );
    const recovery = secondsFrom(since);
    const figures = await this.audit.figures(monitor, dedupKeys);
    return `${figures}, recovered in ${recovery}`;
  }

  async stop(): Promise<void> {
    this.#attended.clear();
    await this.knex.destroy();
    await this.fleet.stop();
    await this.mail.stop();
    await this.twilio.stop();
    await this.standby.stop();
    await rm(this.#deaths, { recursive: true, force: true });
  }
}
