/** Waits for something no longer than until `signal` is aborted. @throws DOMException then */
export async function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  const over = new AbortController();
  try {
    return await Promise.race([
      work,
      new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), {
          signal: over.signal,
        });
      }),
    ]);
  } finally {
    over.abort();
    // Nobody waits for it any more.
    work.catch(() => {});
  }
}
