// How the commands in bin/ speak to the person who runs them.
import { inspect } from 'node:util';

/** A reason to stop that the reader can do something about: printed without a stack. */
export class Refusal extends Error {
  /**
   * @param {string} message - what is wrong, and what to do about it
   * @param {{ usage?: string, exitCode?: number }} [more]
   */
  constructor(message, { usage, exitCode = 1 } = {}) {
    super(message);
    this.name = 'Refusal';
    this.usage = usage;
    this.exitCode = exitCode;
  }
}

/**
 * One line on what is being done; to stderr, so that a command's output stays its own.
 *
 * @param {string} line
 */
export const say = line => process.stderr.write(`muster: ${line}\n`);

/**
 * Prints why a command ends, and returns its exit code.
 *
 * @param {unknown} error
 * @returns {number}
 */
export function explain(error) {
  if (!(error instanceof Refusal)) {
    process.stderr.write(`${inspect(error)}\n`);
    return 1;
  }
  say(error.message);
  if (error.usage) process.stderr.write(`\n${error.usage}\n`);
  return error.exitCode;
}

/**
 * Time since `start` (of `performance.now()`) for people: `4.2 s`.
 *
 * @param {number} start
 */
export const secondsSince = start =>
  `${((performance.now() - start) / 1000).toFixed(1)} s`;
