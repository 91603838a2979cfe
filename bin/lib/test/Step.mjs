// One command of a stage: its output goes to a file, and its end is shown when it fails.
import { createWriteStream } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root, run } from '../children.mjs';
import { say, secondsSince } from '../say.mjs';

/** Kept as CI output. */
export const outputFolder = join(root, 'artifacts/test');
const tailLength = 80;

/**
 * @typedef {object} Context - what all stages share
 * @property {AbortSignal} signal
 * @property {boolean} verbose - shows all output as it comes
 * @property {string | undefined} postgresUrl
 * @property {string | undefined} noBrowser - why there is no browser
 * @property {string | undefined} noAlertmanager - why there is no Alertmanager
 */

/**
 * Runs a command, and says how it went.
 *
 * @param {Context} context
 * @param {string} name - of the step; its log is `<name>.log`
 * @param {readonly string[]} command
 * @param {{ env?: NodeJS.ProcessEnv, quietTail?: boolean }} [options] - `quietTail`: the caller shows what failed
 * @returns {Promise<{ passed: boolean, output: string }>}
 */
export async function step(context, name, [command, ...args], options = {}) {
  const start = performance.now();
  const file = join(outputFolder, `${name}.log`);
  const log = createWriteStream(file);
  let output = '';
  const code = await run(command, args, {
    signal: context.signal,
    env: options.env,
    onOutput: text => {
      if (context.verbose) process.stdout.write(text);
      const plain = stripVTControlCharacters(text);
      log.write(plain);
      output += plain;
    },
  }).finally(() => log.end());
  const passed = code === 0;
  say(`${passed ? 'ok    ' : 'FAILED'} ${name} (${secondsSince(start)})`);
  if (!passed && !context.verbose && !options.quietTail) {
    const lines = output.trimEnd().split('\n');
    process.stdout.write(`${lines.slice(-tailLength).join('\n')}\n`);
    if (lines.length > tailLength) {
      say(`the whole of it: ${relative(root, file)}`);
    }
  }
  return { passed, output };
}

/**
 * Runs works that each keep one core busy, two at a time, in their order.
 *
 * @template T
 * @param {readonly (() => Promise<T>)[]} works
 * @returns {Promise<T[]>} in the order of the works
 */
export async function inPairs(works) {
  /** @type {T[]} */
  const results = [];
  const waiting = [...works.entries()];
  const hand = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, work] = next;
      results[index] = await work();
    }
  };
  await Promise.all([hand(), hand()]);
  return results;
}
