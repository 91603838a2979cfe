import { testEnvironment } from '../testEnvironment.mjs';
import { step } from './Step.mjs';
import { readCount, sumOf } from './counts.mjs';

/** The checks of checks/src, each in its bounded form. */
const names = [
  'faults',
  'escalation',
  'directory',
  'fuzz',
  'upgrade',
  'alertmanager',
];

/**
 * What must hold when things break, on real processes. Each check brings the databases that it breaks.
 *
 * @param {import('./Step.mjs').Context} context
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function checks(context) {
  const env = testEnvironment(undefined);
  const counts = [];
  for (const name of names) {
    if (name === 'alertmanager' && context.noAlertmanager) continue;
    const command = ['yarn', 'check', name];
    const { output } = await step(context, `check-${name}`, command, { env });
    counts.push(readCount(output));
  }
  return { checks: sumOf(counts) };
}
