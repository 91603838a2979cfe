import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../children.mjs';
import { testEnvironment } from '../testEnvironment.mjs';
import { inPairs, step } from './Step.mjs';
import { readCount, sumOf } from './counts.mjs';

/**
 * The commands as a person runs them, our packages in somebody else's portal, and the journeys in a browser.
 *
 * @param {import('./Step.mjs').Context} context
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function e2e(context) {
  const env = testEnvironment(context.postgresUrl);
  /**
   * @param {string} name
   * @param {readonly string[]} command
   */
  const work = (name, command) => async () =>
    readCount((await step(context, name, command, { env })).output);
  const works = [work('commands', ['node', 'bin/lib/test/commands.mjs'])];
  if (context.noBrowser === undefined) {
    works.unshift(work('pack-try', ['yarn', 'pack:try']));
    for (const name of await journeys()) {
      works.push(work(`journey-${name}`, ['yarn', 'e2e', name]));
    }
  }
  // Each waits for installs, starts and pages as often as it is busy.
  return { e2e: sumOf(await inPairs(works)) };
}

async function journeys() {
  const files = await readdir(join(root, 'e2e/journeys'));
  return files
    .filter(file => file.endsWith('.ts'))
    .map(file => file.replace(/\.ts$/, ''))
    .sort();
}
