import { testEnvironment } from '../testEnvironment.mjs';
import { step } from './Step.mjs';
import { readCount, sumOf } from './counts.mjs';

/**
 * The checks of checks/src, each in its bounded form. One column runs beside the other: faults mostly wait for what
 * comes back. Those that measure how late things are have little beside them; alertmanager fits into the minute that
 * escalation waits for its steps.
 */
const rounds = [
  [['escalation'], ['directory', 'alertmanager']],
  [['faults'], ['fuzz', 'plays', 'upgrade']],
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
  /** @param {readonly string[]} names */
  const run = async names => {
    const counts = [];
    for (const name of names.filter(isPossible)) {
      const command = ['yarn', 'check', name];
      const { output } = await step(context, `check-${name}`, command, { env });
      counts.push(readCount(output));
    }
    return counts;
  };
  const counts = [];
  for (const columns of rounds) {
    counts.push(...(await Promise.all(columns.map(run))).flat());
  }
  return { checks: sumOf(counts) };
}
