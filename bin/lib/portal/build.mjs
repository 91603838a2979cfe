// The app as the backend serves it: built when its sources changed since the last time.
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, run } from '../children.mjs';
import { alone, note, untilNobody } from '../lock.mjs';
import { Refusal, say, secondsSince } from '../say.mjs';

/** All that the built app depends on. The configuration is part of it: `app.packages` chooses the plugins. */
const sources = [
  'packages/app',
  'plugins/incidents',
  'plugins/incidents-common',
  'app-config.yaml',
  'yarn.lock',
];
const outside = new Set(['node_modules', 'dist', 'dist-types', 'coverage']);
const stampFile = join(root, 'packages/app/dist/.muster-build');

/**
 * Builds the app unless it is there already, and starts what serves it. Several commands of this checkout may start at the same
 * time, and meanwhile none builds: a backend that starts while the app is being replaced would serve none for as long as it runs.
 *
 * @template T
 * @param {() => Promise<T>} start - fulfilled when the app is being served
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
export async function withBuiltApp(start, signal) {
  const started = await alone(
    'building',
    async () => {
      await buildWhenChanged(signal);
      return note('starting');
    },
    signal,
  );
  try {
    return await start();
  } finally {
    await started();
  }
}

/** @param {AbortSignal} [signal] */
async function buildWhenChanged(signal) {
  const stamp = await hashSources();
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return;
  await untilNobody('starting', signal);
  say('building the app (its sources changed; about 15 s)');
  const start = performance.now();
  let output = '';
  const code = await run('yarn', ['workspace', 'app', 'build'], {
    signal,
    onOutput: text => {
      output += text;
    },
  });
  if (code !== 0) {
    process.stderr.write(output);
    throw new Refusal('the app could not be built (see above).');
  }
  await writeFile(stampFile, stamp);
  say(`the app is built (${secondsSince(start)})`);
}

async function hashSources() {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await listFiles(source)) {
      hash.update(`${file}\0`).update(await readFile(join(root, file)));
    }
  }
  return hash.digest('hex');
}

/**
 * The files of a folder in a fixed order, or the file itself; tests are not part of an app.
 *
 * @param {string} path - relative to the root
 * @returns {Promise<string[]>}
 */
async function listFiles(path) {
  const entries = await readdir(join(root, path), {
    withFileTypes: true,
  }).catch(() => undefined);
  if (!entries) return [path];
  const found = [];
  for (const { name } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (outside.has(name) || /\.test\.tsx?$/.test(name)) continue;
    found.push(...(await listFiles(join(path, name))));
  }
  return found;
}
