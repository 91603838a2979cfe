import { inPairs, step } from './Step.mjs';
import { countOf } from './counts.mjs';

/** @typedef {import('./Step.mjs').Context} Context */

/** @type {Readonly<Record<string, readonly string[]>>} */
const checks = {
  eslint: ['yarn', 'backstage-cli', 'repo', 'lint'],
  prettier: ['yarn', 'prettier', '--check', '.'],
  rooms: ['yarn', 'lint:rooms'],
  'rooms-self-test': ['yarn', 'lint:rooms', '--self-test'],
  configuration: [
    ...['yarn', 'backstage-cli', 'config:check', '--lax', '--strict'],
    ...['--config', 'app-config.yaml', '--config', 'app-config.demo.yaml'],
  ],
};

/**
 * Style, boundaries, and configuration by its schema.
 *
 * @param {Context} context
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function lint(context) {
  const results = await inPairs(
    Object.entries(checks).map(
      ([name, command]) =>
        () =>
          step(context, name, command),
    ),
  );
  return { lint: countOf(results.map(({ passed }) => passed)) };
}
