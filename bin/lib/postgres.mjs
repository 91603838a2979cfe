// A throw-away PostgreSQL server, for tests. It forgets: fsync is off unless asked for.
import { execFile, spawn } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './portal/checks.mjs';
import { findBinaries } from './postgresBinaries.mjs';
import { Refusal } from './say.mjs';

const execute = promisify(execFile);

/** PostgreSQL refuses to run as root, so root runs it as `nobody`. */
const nobody = { uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;
const as = isRoot ? nobody : {};

/**
 * @typedef {object} Postgres
 * @property {string} url - of the superuser, who needs no password
 * @property {string} version - such as `15.18`
 * @property {() => Promise<void>} kill - ends the server without a word to anybody, as a crash would; its data stays
 * @property {() => Promise<void>} start - starts it again on the same port and data, after `kill`
 * @property {() => Promise<void>} stop - ends the server at once and removes its data
 */

/**
 * Starts a server on a free port of this machine, with an empty cluster.
 *
 * @param {{ fsync?: boolean }} [options]
 * @returns {Promise<Postgres>}
 * @throws {Refusal} when there is no PostgreSQL on this machine, or it does not start
 */
export async function startPostgres({ fsync = false } = {}) {
  const base = await mkdtemp(join(tmpdir(), 'muster-postgres-'));
  const remove = () => rm(base, { recursive: true, force: true });
  try {
    const bin = await reachable(await findBinaries(), base);
    const data = join(base, 'data');
    await mkdir(data, { mode: 0o700 });
    if (isRoot) {
      for (const path of [base, data])
        await chown(path, nobody.uid, nobody.gid);
    }
    const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' };
    const initArgs = ['-D', data, '-U', 'postgres', '-A', 'trust'];
    initArgs.push('-E', 'UTF8', '--locale=C', '--no-sync');
    const { stdout } = await execute(join(bin, 'postgres'), ['--version'], as);
    await execute(join(bin, 'initdb'), initArgs, { ...as, env, cwd: base });

    const port = await freePort();
    const settings = {
      port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: base,
      max_connections: 300,
      shared_buffers: '128MB',
      timezone: 'UTC',
      ...(!fsync && {
        fsync: 'off',
        synchronous_commit: 'off',
        full_page_writes: 'off',
      }),
    };
    const serverArgs = ['-D', data];
    for (const [key, value] of Object.entries(settings)) {
      serverArgs.push('-c', `${key}=${value}`);
    }
    const launch = async () => {
      // In a group of its own: Ctrl-C in a terminal must not end it before those who use it.
      const server = spawn(join(bin, 'postgres'), serverArgs, {
        ...as,
        env,
        cwd: base,
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const ended = new Promise(done => server.once('close', done));
      const endWithUs = () => server.kill('SIGQUIT');
      process.once('exit', endWithUs);
      server.once('close', () => process.off('exit', endWithUs));
      await untilReady(server);
      /** @param {NodeJS.Signals} signal */
      return async signal => {
        server.kill(signal);
        await ended;
      };
    };
    let end = await launch();
    return {
      url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
      version: stdout.match(/\d+(\.\d+)?/)?.[0] ?? stdout.trim(),
      kill: () => end('SIGQUIT'), // "immediate": writes nothing more, and recovers at the next start
      async start() {
        end = await launch();
      },
      async stop() {
        await end('SIGINT'); // "fast": cuts the connections
        await remove();
      },
    };
  } catch (error) {
    await remove();
    if (error instanceof Refusal) throw error;
    throw new Refusal(`PostgreSQL did not start: ${error.message}`);
  }
}

/**
 * Waits for the server's word; its further log is read and dropped, so that the pipe never fills.
 *
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<void>}
 */
function untilReady(server) {
  let log = '';
  return new Promise((done, failed) => {
    server.stderr?.setEncoding('utf8').on('data', text => {
      // The end of it: while it recovers it refuses everybody who knocks, at length.
      log = (log + text).slice(-20_000);
      if (log.includes('ready to accept connections')) done();
    });
    server.once('error', failed);
    server.once('close', code =>
      failed(new Error(`exit code ${code}\n${log}`)),
    );
  });
}

/**
 * The programs where the server's user can run them: in a checkout that only root may enter, a copy.
 *
 * @param {string} bin
 * @param {string} base
 */
async function reachable(bin, base) {
  if (!isRoot) return bin;
  const works = await execute(join(bin, 'postgres'), ['--version'], as).then(
    () => true,
    () => false,
  );
  if (works) return bin;
  await chmod(base, 0o755);
  const copy = join(base, 'native');
  await cp(resolve(bin, '..'), copy, {
    recursive: true,
    verbatimSymlinks: true,
  });
  return join(copy, 'bin');
}
