import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../../../bin/lib/portal/checks.mjs';
import { Portal } from '../../../bin/lib/portal/Portal.mjs';
import { findMissing } from '../../../bin/lib/portal/readiness.mjs';
import { PortalApi } from './PortalApi';

const ownEntry = resolve(__dirname, 'backend.ts');

/** Of a program that is let in whatever the replica's clock shows; people's tokens are not. */
export const checksToken = 'checks-of-this-machine';
const checksAccess = {
  type: 'static',
  options: { token: checksToken, subject: 'checks' },
};

/** How a replica differs from the plainest one. */
export interface ReplicaOptions {
  /** The first file of its backend, which may be that of another version; this one's when left out. */
  readonly entry?: string;
  /** Configuration over the demo's. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Modules that are loaded before the backend; absolute paths. */
  readonly preload?: readonly string[];
  /**
   * Variables over those of this process. `MUSTER_CHECK_CATALOG: 'down'` leaves the catalog out;
   * `MUSTER_CHECK_REPLICA` is the replica's own name, see `Replica.name`.
   */
  readonly env?: NodeJS.ProcessEnv;
}

/** One backend process of a fleet. It keeps its port through deaths and starts. */
export class Replica {
  /** By which its preloaded modules know which of the replicas they are in. */
  readonly name: string;
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** Speaks to this replica. */
  readonly api: PortalApi;
  readonly #port: number;
  readonly #data: string;
  readonly #databaseUrl: string;
  readonly #options: ReplicaOptions;
  #portal: Portal | undefined;
  #running = false;
  #log = '';

  private constructor(
    port: number,
    data: string,
    databaseUrl: string,
    options: ReplicaOptions,
  ) {
    this.name = `${port}`;
    this.url = `http://localhost:${port}`;
    this.api = new PortalApi(this.url);
    this.#port = port;
    this.#data = data;
    this.#databaseUrl = databaseUrl;
    this.#options = options;
  }

  /** Prepares a replica on a free port; it does not run yet. */
  static async create(
    databaseUrl: string,
    options: ReplicaOptions,
  ): Promise<Replica> {
    const data = await mkdtemp(join(tmpdir(), 'muster-replica-'));
    return new Replica(await freePort(), data, databaseUrl, options);
  }

  /** All that it has written, over all its lives. */
  get log(): string {
    return this.#log;
  }

  /** Whether it has started and not ended since. */
  get running(): boolean {
    return this.#running;
  }

  /** Fulfilled when its present process has ended, whatever the reason. */
  get ended(): Promise<void> {
    return this.#portal?.ended.then(() => {}) ?? Promise.resolve();
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param changes - for this life only, over the options that it was made with
   */
  async start(changes: ReplicaOptions = {}): Promise<void> {
    const env: NodeJS.ProcessEnv = {
      // Here every page is counted by its mail: no storm makes one of several.
      APP_CONFIG_incidents_singlePagesPerMinute: '1000000',
      MUSTER_CHECK_REPLICA: this.name,
      ...this.#options.env,
      ...changes.env,
    };
    const config = {
      backend: { auth: { externalAccess: [checksAccess] } },
      ...this.#options.config,
      ...changes.config,
    };
    const portal = await Portal.start({
      port: this.#port,
      data: this.#data,
      databaseUrl: this.#databaseUrl,
      entry: this.#options.entry ?? ownEntry,
      config,
      preload: [...(this.#options.preload ?? []), ...(changes.preload ?? [])],
      env,
      findMissing: url =>
        findMissing(url, {
          app: false,
          catalog: env.MUSTER_CHECK_CATALOG !== 'down',
        }),
      onOutput: (text: string) => {
        this.#log += text;
      },
    });
    this.#portal = portal;
    this.#running = true;
    portal.ended.then(() => {
      this.#running = false;
    });
  }

  /** Ends it without a word, as a crash would: kill -9. */
  async kill(): Promise<void> {
    await this.#portal?.kill();
  }

  /** Stops it as a deployment would: what it is at is finished. */
  async stop(): Promise<void> {
    await this.#portal?.stop();
  }

  /** Removes what is left of it. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.#data, { recursive: true, force: true });
  }
}
