import { copyFile, cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../bin/lib/children.mjs';
import { runQuietly } from './runQuietly';
import { readTarball, Tarball } from './tarball';

export type { Tarball } from './tarball';

/** Builds everything under plugins/, each into its `dist`. */
export async function buildEverything(): Promise<void> {
  await runQuietly('yarn', ['tsc'], { cwd: root });
  await runQuietly('yarn', ['backstage-cli', 'repo', 'build'], { cwd: root });
}

/**
 * Builds and packs everything under plugins/.
 *
 * @param folder - for what is made on the way; exists
 */
export async function packEverything(folder: string): Promise<Tarball[]> {
  await buildEverything();
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
