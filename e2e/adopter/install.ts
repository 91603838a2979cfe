import {
  appendFile,
  chmod,
  copyFile,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { root } from '../../bin/lib/children.mjs';
import { InstallLines } from './installLines';
import { runQuietly } from './runQuietly';
import { backendEntry } from './template';

/** What Yarn tells its scripts about our checkout, and a portal's own Yarn must not hear. */
const ofOurs = ['YARN_IGNORE_PATH', 'PROJECT_CWD', 'INIT_CWD'];

/**
 * Does what the README says, in a portal that was rendered and not installed yet.
 *
 * @param registryUrl - where our packages are found
 * @returns the environment in which the portal's own commands run
 */
export async function install(
  folder: string,
  registryUrl: string,
  { shell, backend }: InstallLines,
): Promise<NodeJS.ProcessEnv> {
  await appendFile(
    join(folder, '.yarnrc.yml'),
    [
      'npmScopes:',
      `  muster: { npmRegistryServer: '${registryUrl}' }`,
      'unsafeHttpWhitelist: [localhost]',
      '',
    ].join('\n'),
  );
  const env = await environmentOf(folder);
  const isSeeded = await seedModules(folder);
  // What is compiled has come with the seed.
  if (isSeeded) env.YARN_ENABLE_SCRIPTS = 'false';
  for (const line of shell) {
    await runQuietly('bash', ['-c', line], { cwd: folder, env });
  }
  await tidyCache(folder, env);
  const entry = backendEntry(folder);
  const source = await readFile(entry, 'utf8');
  const start = 'backend.start();';
  if (!source.includes(start)) {
    throw new Error(`the template's backend does not say ${start}`);
  }
  await writeFile(
    entry,
    source.replace(start, `${backend.join('\n')}\n${start}`),
  );
  return env;
}

/**
 * Holds configuration against the schemas that the portal's packages bring.
 *
 * @throws Error when it does not pass
 */
export async function checkConfig(
  folder: string,
  env: NodeJS.ProcessEnv,
  pieces: readonly string[],
): Promise<void> {
  const args = ['backstage-cli', 'config:check', '--lax'];
  const files = pieces.map((_, index) => `app-config.guide-${index}.yaml`);
  for (const [index, file] of files.entries()) {
    await writeFile(join(folder, file), pieces[index]);
  }
  for (const file of ['app-config.yaml', ...files]) args.push('--config', file);
  await runQuietly('yarn', args, { cwd: folder, env });
}

/** The template's own Yarn comes first on PATH. */
async function environmentOf(folder: string): Promise<NodeJS.ProcessEnv> {
  const settings = await readFile(join(folder, '.yarnrc.yml'), 'utf8');
  const yarn = settings.match(/^yarnPath: (.+)$/m)?.[1];
  if (!yarn) throw new Error('the template names no Yarn of its own');
  const tools = join(folder, '.tools');
  await mkdir(tools);
  const launcher = join(tools, 'yarn');
  await writeFile(
    launcher,
    `#!/bin/sh\nexec '${process.execPath}' '${join(folder, yarn)}' "$@"\n`,
  );
  await chmod(launcher, 0o755);
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of ofOurs) delete env[name];
  env.PATH = [tools, process.env.PATH].join(delimiter);
  env.NODE_ENV = undefined;
  env.BROWSER = 'none'; // `yarn start` opens one where there is a desktop
  return env;
}

/**
 * Gives the portal our own installed modules as hard links, from which its Yarn takes what it wants and drops the rest:
 * the same tree in seconds instead of minutes.
 *
 * @returns false where this cannot be done, as between two disks; then everything is installed
 */
async function seedModules(folder: string): Promise<boolean> {
  const ours = join(root, 'node_modules');
  const theirs = join(folder, 'node_modules');
  try {
    await runQuietly('cp', ['-al', ours, theirs], { cwd: root });
  } catch {
    await rm(theirs, { recursive: true, force: true });
    return false;
  }
  // Yarn and the tools rewrite these in place, which would reach ours through the link.
  const state = '.yarn-state.yml';
  await rm(join(theirs, state));
  await copyFile(join(ours, state), join(theirs, state));
  await rm(join(theirs, '.cache'), { recursive: true, force: true });
  return true;
}

/** Takes the packages of earlier runs out of Yarn's cache; a run that is under way keeps its own. */
async function tidyCache(folder: string, env: NodeJS.ProcessEnv) {
  const asked = ['config', 'get', 'cacheFolder'];
  const cache = (await runQuietly('yarn', asked, { cwd: folder, env })).trim();
  const anHourAgo = Date.now() - 3_600_000;
  for (const file of await readdir(cache)) {
    if (!file.startsWith('@muster-backstage-plugin-')) continue;
    const { mtimeMs } = await stat(join(cache, file));
    if (mtimeMs < anHourAgo) await rm(join(cache, file));
  }
}
