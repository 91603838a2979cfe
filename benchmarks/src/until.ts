import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for a condition.
 *
 * @throws Error saying what was waited for, after `patience` milliseconds
 */
export async function until(
  what: string,
  condition: () => Promise<boolean>,
  patience = 60_000,
): Promise<void> {
  const deadline = performance.now() + patience;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Gave up until ${what}`);
    await sleep(50);
  }
}
