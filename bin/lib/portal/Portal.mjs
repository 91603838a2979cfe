// A running portal: the backend, which also serves the built app, on one port.
import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endGroup, hasEnded, root } from '../children.mjs';
import { Refusal } from '../say.mjs';
import { runningFile } from './checks.mjs';
import { portalConfig } from './config.mjs';
import { checkDatabase } from './database.mjs';
import { PortalLog } from './PortalLog.mjs';
import { findMissing } from './readiness.mjs';

/** How long a start may take before it counts as failed, in ms. Six seconds are usual. */
const startPatience = 120_000;
/** How long the backend may take to finish what it is at when asked to stop, in ms. */
const stopPatience = 15_000;
const backendFolder = join(root, 'packages/backend');

/**
 * @typedef {object} PortalOptions
 * @property {number} port
 * @property {string} data - the data folder, which exists
 * @property {string} [databaseUrl] - PostgreSQL; without it SQLite in the data folder
 * @property {boolean} [docs] - whether MkDocs is at hand
 * @property {object} [config] - configuration over everything else, for tests
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(text: string) => void} [onOutput] - is handed the log as it comes
 */

/** The backend as a child process, with its log. Start one with `Portal.start`, then `untilReady`. */
export class Portal {
  #child;
  #log;
  #data;
  #databaseUrl;
  #stopping = false;

  /**
   * @param {import('node:child_process').ChildProcess} child
   * @param {PortalLog} log
   * @param {PortalOptions & { url: string }} options
   */
  constructor(child, log, { url, data, databaseUrl }) {
    this.#child = child;
    this.#log = log;
    this.#data = data;
    this.#databaseUrl = databaseUrl;
    /** Where people and programs reach it. */
    this.url = url;
    this.logFile = log.file;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', text => log.write(text));
    }
    /** Fulfilled with the exit code when the backend has ended, whatever the reason. @type {Promise<number>} */
    this.ended = new Promise(done => {
      child.once('close', code => done(code ?? 1));
    });
  }

  /** @param {PortalOptions} options */
  static async start(options) {
    const { port, data, databaseUrl, docs = false, config, env } = options;
    const url = `http://localhost:${port}`;
    const log = await PortalLog.open(data, options.onOutput);
    const files = ['app-config.yaml', 'app-config.demo.yaml'].map(name =>
      join(root, name),
    );
    files.push(
      await writeConfig(
        join(data, 'app-config.start.yaml'),
        portalConfig({ url, port, data, databaseUrl, docs }),
      ),
    );
    if (config) {
      files.push(await writeConfig(join(data, 'app-config.test.yaml'), config));
    }
    const child = spawn(
      process.execPath,
      [
        ...['--require', join(import.meta.dirname, 'stopWithParent.cjs')],
        ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
        'src',
        ...files.flatMap(file => ['--config', file]),
      ],
      {
        cwd: backendFolder,
        detached: true,
        env: {
          ...process.env,
          NODE_ENV: 'development',
          MUSTER_DATABASE_URL: databaseUrl,
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'], // the last: stopWithParent.cjs
      },
    );
    await writeFile(
      runningFile(data),
      JSON.stringify({ pid: child.pid, url, startedBy: process.pid }),
    );
    return new Portal(child, log, { ...options, url });
  }

  /**
   * Waits until the portal truly answers: it serves the app and the API, and the demo's people can sign in.
   *
   * @param {AbortSignal} [signal]
   * @throws {Refusal} with the end of the log, when that does not come about
   */
  async untilReady(signal) {
    const deadline = performance.now() + startPatience;
    let missing = await findMissing(this.url);
    for (let round = 1; missing; round++) {
      if (hasEnded(this.#child)) {
        await this.ended;
        throw this.#failure('the backend ended while it was starting');
      }
      if (performance.now() > deadline) {
        throw this.#failure(`the portal did not come up: ${missing}`);
      }
      await sleep(300, undefined, { signal });
      // A backend that loses its database while it starts may wait for it without end.
      if (round % 10 === 0) await checkDatabase(this.#databaseUrl);
      missing = await findMissing(this.url);
    }
  }

  /** @param {string} what */
  #failure(what) {
    return new Refusal(
      `${what}. The log is ${this.logFile}; it says:\n\n${this.#log.tail()}\n`,
    );
  }

  /** Resolves when the backend ends without having been asked to. */
  async untilCrash() {
    const code = await this.ended;
    if (!this.#stopping) {
      throw this.#failure(`the backend ended by itself (exit code ${code})`);
    }
  }

  /** Stops the backend: what it is at is finished, its database closed. */
  async stop() {
    this.#stopping = true;
    await endGroup(this.#child, stopPatience);
    await this.#log.close();
    await rm(runningFile(this.#data), { force: true });
  }

  /** Ends the backend in the middle of what it is at, as a crash would. */
  async kill() {
    this.#stopping = true;
    this.#child.kill('SIGKILL');
    await this.ended;
  }
}

/**
 * @param {string} file
 * @param {object} config
 */
async function writeConfig(file, config) {
  await writeFile(file, `${JSON.stringify(config, null, 2)}\n`); // every JSON text is YAML
  return file;
}
