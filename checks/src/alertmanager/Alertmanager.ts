import { ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAlertmanager } from '../../../bin/lib/alertmanager.mjs';
import { freePort } from '../../../bin/lib/portal/checks.mjs';
import { until } from '../until';

/** An alert as Prometheus would send it. */
export interface PrometheusAlert {
  readonly labels: Readonly<Record<string, string>> & {
    readonly alertname: string;
  };
  readonly annotations?: Readonly<Record<string, string>>;
  readonly generatorURL?: string;
}

/** A real Alertmanager on a free port of this machine. */
export class Alertmanager {
  readonly #url: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(url: string, child: ChildProcess, folder: string) {
    this.#url = url;
    this.#child = child;
    this.#folder = folder;
  }

  /** @param config - what would be in alertmanager.yml */
  static async start(config: object): Promise<Alertmanager> {
    const program = await findAlertmanager();
    const folder = await mkdtemp(join(tmpdir(), 'muster-alertmanager-'));
    const file = join(folder, 'alertmanager.yml');
    await writeFile(file, JSON.stringify(config)); // every JSON text is YAML
    const address = `127.0.0.1:${await freePort()}`;
    const child = spawn(
      program,
      [
        `--config.file=${file}`,
        `--storage.path=${folder}`,
        `--web.listen-address=${address}`,
        '--cluster.listen-address=',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let log = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
    const manager = new Alertmanager(`http://${address}`, child, folder);
    try {
      await until('Alertmanager is ready', () => manager.#isReady(), 20);
    } catch (error) {
      await manager.stop();
      throw new Error(`Alertmanager did not start:\n${log}`, { cause: error });
    }
    return manager;
  }

  #isReady(): Promise<boolean> {
    return fetch(`${this.#url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /** Reports that something is wrong. */
  fire(alert: PrometheusAlert): Promise<void> {
    return this.#post(alert);
  }

  /** Reports that it is over. */
  end(alert: PrometheusAlert): Promise<void> {
    return this.#post({ ...alert, endsAt: new Date().toISOString() });
  }

  async #post(alert: PrometheusAlert & { endsAt?: string }): Promise<void> {
    const answer = await fetch(`${this.#url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([alert]),
    });
    if (!answer.ok) {
      throw new Error(`Alertmanager refuses an alert: ${await answer.text()}`);
    }
  }

  /** How many requests to us have failed so far, by its own count. */
  async failedRequests(): Promise<number> {
    const text = await (await fetch(`${this.#url}/metrics`)).text();
    const name = 'alertmanager_notification_requests_failed_total';
    const line = new RegExp(
      `^${name}\\{integration="pagerduty"\\} (\\S+)$`,
      'm',
    );
    return Number(text.match(line)?.[1] ?? NaN);
  }

  async stop(): Promise<void> {
    const ended = new Promise(done => this.#child.once('close', done));
    if (this.#child.exitCode === null) {
      this.#child.kill('SIGTERM');
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}
