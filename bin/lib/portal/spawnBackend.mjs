// The backend as a child process, with the demo's configuration.
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../children.mjs';
import { portalConfig } from './config.mjs';

/**
 * @param {import('./Portal.mjs').PortalOptions & { url: string }} options
 * @returns {Promise<import('node:child_process').ChildProcess>}
 */
export async function spawnBackend(options) {
  const { url, port, data, databaseUrl, docs = false, config } = options;
  const { entry = 'src', isBuilt = false, preload = [] } = options;
  const files = [
    join(root, 'app-config.yaml'),
    join(root, 'app-config.demo.yaml'),
    await writeConfig(
      join(data, 'app-config.start.yaml'),
      portalConfig({ url, port, data, databaseUrl, docs }),
    ),
  ];
  if (config) {
    files.push(await writeConfig(join(data, 'app-config.test.yaml'), config));
  }
  return spawn(
    process.execPath,
    [
      ...['--require', join(import.meta.dirname, 'stopWithParent.cjs')],
      ...(isBuilt
        ? []
        : ['--require', '@backstage/cli/config/nodeTransform.cjs']),
      ...['--require', join(import.meta.dirname, 'rememberSchema.cjs')],
      ...preload.flatMap(file => ['--require', file]),
      entry,
      ...files.flatMap(file => ['--config', file]),
    ],
    {
      cwd: join(root, 'packages/backend'),
      // A group of its own: Ctrl-C in a terminal reaches the command, which then stops the backend in its own time.
      detached: true,
      env: {
        ...process.env,
        NODE_ENV: 'development', // the demo refuses production
        MUSTER_DATABASE_URL: databaseUrl,
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'], // the last is for stopWithParent.cjs
    },
  );
}

/**
 * @param {string} file
 * @param {object} config
 */
async function writeConfig(file, config) {
  await writeFile(file, `${JSON.stringify(config, null, 2)}\n`); // every JSON text is YAML
  return file;
}
