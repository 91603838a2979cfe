// Waiting for what the portal does in the background.
import { setTimeout as wait } from 'node:timers/promises';
import { Refusal } from '../say.mjs';

/**
 * Asks again until there is an answer.
 *
 * @template T
 * @param {string} what - for the error
 * @param {() => Promise<T | undefined>} ask
 * @param {number} [seconds]
 * @returns {Promise<T>}
 */
export async function eventually(what, ask, seconds = 60) {
  const giveUpAt = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > giveUpAt) {
      throw new Refusal(`Waited ${seconds} s in vain for ${what}.`);
    }
    await wait(200);
  }
}
