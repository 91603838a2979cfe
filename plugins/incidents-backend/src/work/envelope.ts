import { JobAttempt, JobWithMetadata } from 'pg-boss';
import { z } from 'zod';
import { instantOrNull } from '../platform/database';
import { ClaimedJob } from './model';
import { JobData } from './service';

const envelopeSchema = z.object({
  v: z.literal(1),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Milliseconds since the epoch, by the Clock. */
  runAt: z.number().nullable(),
  attempts: z.number().int(),
});

/** What a job of pg-boss carries. Its `runAt` decides when the job starts; pg-boss's `start_after` only when it is looked at. */
export type Envelope = z.infer<typeof envelopeSchema>;

/** Wraps what a job carries. */
export const envelope = (
  data: JobData,
  runAt: Date | undefined,
  attempts: number,
): Envelope => ({ v: 1, data, runAt: runAt?.getTime() ?? null, attempts });

/** A job that pg-boss handed out; undefined for a form of envelope that a newer version wrote. */
export function claimedJob(
  job: JobWithMetadata<unknown>,
): ClaimedJob | undefined {
  const parsed = envelopeSchema.safeParse(job.data);
  if (!parsed.success) return undefined;
  const { data, runAt, attempts } = parsed.data;
  return {
    id: job.id,
    kind: job.name,
    key: job.singletonKey,
    data,
    runAt: instantOrNull(runAt),
    attempts,
    starts: job.retryCount + 1,
  };
}

/** The claim on a job, so that one that lapsed, and that another process has by now, is left alone. */
export const attemptOf = (job: ClaimedJob): JobAttempt => ({
  id: job.id,
  retryCount: job.starts - 1,
});
