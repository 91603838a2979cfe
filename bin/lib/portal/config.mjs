// The part of the demo's configuration that is known only when it starts.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from '../children.mjs';

/** Only this machine may come in: the demo asks nobody for a password. */
const host = '127.0.0.1';

/**
 * What is laid over app-config.yaml and app-config.demo.yaml.
 *
 * @param {{ url: string, port: number, data: string, databaseUrl?: string, docs: boolean }} facts
 */
export const portalConfig = ({ url, port, data, databaseUrl, docs }) => ({
  app: { baseUrl: url },
  backend: {
    baseUrl: url,
    listen: { host, port },
    cors: { origin: url },
    database: databaseUrl ? postgres : sqlite(data),
  },
  techdocs: docs
    ? {
        builder: 'local',
        // The demo's sites name their own theme, so they do not need Backstage's MkDocs plugin.
        generator: { runIn: 'local', mkdocs: { omitTechdocsCorePlugin: true } },
        publisher: {
          type: 'local',
          local: { publishDirectory: join(data, 'techdocs') },
        },
      }
    : { builder: 'external' },
});

/** @param {string} data */
const sqlite = data => ({
  client: 'better-sqlite3',
  connection: { directory: join(data, 'database') },
});

/** One schema for each plugin inside the given database, so that no right to make databases is needed. */
const postgres = {
  client: 'pg',
  // Read by the backend itself: a password is not copied into a file.
  connection: '${MUSTER_DATABASE_URL}',
  pluginDivisionMode: 'schema',
  ensureExists: false,
  ensureSchemaExists: true,
};

/**
 * True when MkDocs is at hand with the theme that the demo's docs use: found out by building one of them.
 *
 * @param {AbortSignal} [signal]
 */
export async function canBuildDocs(signal) {
  const site = await mkdtemp(join(tmpdir(), 'muster-docs-'));
  const args = ['build', '--quiet', '--site-dir', site];
  args.push(
    '--config-file',
    join(root, 'examples/services/checkout/mkdocs.yml'),
  );
  try {
    return (await run('mkdocs', args, { signal, onOutput: () => {} })) === 0;
  } catch (error) {
    if (error.code === 'ENOENT') {
      return false; // no such program
    }
    throw error;
  } finally {
    await rm(site, { recursive: true, force: true });
  }
}
