// Child processes that never outlive the command that started them.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** The root of the checkout. */
export const root = resolve(import.meta.dirname, '../..');

/**
 * Ends a process together with everything that it started: asks first, and insists after `patience` milliseconds. The child must
 * have been spawned with `detached`, which gives it a process group of its own.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} [patience]
 */
export async function endGroup(child, patience = 10_000) {
  if (child.pid === undefined || hasEnded(child)) return;
  const group = -child.pid;
  const ended = new Promise(done => child.once('close', done));
  signalGroup(group, 'SIGTERM');
  const insist = setTimeout(() => signalGroup(group, 'SIGKILL'), patience);
  await ended;
  clearTimeout(insist);
}

/**
 * @param {number} group
 * @param {NodeJS.Signals} signal
 */
function signalGroup(group, signal) {
  try {
    process.kill(group, signal);
  } catch (error) {
    // It ended by itself meanwhile.
    if (error.code !== 'ESRCH') throw error;
  }
}

/** @param {import('node:child_process').ChildProcess} child */
export const hasEnded = child =>
  child.exitCode !== null || child.signalCode !== null;

/**
 * Runs a command to its end. Its output goes to `onOutput` when given, else where ours goes.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal, onOutput?: (text: string) => void }} [options] -
 *   `signal` ends the command and what it started
 * @returns {Promise<number>} its exit code; 1 when a signal ended it
 */
export async function run(command, args, options = {}) {
  const { cwd = root, env = process.env, signal, onOutput } = options;
  signal?.throwIfAborted();
  const output = onOutput ? 'pipe' : 'inherit';
  const child = spawn(command, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', output, output],
  });
  const stop = () => endGroup(child);
  signal?.addEventListener('abort', stop);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', text => onOutput?.(text));
  }
  try {
    return await new Promise((done, failed) => {
      child.once('error', failed);
      child.once('close', code => done(code ?? 1));
    });
  } finally {
    signal?.removeEventListener('abort', stop);
    signal?.throwIfAborted();
  }
}
