import { testEnvironment } from '../testEnvironment.mjs';
import { step } from './Step.mjs';
import { readCount, sumOf } from './counts.mjs';

/**
 * The commands as a person runs them, the journeys in a browser, and our packages in somebody else's portal.
 *
 * @param {import('./Step.mjs').Context} context
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function e2e(context) {
  const env = testEnvironment(context.postgresUrl);
  const hasBrowser = context.noBrowser === undefined;
  /**
   * @param {string} name
   * @param {readonly string[]} command
   */
  const run = async (name, command) =>
    readCount((await step(context, name, command, { env })).output);
  // Both wait for installs and starts as often as they are busy.
  const counts = await Promise.all([
    run('commands', ['node', 'bin/lib/test/commands.mjs']),
    ...(hasBrowser ? [run('pack-try', ['yarn', 'pack:try'])] : []),
  ]);
  if (hasBrowser) counts.push(await run('journeys', ['yarn', 'e2e']));
  return { e2e: sumOf(counts) };
}
