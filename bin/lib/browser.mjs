// The browser of the journeys: this machine's own Chromium.
import { existsSync } from 'node:fs';
import { installPackages } from './debian.mjs';
import { Refusal } from './say.mjs';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const look = () =>
  [process.env.CHROMIUM, ...usual].find(path => path && existsSync(path));

/**
 * Finds a Chromium, and installs Debian's where it can.
 *
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} its path
 * @throws {Refusal} when there is none
 */
export async function findBrowser(signal) {
  const found = look();
  if (found) return found;
  // Named apart because pages come out without a letter where no font is installed.
  const packages = ['chromium', 'fonts-liberation'];
  const installed = await installPackages('the browser', packages, signal);
  const fresh = installed ? look() : undefined;
  if (fresh) return fresh;
  throw new Refusal(
    'there is no Chromium. Install one (on Debian: apt-get install chromium), or name its path in CHROMIUM.',
  );
}

/** How it is started, with nothing that asks the internet. */
export const browserArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];
