// A running portal: the backend, which also serves the built app, on one port.
import { rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { endGroup, hasEnded } from '../children.mjs';
import { Refusal } from '../say.mjs';
import { runningFile } from './checks.mjs';
import { checkDatabase } from './database.mjs';
import { PortalLog } from './PortalLog.mjs';
import { findMissing } from './readiness.mjs';
import { spawnBackend } from './spawnBackend.mjs';

/** How long a start may take before it counts as failed, in ms. Ten seconds are usual, two minutes were seen where ten others worked. */
const startPatience = 240_000;
/** How long the backend may take to finish what it is at when asked to stop, in ms. */
const stopPatience = 15_000;

/**
 * @typedef {object} PortalOptions
 * @property {number} port
 * @property {string} data - the data folder, which exists
 * @property {string} [databaseUrl] - PostgreSQL; without it SQLite in the data folder
 * @property {boolean} [docs] - whether MkDocs is at hand
 * @property {object} [config] - configuration over everything else, for tests
 * @property {(text: string) => void} [onOutput] - is handed the log as it comes
 * @property {AbortSignal} [signal] - gives up the start
 * @property {string} [entry] - the backend's first file; the demo's own by default
 * @property {boolean} [isBuilt] - the entry and all that it loads are JavaScript already
 * @property {readonly string[]} [preload] - modules that are loaded into the backend before anything else
 * @property {NodeJS.ProcessEnv} [env] - over the environment of this process
 * @property {(url: string) => Promise<string | undefined>} [findMissing] - answers what the portal still lacks to count as started
 */

/** The backend as a child process, with its log. */
export class Portal {
  #child;
  #log;
  #data;
  #databaseUrl;
  #findMissing;
  #stopping = false;

  /**
   * @param {import('node:child_process').ChildProcess} child
   * @param {PortalLog} log
   * @param {PortalOptions & { url: string }} options
   */
  constructor(child, log, options) {
    const { url, data, databaseUrl } = options;
    this.#child = child;
    this.#log = log;
    this.#data = data;
    this.#databaseUrl = databaseUrl;
    this.#findMissing = options.findMissing ?? findMissing;
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

  /**
   * Starts the backend and waits until the portal truly answers: it serves the app and the API, and the demo's people can sign in.
   *
   * @param {PortalOptions} options
   * @throws {Refusal} with the end of the log, when that does not come about
   */
  static async start(options) {
    const { port, data, signal } = options;
    const url = `http://localhost:${port}`;
    const log = await PortalLog.open(data, options.onOutput);
    const child = await spawnBackend({ ...options, url });
    const portal = new Portal(child, log, { ...options, url });
    const running = { pid: child.pid, url, startedBy: process.pid };
    await writeFile(runningFile(data), JSON.stringify(running));
    try {
      await portal.#untilReady(signal);
      return portal;
    } catch (error) {
      await portal.stop();
      throw error;
    }
  }

  /** @param {AbortSignal} [signal] */
  async #untilReady(signal) {
    const deadline = performance.now() + startPatience;
    let missing = await this.#findMissing(this.url);
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
      missing = await this.#findMissing(this.url);
    }
  }

  /** @param {string} what */
  #failure(what) {
    return new Refusal(
      `${what}. The log is ${this.logFile}; it says:\n\n${this.#log.tail()}\n`,
    );
  }

  /** Fulfilled when the backend was stopped; @throws {Refusal} when it ended by itself. */
  async untilStopped() {
    const code = await this.ended;
    if (!this.#stopping) {
      throw this.#failure(`the backend ended by itself (exit code ${code})`);
    }
  }

  /** Stops the backend: what it is at is finished, its database closed. */
  async stop() {
    this.#stopping = true;
    await endGroup(this.#child, stopPatience);
    await this.#tidy();
  }

  /** Ends the backend in the middle of what it is at, as a crash would. */
  async kill() {
    this.#stopping = true;
    this.#child.kill('SIGKILL');
    await this.ended;
    await this.#tidy();
  }

  async #tidy() {
    await this.#log.close();
    await rm(runningFile(this.#data), { force: true });
  }
}
