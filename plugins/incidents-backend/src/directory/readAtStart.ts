import { setTimeout } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogRead } from './CatalogDirectory';

/** Seconds before each read after the first; the schedule goes on from there. */
const pauses = [1, 2, 4, 8];

/**
 * Reads the catalog when the backend starts, and soon again while that may not have been all of it: a portal that was
 * just set up takes in its catalog while it already answers, and whoever tries it out should not wait for the schedule
 * until services and people have names. Where the first read finds what the directory knows already, it is the only one.
 *
 * Never rejects: a read that fails is logged, and tried again with the others.
 *
 * @param options.read - one read of the whole catalog
 * @param options.signal - ends it
 * @param options.wait - by the clock on the wall; tests do not
 */
export async function readAtStart(options: {
  readonly read: () => Promise<CatalogRead>;
  readonly logger: LoggerService;
  readonly signal: AbortSignal;
  readonly wait?: (seconds: number, signal: AbortSignal) => Promise<unknown>;
}): Promise<void> {
  const { read, logger, signal, wait = onTheWall } = options;
  const isSettled = async () => {
    try {
      const { found, written, vanished } = await read();
      return found > 0 && written + vanished === 0;
    } catch (error) {
      logger.warn(
        `The catalog cannot be read yet, and is tried again soon: ${error}`,
      );
      return false;
    }
  };
  for (const pause of pauses) {
    if (await isSettled()) return;
    await wait(pause, signal).catch(() => {});
    if (signal.aborted) return;
  }
  await isSettled();
}

const onTheWall = (seconds: number, signal: AbortSignal) =>
  setTimeout(seconds * 1000, undefined, { signal });
