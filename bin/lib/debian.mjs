// Debian's packages, where they can be had: debian-install.sh.
import { resolve } from 'node:path';
import { run } from './children.mjs';
import { alone } from './lock.mjs';

/**
 * Installs packages as root on Debian; elsewhere prints the command that does it.
 *
 * @param {string} purpose - what they are for, as in "installing the browser"
 * @param {readonly string[]} packages
 * @param {AbortSignal} [signal]
 * @returns {Promise<boolean>} whether they are installed now
 */
export async function installPackages(purpose, packages, signal) {
  const script = resolve(import.meta.dirname, 'debian-install.sh');
  const install = () => run(script, [purpose, ...packages], { signal });
  return (await alone('installing', install, signal)) === 0;
}
