import { setTimeout as sleep } from 'node:timers/promises';

const pause = 200;

/**
 * Asks again and again until there is an answer.
 *
 * @param what - what is waited for, for the message when it does not come
 * @param ask - answers undefined or false for "not yet"
 * @param within - in ms; 5000 by default, which is what "live" means here
 */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  within: number = 5000,
): Promise<T> {
  const deadline = performance.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) {
      throw new Error(`waited ${within} ms in vain for: ${what}`);
    }
    await sleep(pause);
  }
}
