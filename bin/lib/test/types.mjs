import { inPairs, step } from './Step.mjs';
import { countOf } from './counts.mjs';

/**
 * What is type-checked: all that is TypeScript in one go, and the commands. `yarn tsc` is TypeScript 7, which takes a fifth of
 * the time; `typescript` stays at the version that Backstage's own tools are made for.
 *
 * @type {Readonly<Record<string, string>>}
 */
const projects = {
  'types-workspace': 'tsconfig.json',
  'types-bin': 'bin/tsconfig.json',
};

/**
 * @param {import('./Step.mjs').Context} context
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function types(context) {
  const results = await inPairs(
    Object.entries(projects).map(([name, project]) => () => {
      const command = ['yarn', 'tsc', '--pretty', 'false'];
      command.push('--project', project);
      return step(context, name, command);
    }),
  );
  return { types: countOf(results.map(({ passed }) => passed)) };
}
