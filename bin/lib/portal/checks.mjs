// What can be wrong with the place where a portal is to run, found out before the long work.
import { once } from 'node:events';
import { access, constants, mkdir, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { isAlive } from '../lock.mjs';
import { Refusal } from '../say.mjs';

/** Both addresses of `localhost`: a stranger on either would answer the browser in our place. */
const loopback = ['127.0.0.1', '::1'];

/**
 * @param {number} port
 * @throws {Refusal} when the port cannot be had
 */
export async function checkPort(port) {
  for (const host of loopback) {
    const code = await listenOnce(host, port);
    if (code === 'EADDRINUSE') {
      throw new Refusal(
        `port ${port} is taken by another program, perhaps by another bin/start. Stop that one, or choose another port: bin/start --port ${port + 1}`,
      );
    }
    if (code === 'EACCES') {
      throw new Refusal(
        `this user may not listen on port ${port}. Choose one above 1023: bin/start --port 7007`,
      );
    }
  }
}

/**
 * @param {string} host
 * @param {number} port - 0: any free one
 * @returns {Promise<string | number>} the port that could be had, or the code of what went wrong
 */
async function listenOnce(host, port) {
  const server = createServer();
  try {
    server.listen({ port, host, exclusive: true });
    await once(server, 'listening');
  } catch (error) {
    return error.code ?? String(error);
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : port;
}

/** A port that nobody uses now. */
export const freePort = async () => Number(await listenOnce(loopback[0], 0));

/**
 * Makes the data folder.
 *
 * @param {string} folder
 * @throws {Refusal} when it cannot be written, or another portal runs on it
 */
export async function checkDataFolder(folder) {
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch (error) {
    const { code } = error;
    throw new Refusal(
      `the data folder ${folder} cannot be written (${code}). Choose another: bin/start --data DIR`,
    );
  }
  const running = await readRunning(folder);
  if (running) {
    throw new Refusal(
      `a portal is running on the data folder ${folder} already: ${running.url} (process ${running.pid}). Stop it, or choose another folder: bin/start --data DIR`,
    );
  }
}

/**
 * As `mkdir` with `recursive`, which in Node.js 22 never returns below a folder like /proc, where nothing can be made.
 *
 * @param {string} folder
 */
async function makeFolder(folder) {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error;
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    const isParentMissing =
      code === 'ENOENT' && !(await stat(dirname(folder)).catch(() => null));
    if (!isParentMissing) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder);
  }
}

/** Where a running portal leaves its process id and address, for other commands and for the next start. */
export const runningFile = folder => join(folder, 'portal.json');

/**
 * @param {string} folder
 * @returns {Promise<{ pid: number, url: string } | undefined>} the portal that runs on this data folder now
 */
async function readRunning(folder) {
  const text = await readFile(runningFile(folder), 'utf8').catch(() => '');
  if (!text) return undefined;
  const running = JSON.parse(text);
  // A killed portal leaves its file behind, and its process id may be another's by now: so its address must answer too.
  const answers = await fetch(running.url, {
    signal: AbortSignal.timeout(2000),
  }).then(
    () => true,
    () => false,
  );
  return isAlive(running.pid) && answers ? running : undefined;
}
