/**
 * Waits for something no longer than so many seconds; it is not stopped, its end is no longer waited for.
 *
 * @param what - begins the sentence of the fault: `The subscriber live`
 * @throws Error when it takes longer; whatever `work` throws
 */
export async function within<T>(
  seconds: number,
  what: string,
  work: Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const impatience = new Promise<never>((_, fail) => {
    timer = setTimeout(
      () => fail(new Error(`${what} has not answered within ${seconds} s`)),
      seconds * 1000,
    );
  });
  try {
    return await Promise.race([work, impatience]);
  } finally {
    clearTimeout(timer);
  }
}
