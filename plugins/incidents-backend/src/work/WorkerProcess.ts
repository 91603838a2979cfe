import { ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

// For tests only, which run from the sources.
// eslint-disable-next-line no-restricted-syntax
const program = resolve(__dirname, '../testing/workerProcess.ts');

/** A process of its own that works on a queue, for tests. It notes each line that the worker says. */
export class WorkerProcess {
  /** What its handlers said: `begun 7`, `done 7`. */
  readonly said: string[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #complaints = '';

  /** @param databaseUrl - PostgreSQL */
  constructor(databaseUrl: string) {
    this.#child = spawn(
      process.execPath,
      [
        ...[
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        ],
        program,
        databaseUrl,
      ],
      // Jest's own settings are not for it.
      { env: { ...process.env, NODE_OPTIONS: '', JEST_WORKER_ID: undefined } },
    );
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.said.push(...text.trim().split('\n'));
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complaints += text;
    });
    this.#ended = new Promise(done => {
      this.#child.once('close', () => done());
    });
  }

  /** @throws Error with what it wrote, when it has ended by itself */
  check(): void {
    if (this.#child.exitCode) {
      throw new Error(`The worker ended by itself:\n${this.#complaints}`);
    }
  }

  /** How often it said this line. */
  count(line: string): number {
    return this.said.filter(said => said === line).length;
  }

  /** kill -9 */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
