// A real Alertmanager, as a sender that nobody here wrote.
import { existsSync } from 'node:fs';
import { installPackages } from './debian.mjs';
import { Refusal } from './say.mjs';

const usual = ['/usr/bin/prometheus-alertmanager', '/usr/bin/alertmanager'];

const look = () =>
  [process.env.ALERTMANAGER, ...usual].find(path => path && existsSync(path));

/**
 * Finds an Alertmanager, and installs Debian's where it can.
 *
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} its path
 * @throws {Refusal} when there is none
 */
export async function findAlertmanager(signal) {
  const found = look();
  if (found) return found;
  const packages = ['prometheus-alertmanager'];
  const installed = await installPackages('Alertmanager', packages, signal);
  const fresh = installed ? look() : undefined;
  if (fresh) return fresh;
  throw new Refusal(
    'there is no Alertmanager. Install one (on Debian: apt-get install prometheus-alertmanager), or name its path in ALERTMANAGER.',
  );
}
