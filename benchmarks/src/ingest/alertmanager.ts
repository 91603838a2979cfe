import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAlertmanager } from '../../../bin/lib/alertmanager.mjs';
import { freePort } from '../../../bin/lib/portal/checks.mjs';
import { until } from '../until';

/** A started Alertmanager that tells nobody. */
export interface Alertmanager {
  /** Of its alert API. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a real Alertmanager, Debian's; it keeps alerts in memory only. */
export async function startAlertmanager(): Promise<Alertmanager> {
  const program = await findAlertmanager();
  const folder = await mkdtemp(join(tmpdir(), 'muster-alertmanager-'));
  const config = join(folder, 'alertmanager.yml');
  await writeFile(
    config,
    'route:\n  receiver: nobody\nreceivers:\n  - name: nobody\n',
  );
  const port = await freePort();
  const child = spawn(
    program,
    [
      `--config.file=${config}`,
      `--storage.path=${folder}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      '--log.level=error',
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>(done => {
    child.once('close', () => done());
  });
  const url = `http://127.0.0.1:${port}`;
  await until('Alertmanager answers', () =>
    fetch(`${url}/-/ready`).then(
      answer => answer.ok,
      () => false,
    ),
  );
  return {
    url: `${url}/api/v2/alerts`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
