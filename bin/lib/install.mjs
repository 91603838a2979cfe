// Brings the dependencies of the workspace.
import { resolve } from 'node:path';
import { root, run } from './children.mjs';
import { alone } from './lock.mjs';
import { Refusal } from './say.mjs';

/**
 * Installs what yarn.lock names, when it changed since the last time.
 *
 * @param {AbortSignal} [signal]
 */
export async function installDependencies(signal) {
  const script = `. '${resolve(import.meta.dirname, 'toolchain.sh')}' && toolchain_up && toolchain_dependencies`;
  const install = () => run('bash', ['-c', script], { cwd: root, signal });
  const code = await alone('installing', install, signal);
  if (code !== 0) {
    throw new Refusal('the dependencies could not be installed (see above).');
  }
}
