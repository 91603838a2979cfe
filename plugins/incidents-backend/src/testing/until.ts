/**
 * Asks again and again until there is an answer; for what happens in the background.
 *
 * @throws Error after five seconds without one
 */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const giveUpAt = performance.now() + 5_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > giveUpAt) throw new Error('It did not happen');
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
