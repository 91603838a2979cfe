import { testEnvironment } from '../testEnvironment.mjs';
import { step } from './Step.mjs';
import { readCount, sumOf } from './counts.mjs';

/** The checks of checks/src, each in its bounded form. Those that mostly wait for the clock run side by side. */
const rounds = [
  ['faults'],
  ['escalation', 'directory'],
  ['fuzz'],
  ['upgrade'],
  ['alertmanager'],
];

/**
 * What must hold when things break, on real processes. Each check brings the databases that it breaks.
 *
 * @param {import('./Step.mjs').Context} context
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function checks(context) {
  const env = testEnvironment(undefined);
  const isPossible = name =>
    !(name === 'alertmanager' && context.noAlertmanager);
  const counts = [];
  for (const names of rounds) {
    const outputs = await Promise.all(
      names
        .filter(isPossible)
        .map(name =>
          step(context, `check-${name}`, ['yarn', 'check', name], { env }),
        ),
    );
    counts.push(...outputs.map(({ output }) => readCount(output)));
  }
  return { checks: sumOf(counts) };
}
