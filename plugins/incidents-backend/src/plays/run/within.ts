/**
 * The answer, if it comes in time. Real time: it bounds how long this process waits.
 *
 * @throws Error after so many seconds, in words
 */
export async function within<T>(
  seconds: number,
  answer: Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`It took longer than its ${seconds} s`)),
      seconds * 1000,
    );
  });
  // Whichever is slower must not end the process when it fails.
  answer.catch(() => {});
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer));
}
