import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import {
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  symlink,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Refusal } from '../../../bin/lib/say.mjs';

/**
 * The version before this one, until there is a release: the commit that closed the spine. As soon as
 * there is a tag `v…`, the newest of them takes its place.
 */
const beforeTheFirstRelease = 'f2fd6f9';

const root = resolve(__dirname, '../../..');
/** It looks for a package's folder from where it lies itself, so it must lie in the old folder. */
const looksFromWhereItLies = '@backstage/backend-plugin-api';
const run = promisify(execFile);
const git = async (...args: string[]): Promise<string> =>
  (await run('git', args, { cwd: root })).stdout.trim();

/** A checkout of the version before, that runs on this one's dependencies. */
export class VersionBefore {
  /** What it is called: a tag or a commit. */
  readonly name: string;
  readonly #folder: string;

  private constructor(name: string, folder: string) {
    this.name = name;
    this.#folder = folder;
  }

  /**
   * Checks it out beside this one.
   *
   * @param from - a tag, branch or commit; the version before when left out
   * @throws Refusal where the history is not there, saying why
   */
  static async checkOut(from?: string): Promise<VersionBefore> {
    const name = from ?? (await newestRelease()) ?? beforeTheFirstRelease;
    const commit = await commitOf(name);
    const parent = await mkdtemp(join(tmpdir(), 'muster-before-'));
    const folder = join(parent, 'checkout');
    const before = new VersionBefore(name, folder);
    try {
      await git('worktree', 'add', '--quiet', '--detach', folder, commit);
      await shareDependencies(folder);
      // The plainest backend is ours; the plugins that it loads are found from where it lies.
      await cp(join(root, 'checks/src/fleet'), before.#fleet, {
        recursive: true,
      });
      await before.#mustBeItself();
      return before;
    } catch (error) {
      await before.remove();
      throw error;
    }
  }

  get #fleet(): string {
    return join(this.#folder, 'checks/src/fleet');
  }

  /** The first file of its backend. */
  get entry(): string {
    return join(this.#fleet, 'backend.ts');
  }

  /** @throws Error when its backend would load this version's plugin, so that nothing were proven */
  async #mustBeItself(): Promise<void> {
    const manifest = '@muster/backstage-plugin-incidents-backend/package.json';
    const seekers = [
      this.entry,
      join(this.#folder, 'node_modules', looksFromWhereItLies, 'package.json'),
    ];
    for (const seeker of seekers) {
      const found = createRequire(await realpath(seeker)).resolve(manifest);
      if (!found.startsWith(await realpath(this.#folder))) {
        throw new Error(`the version before would load ${found}`);
      }
    }
  }

  /** Names of its migrations. */
  async migrations(): Promise<readonly string[]> {
    const files = await readdir(
      join(this.#folder, 'plugins/incidents-backend/migrations'),
    );
    return files.filter(file => file.endsWith('.js')).sort();
  }

  /** Whether it starts on a database that has run more migrations than it has; the spine does not. */
  async startsOnNewerTables(): Promise<boolean> {
    const file = 'plugins/incidents-backend/src/platform/migrate.ts';
    const source = await readFile(join(this.#folder, file), 'utf8').catch(
      () => '',
    );
    return source.includes('disableMigrationsListValidation: true');
  }

  /** Removes the checkout. */
  async remove(): Promise<void> {
    await git('worktree', 'remove', '--force', this.#folder).catch(() => {});
    await rm(resolve(this.#folder, '..'), { recursive: true, force: true });
    await git('worktree', 'prune');
  }
}

async function newestRelease(): Promise<string | undefined> {
  const tags = await git(
    'tag',
    '--list',
    'v*',
    '--sort=-version:refname',
  ).catch(() => '');
  return tags.split('\n').find(tag => /^v\d+\.\d+\.\d+$/.test(tag));
}

async function commitOf(name: string): Promise<string> {
  try {
    return await git('rev-parse', '--verify', '--quiet', `${name}^{commit}`);
  } catch {
    const isShallow = await git('rev-parse', '--is-shallow-repository').catch(
      () => 'no repository',
    );
    const why =
      {
        true: 'this clone is shallow: fetch the rest with git fetch --unshallow --tags',
        'no repository': 'this folder is no clone of the repository',
      }[isShallow] ?? 'the repository has no such commit';
    throw new Refusal(`the version before, ${name}, is not here: ${why}`);
  }
}

/** Links every package of ours to the old checkout and every other one to this checkout's. */
async function shareDependencies(folder: string): Promise<void> {
  const theirs = join(root, 'node_modules');
  const own = join(folder, 'node_modules');
  const link = async (name: string): Promise<void> => {
    const from = join(theirs, name);
    const isOurs = (await lstat(from)).isSymbolicLink();
    // Relative, so that in the old checkout it leads to the old package.
    const target = isOurs ? await readlink(from) : from;
    if (name === looksFromWhereItLies) {
      await cp(from, join(own, name), { recursive: true });
    } else await symlink(target, join(own, name));
  };
  await mkdir(own);
  for (const name of await readdir(theirs)) {
    if (name.startsWith('.')) continue;
    if (!name.startsWith('@')) await link(name);
    else {
      await mkdir(join(own, name));
      for (const inner of await readdir(join(theirs, name))) {
        await link(`${name}/${inner}`);
      }
    }
  }
}
