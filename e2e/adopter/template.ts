import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../../bin/lib/children.mjs';
import { runQuietly } from './runQuietly';

/**
 * What is taken out of the template: its native parts (a sandbox, a client of clusters) take minutes to install, and
 * nothing of ours touches them. With them goes what only they need.
 */
const heavy =
  /scaffolder|kubernetes|catalog-import|mcp-actions|github-provider|playwright|e2e-test-utils/;

const manifestSchema = z.looseObject({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  resolutions: z.record(z.string(), z.string()).default({}),
});
type Manifest = z.infer<typeof manifestSchema>;

/**
 * Renders Backstage's own template of a portal, of the release that we are built for.
 *
 * @param folder - does not exist yet
 */
export async function renderTemplate(folder: string): Promise<void> {
  const command = join(root, 'node_modules/.bin/backstage-create-app');
  await runQuietly(
    process.execPath,
    [command, '--skip-install', '--path', folder],
    { cwd: root, env: { ...process.env, BACKSTAGE_APP_NAME: 'adopter' } },
  );
  await lighten(folder);
  await pinRelease(folder);
}

async function lighten(folder: string): Promise<void> {
  for (const part of ['.', 'packages/app', 'packages/backend']) {
    await editManifest(join(folder, part), manifest => ({
      ...manifest,
      dependencies: without(manifest.dependencies),
      devDependencies: without(manifest.devDependencies),
    }));
  }
  const entry = backendEntry(folder);
  const source = await readFile(entry, 'utf8');
  const added = /^backend\.add\(\s*import\('([^']+)'\),?\s*\);\n/gm;
  await writeFile(
    entry,
    source.replace(added, (line, name) => (heavy.test(name) ? '' : line)),
  );
}

const without = (dependencies: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(dependencies).filter(([name]) => !heavy.test(name)),
  );

/** The versions that we are tested with; `^` alone would float into a release that is half published. */
async function pinRelease(folder: string): Promise<void> {
  const ours = await readManifest(root);
  await editManifest(folder, manifest => ({
    ...manifest,
    resolutions: { ...manifest.resolutions, ...ours.resolutions },
  }));
  const lock = await readFile(join(root, 'yarn.lock'), 'utf8');
  // The template brings an older Yarn, which writes an older format and can read the newer.
  const seed = lock.replace(/^( {2}version:) \d+$/m, '$1 8');
  await writeFile(join(folder, 'yarn.lock'), seed);
}

/** Where a portal's backend is put together. */
export const backendEntry = (folder: string): string =>
  join(folder, 'packages/backend/src/index.ts');

const readManifest = async (folder: string): Promise<Manifest> =>
  manifestSchema.parse(
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
  );

async function editManifest(
  folder: string,
  edit: (manifest: Manifest) => Manifest,
): Promise<void> {
  const edited = edit(await readManifest(folder));
  const text = `${JSON.stringify(edited, null, 2)}\n`;
  await writeFile(join(folder, 'package.json'), text);
}
