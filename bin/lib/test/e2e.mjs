import { testEnvironment } from '../testEnvironment.mjs';
import { step } from './Step.mjs';
import { readCount, sumOf } from './counts.mjs';

/**
 * The commands as a person runs them, and the journeys in a browser.
 *
 * @param {import('./Step.mjs').Context} context
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function e2e(context) {
  const env = testEnvironment(context.postgresUrl);
  const commands = await step(
    context,
    'commands',
    ['node', 'bin/lib/test/commands.mjs'],
    { env },
  );
  const counts = [readCount(commands.output)];
  if (context.noBrowser === undefined) {
    const journeys = await step(context, 'journeys', ['yarn', 'e2e'], { env });
    counts.push(readCount(journeys.output));
  }
  return { e2e: sumOf(counts) };
}
