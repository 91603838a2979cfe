import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFile,
  cp,
  mkdir,
  readdir,
  readFile,
  symlink,
} from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { root } from '../../bin/lib/children.mjs';
import { runQuietly } from './runQuietly';

const execute = promisify(execFile);

/** What the manifest inside a tarball must say; the rest is kept as it is, for the registry. */
const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  main: z.string().startsWith('dist/').or(z.string().startsWith('./dist/')),
  types: z.string(),
  backstage: z.looseObject({
    role: z.string(),
    features: z.record(z.string(), z.string()).optional(),
  }),
  dependencies: z.record(z.string(), z.string()),
  peerDependencies: z.record(z.string(), z.string()).optional(),
  configSchema: z.string().optional(),
  exports: z.record(z.string(), z.unknown()).optional(),
});
export type PublishedManifest = z.infer<typeof manifestSchema>;

/** A package as it would be published. */
export interface Tarball {
  readonly manifest: PublishedManifest;
  readonly bytes: Buffer;
  /** Subresource integrity of the bytes, as a lock file names it. */
  readonly integrity: string;
}

/**
 * Builds and packs everything under plugins/.
 *
 * @param folder - for what is made on the way; exists
 */
export async function packEverything(folder: string): Promise<Tarball[]> {
  await runQuietly('yarn', ['tsc'], { cwd: root });
  await runQuietly('yarn', ['backstage-cli', 'repo', 'build'], { cwd: root });
  const stage = await stageWorkspace(join(folder, 'stage'));
  const out = join(folder, 'tarballs');
  await mkdir(out);
  await runQuietly(
    'yarn',
    [
      ...['workspaces', 'foreach', '--all', '--parallel', '--jobs', '2'],
      ...['--include', '@muster/backstage-plugin-*'],
      ...['pack', '--out', join(out, '%s.tgz')],
    ],
    { cwd: stage },
  );
  const files = (await readdir(out)).sort();
  return Promise.all(files.map(file => readTarball(join(out, file))));
}

/**
 * A copy of what packing reads. Packing rewrites each package.json and puts it back afterwards, which must not happen
 * under the feet of whoever works in the checkout.
 */
async function stageWorkspace(stage: string): Promise<string> {
  await mkdir(join(stage, '.yarn'), { recursive: true });
  for (const file of [
    ...['package.json', 'backstage.json', 'tsconfig.json'],
    ...['yarn.lock', '.yarnrc.yml', '.yarn/install-state.gz'],
  ]) {
    await copyFile(join(root, file), join(stage, file));
  }
  await symlink(join(root, 'node_modules'), join(stage, 'node_modules'));
  await cp(join(root, 'plugins'), join(stage, 'plugins'), {
    recursive: true,
    filter: path => !/\/(node_modules|src)$/.test(path),
  });
  return stage;
}

/** @throws Error naming what an adopter would miss in it */
async function readTarball(file: string): Promise<Tarball> {
  const { stdout } = await execute('tar', ['-tzf', file]);
  const files = new Set(
    stdout
      .trim()
      .split('\n')
      .map(path => path.replace(/^package\//, '')),
  );
  const unpack = ['-xzOf', file, 'package/package.json'];
  const manifest = manifestSchema.parse(
    JSON.parse((await execute('tar', unpack)).stdout),
  );
  const faults = findFaults(manifest, files);
  if (faults.length) {
    throw new Error(`${manifest.name} as packed:\n${faults.join('\n')}`);
  }
  const bytes = await readFile(file);
  const digest = createHash('sha512').update(bytes).digest('base64');
  return { manifest, bytes, integrity: `sha512-${digest}` };
}

/** React and its router exist once in an app, so the app brings them. */
const onceInAnApp = ['react', 'react-dom', 'react-router-dom'];

function findFaults(
  manifest: PublishedManifest,
  files: ReadonlySet<string>,
): string[] {
  const { name, backstage, dependencies, peerDependencies = {} } = manifest;
  const faults: string[] = [];
  const mustHave = (path: string, why: string) => {
    if (!files.has(path.replace(/^\.\//, ''))) {
      faults.push(`${path} is missing, which is ${why}`);
    }
  };
  mustHave('README.md', 'what the registry shows');
  mustHave(manifest.main, '"main"');
  mustHave(manifest.types, '"types"');
  if (manifest.configSchema) mustHave(manifest.configSchema, '"configSchema"');
  for (const path of pathsOf(manifest.exports)) mustHave(path, 'in "exports"');
  if (backstage.role.startsWith('backend-plugin') && !backstage.features) {
    faults.push('"backstage.features" is missing: it is not discovered');
  }
  if (name.endsWith('-incidents-backend')) {
    if (![...files].some(path => /^migrations\/\d+_\w+\.js$/.test(path))) {
      faults.push('it has no migrations');
    }
  }
  const ranges = Object.entries({ ...dependencies, ...peerDependencies });
  for (const [dependency, range] of ranges) {
    if (range.startsWith('workspace:')) {
      faults.push(`${dependency} is asked for as ${range}`);
    }
  }
  if (backstage.role === 'frontend-plugin') {
    for (const peer of onceInAnApp) {
      if (!peerDependencies[peer]) faults.push(`${peer} is no peer dependency`);
      if (dependencies[peer]) faults.push(`${peer} is a dependency`);
    }
  }
  if ([...files].some(path => /\.test\.|^src\//.test(path))) {
    faults.push('sources or tests are in it');
  }
  return faults;
}

/** The files that `exports` names, at any depth. */
const pathsOf = (exported: unknown): string[] => {
  if (typeof exported === 'string') {
    return exported.startsWith('./') ? [exported] : [];
  }
  return exported && typeof exported === 'object'
    ? Object.values(exported).flatMap(pathsOf)
    : [];
};
