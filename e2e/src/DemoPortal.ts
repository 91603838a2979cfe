import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PortalApi } from '@muster/checks/src/fleet';
import { withBuiltApp } from '../../bin/lib/portal/build.mjs';
import { freePort } from '../../bin/lib/portal/checks.mjs';
import { Portal } from '../../bin/lib/portal/Portal.mjs';

/** How a portal for a journey differs from the demo that `bin/start` runs. */
export interface DemoPortalOptions {
  /** Configuration over the demo's own, for the portal at this address. */
  readonly config?: (url: string) => Readonly<Record<string, unknown>>;
  /** PostgreSQL; SQLite when left out. */
  readonly databaseUrl?: string;
}

/** The demo portal on a free port, with its data in a folder that is removed at the end. */
export class DemoPortal {
  readonly url: string;
  readonly #port: number;
  readonly #data: string;
  readonly #options: DemoPortalOptions;
  #portal: Portal;

  private constructor(
    port: number,
    data: string,
    options: DemoPortalOptions,
    portal: Portal,
  ) {
    this.url = portal.url;
    this.#port = port;
    this.#data = data;
    this.#options = options;
    this.#portal = portal;
  }

  static async start(options: DemoPortalOptions = {}): Promise<DemoPortal> {
    const data = await mkdtemp(join(tmpdir(), 'muster-e2e-'));
    const port = await freePort();
    const portal = await startOn(port, data, options);
    return new DemoPortal(port, data, options, portal);
  }

  /** Where its log is. */
  get logFile(): string {
    return this.#portal.logFile;
  }

  /** Stops it, and starts it again on the same port and data. */
  async restart(): Promise<void> {
    await this.#portal.stop();
    this.#portal = await startOn(this.#port, this.#data, this.#options);
  }

  /** Kills it without a word, and starts it again. */
  async crash(): Promise<void> {
    await this.#portal.kill();
    this.#portal = await startOn(this.#port, this.#data, this.#options);
  }

  /** Stops it for good and removes its data. */
  async stop(): Promise<void> {
    await this.#portal.stop();
    await rm(this.#data, { recursive: true, force: true });
  }

  /** Speaks to it by HTTP, as its pages and monitors do. */
  get api(): PortalApi {
    return new PortalApi(this.url);
  }
}

const startOn = (
  port: number,
  data: string,
  { config, databaseUrl }: DemoPortalOptions,
): Promise<Portal> =>
  withBuiltApp(() =>
    Portal.start({
      port,
      data,
      databaseUrl,
      config: config?.(`http://localhost:${port}`),
    }),
  );
