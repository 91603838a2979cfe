// One command at a time, where several may run in one checkout.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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

let notes = 0;

/**
 * Notes that this process is at something, which several may be at together.
 *
 * @param {string} what - a word, as in `alone`
 * @returns {Promise<() => Promise<void>>} takes the note away
 */
export async function note(what) {
  notes += 1;
  const file = join(folder, `${what}.${process.pid}.${notes}`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, '');
  return () => rm(file, { force: true });
}

/**
 * Waits until nobody is at it any more.
 *
 * @param {string} what - the word of their notes
 * @param {AbortSignal} [signal]
 */
export async function untilNobody(what, signal) {
  for (let waited = false; ; waited = true) {
    const noted = (await readdir(folder)).filter(name =>
      name.startsWith(`${what}.`),
    );
    const isLeft = name => !isAlive(Number(name.split('.')[1]));
    // By a command that was killed.
    for (const name of noted.filter(isLeft)) {
      await rm(join(folder, name), { force: true });
    }
    if (noted.every(isLeft)) return;
    if (!waited) say(`waiting for other commands, which are ${what}`);
    await sleep(500, undefined, { signal });
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
