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
    const adopter = await step(context, 'pack-try', ['yarn', 'pack:try'], {
      env,
    });
    counts.push(readCount(adopter.output));
  }
  return { e2e: sumOf(counts) };
}
