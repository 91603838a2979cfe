import { stringifyError } from '@backstage/errors';
import { addSeconds } from '../platform/clock';
import { HandlerOptions, JobData } from './service';

/** Milliseconds of real time. */
export interface Pace {
  /** How often a queue looks for work that has become due. */
  readonly pollMs: number;
  /** The pause between two rounds of sweeps. */
  readonly sweepMs: number;
  /** How long `stop` waits for handlers that run. */
  readonly stopMs: number;
}

/** A job that this process has claimed. */
export interface ClaimedJob {
  readonly id: string;
  readonly kind: string;
  readonly key: string | null;
  readonly data: JobData;
  /** Null means at once. */
  readonly runAt: Date | null;
  /** How often its handler has failed. */
  readonly attempts: number;
  /** How often it was claimed, this time included. */
  readonly starts: number;
}

const defaultRetrySeconds = [1, 5, 15, 60, 300];

/** Options with their defaults. */
export const handlerOptions = (
  options: HandlerOptions = {},
): Required<HandlerOptions> => ({
  concurrency: options.concurrency ?? 4,
  retrySeconds: options.retrySeconds ?? defaultRetrySeconds,
});

/** When a job whose handler just failed is tried again; null when it never is. */
export function nextTry(
  job: ClaimedJob,
  retrySeconds: readonly number[],
  now: Date,
): Date | null {
  const wait = retrySeconds.at(job.attempts);
  return wait === undefined ? null : addSeconds(now, wait);
}

const unexplainedStarts = 20;

/**
 * True for a job that was begun again and again without its handler ever returning: it most likely
 * takes its process down with it, and must not take the next one.
 */
export const neverEnds = (job: ClaimedJob): boolean =>
  job.starts > job.attempts + unexplainedStarts;

const causeLength = 2000;

/** An error in words that both databases can store. */
export const causeOf = (error: unknown): string =>
  stringifyError(error).replaceAll('\u0000', '').slice(0, causeLength);
