import { ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  contract,
  IncidentsClient,
} from '@muster/backstage-plugin-incidents-common';
import { stripVTControlCharacters } from 'node:util';
import { endGroup, hasEnded } from '../../bin/lib/children.mjs';
import { freePort } from '../../bin/lib/portal/checks.mjs';
import { waitFor } from '../src/waitFor';
import { stopping } from './runQuietly';

/** How long `yarn start` may take until app and backend answer, in ms. Ten seconds are usual. */
const patience = 120_000;

/** Somebody else's portal, run as its template says: `yarn start`. */
export class AdopterPortal {
  readonly appUrl: string;
  readonly backendUrl: string;
  readonly #child: ChildProcess;
  #log = '';

  private constructor(appUrl: string, backendUrl: string, child: ChildProcess) {
    this.appUrl = appUrl;
    this.backendUrl = backendUrl;
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#log += stripVTControlCharacters(text);
      });
    }
  }

  /** Starts it on free ports; all other configuration is the template's. */
  static async start(
    folder: string,
    env: NodeJS.ProcessEnv,
  ): Promise<AdopterPortal> {
    const port = await freePort();
    const appUrl = `http://localhost:${await freePort()}`;
    const backendUrl = `http://localhost:${port}`;
    const config = {
      app: { baseUrl: appUrl },
      backend: {
        baseUrl: backendUrl,
        listen: { port, host: 'localhost' },
        cors: { origin: appUrl },
      },
    };
    await writeFile(
      join(folder, 'app-config.local.yaml'),
      JSON.stringify(config),
    );
    const child = spawn('yarn', ['start'], {
      cwd: folder,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const portal = new AdopterPortal(appUrl, backendUrl, child);
    stopping.signal.addEventListener('abort', () => portal.stop());
    try {
      await portal.#untilReady();
      return portal;
    } catch (error) {
      await portal.stop();
      throw new Error(`the portal did not start:\n${portal.#log}`, {
        cause: error,
      });
    }
  }

  async #untilReady(): Promise<void> {
    const answers = (url: string) =>
      fetch(url).then(
        ({ ok }) => ok,
        () => false,
      );
    const readiness = `${this.backendUrl}/.backstage/health/v1/readiness`;
    await waitFor(
      'the app and the backend',
      async () => {
        if (hasEnded(this.#child)) throw new Error('yarn start has ended');
        return (await answers(readiness)) && answers(this.appUrl);
      },
      patience,
    );
  }

  /** Lines of its log that speak of incidents and are warnings or errors. */
  get complaints(): string[] {
    return this.#log
      .split('\n')
      .filter(line => /\bincidents (warn|error)\b/.test(line));
  }

  /** The typed client of whom the template signs in: everybody is its guest. */
  async guest(): Promise<IncidentsClient> {
    const answer = await fetch(`${this.backendUrl}/api/auth/guest/refresh`, {
      method: 'POST',
      headers: { 'x-requested-with': 'XMLHttpRequest' },
    });
    const { backstageIdentity } = await answer.json();
    return new IncidentsClient({
      discoveryApi: {
        getBaseUrl: async plugin => `${this.backendUrl}/api/${plugin}`,
      },
      fetchApi: {
        fetch: (url, init) => {
          const headers = new Headers(init.headers);
          headers.set('authorization', `Bearer ${backstageIdentity.token}`);
          return fetch(url, { ...init, headers });
        },
      },
    });
  }

  /**
   * Connects a monitor to an entity and lets it send one alert.
   *
   * @throws Error when it is not taken
   */
  async alert(entityRef: string, summary: string): Promise<void> {
    const { key } = await (
      await this.guest()
    ).call(contract.alerts.createIntegration, {
      body: { name: 'A monitor', entityRef },
    });
    const answer = await fetch(
      `${this.backendUrl}/api/incidents/public/v2/enqueue`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          routing_key: key,
          event_action: 'trigger',
          payload: { summary, source: 'a monitor', severity: 'critical' },
        }),
      },
    );
    if (answer.status !== 202) {
      const said = `${answer.status} ${await answer.text()}`;
      throw new Error(
        `the alert was answered ${said}\n${this.complaints.join('\n')}`,
      );
    }
  }

  /** Ends everything that it started. */
  async stop(): Promise<void> {
    await endGroup(this.#child);
  }
}
