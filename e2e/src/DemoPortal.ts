import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IncidentsClient } from '@muster/backstage-plugin-incidents-common';
import { withBuiltApp } from '../../bin/lib/portal/build.mjs';
import { freePort } from '../../bin/lib/portal/checks.mjs';
import { Portal } from '../../bin/lib/portal/Portal.mjs';

/** How a portal for a journey differs from the demo that `bin/start` runs. */
export interface DemoPortalOptions {
  /** Configuration over the demo's own. */
  readonly config?: Readonly<Record<string, unknown>>;
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

  /**
   * Signs somebody in by HTTP, as the sign-in page does.
   *
   * @param ref - full ref of a person of the demo, such as `user:default/ana.ruiz`
   * @returns their token
   */
  async tokenOf(ref: string): Promise<string> {
    const response = await fetch(`${this.url}/api/auth/demo/refresh`, {
      headers: { 'x-demo-person': ref, 'x-requested-with': 'XMLHttpRequest' },
    });
    if (!response.ok) {
      throw new Error(
        `${ref} cannot sign in: ${response.status} ${await response.text()}`,
      );
    }
    const { backstageIdentity } = await response.json();
    return backstageIdentity.token;
  }

  /** The typed client of whom the token belongs to: `portal.api(await portal.tokenOf(ref))`. */
  api(token: string): IncidentsClient {
    return new IncidentsClient({
      discoveryApi: {
        getBaseUrl: async plugin => `${this.url}/api/${plugin}`,
      },
      fetchApi: {
        fetch: (url, init) => {
          const headers = new Headers(init.headers);
          headers.set('authorization', `Bearer ${token}`);
          return fetch(url, { ...init, headers });
        },
      },
    });
  }
}

const startOn = (
  port: number,
  data: string,
  options: DemoPortalOptions,
): Promise<Portal> =>
  withBuiltApp(() => Portal.start({ port, data, ...options }));
