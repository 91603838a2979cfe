import { setTimeout as sleep } from 'node:timers/promises';

const usualPauseMs = 100;

/**
 * Asks again and again until there is an answer.
 *
 * @param what - is waited for; for the message when it does not come
 * @param ask - answers undefined or false for "not yet"
 * @param within - in seconds
 * @param pauseMs - between two questions
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  within: number,
  pauseMs: number = usualPauseMs,
): Promise<T> {
  const deadline = performance.now() + within * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) {
      throw new Error(`waited ${within} s in vain for: ${what}`);
    }
    await sleep(pauseMs);
  }
}

/** Seconds since `start` (of `performance.now()`), in words: `4.2 s`. */
export const secondsFrom = (start: number, end = performance.now()): string =>
  `${((end - start) / 1000).toFixed(1)} s`;
