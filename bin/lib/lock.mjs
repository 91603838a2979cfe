// One command at a time, where several may run in one checkout.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './children.mjs';
import { say } from './say.mjs';

const folder = join(root, '.toolchain');

/**
 * Runs `work` while no other command of this checkout does the same.
 *
 * @template T
 * @param {string} what - as in "waiting for another command, which is …": a word, also the lock's name
 * @param {() => Promise<T>} work
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
export async function alone(what, work, signal) {
  const file = join(folder, `${what}.lock`);
  await mkdir(folder, { recursive: true });
  for (let waited = false; !(await take(file)); waited = true) {
    if (!waited) say(`waiting for another command, which is ${what}`);
    await sleep(500, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/**
 * @param {string} file
 * @returns {Promise<boolean>} whether the lock is ours now
 */
async function take(file) {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const owner = Number(await readFile(file, 'utf8').catch(() => ''));
  // Left behind by a command that was killed.
  if (owner && !isAlive(owner)) await rm(file, { force: true });
  return false;
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
