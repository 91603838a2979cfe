import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, run } from '../../../bin/lib/children.mjs';

/** Inside the checkout, so that everything resolves as for packages/app. */
const folder = join(root, 'benchmarks/.cache/app-without');

/**
 * Builds the app of packages/app without the incidents plugin among its dependencies.
 *
 * @returns the folder of the built app
 */
export async function buildWithout(): Promise<string> {
  const app = join(root, 'packages/app');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const part of ['src', 'public']) {
    await cp(join(app, part), join(folder, part), { recursive: true });
  }
  await cp(join(app, 'config.d.ts'), join(folder, 'config.d.ts'));
  await symlink(join(app, 'node_modules'), join(folder, 'node_modules'));
  const manifest = JSON.parse(
    await readFile(join(app, 'package.json'), 'utf8'),
  );
  delete manifest.dependencies['@muster/backstage-plugin-incidents'];
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  let output = '';
  const code = await run(
    join(root, 'node_modules/.bin/backstage-cli'),
    ['package', 'build'],
    {
      cwd: folder,
      onOutput: (text: string) => {
        output += text;
      },
    },
  );
  if (code !== 0) throw new Error(`The app could not be built:\n${output}`);
  return join(folder, 'dist');
}
