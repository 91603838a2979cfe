import { InputError, NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { addMinutes } from '../platform/clock';
import { instant, Queryable, Tx } from '../platform/database';
import { ClaimedJob } from './model';
import { DeadLetterRow, Job, JobData } from './service';

/** A row of `work_dead_letters`. */
interface Row {
  id: number;
  kind: string;
  key: string | null;
  data: string;
  cause: string;
  attempts: number;
  failed_at: Date | number | string;
}

const jobData = z.record(z.string(), z.union([z.string(), z.number()]));

/** Ids and numbers of a stored job. */
export const parseJobData = (text: string): JobData =>
  jobData.parse(JSON.parse(text));

const fromRow = (row: Row): DeadLetterRow => ({
  id: String(row.id),
  kind: row.kind,
  data: parseJobData(row.data),
  cause: row.cause,
  attempts: row.attempts,
  failedAt: instant(row.failed_at),
});

const largestId = 2_147_483_647;

/** The number of a row, or undefined when it cannot be one. */
function rowId(id: string): number | undefined {
  const number = /^\d{1,10}$/.test(id) ? Number(id) : Infinity;
  return number <= largestId ? number : undefined;
}

/** Keeps a job that failed for good. */
export async function addDeadLetter(
  tx: Tx,
  job: ClaimedJob,
  fault: { cause: string; attempts: number; failedAt: Date },
): Promise<void> {
  await tx('work_dead_letters').insert({
    kind: job.kind,
    key: job.key,
    data: JSON.stringify(job.data),
    cause: fault.cause,
    attempts: fault.attempts,
    failed_at: fault.failedAt,
  });
}

/**
 * A page of dead letters, newest first.
 *
 * @throws InputError when `before` is no id of a dead letter
 */
export async function listDeadLetters(
  db: Queryable,
  { limit, before }: { limit: number; before?: string },
): Promise<readonly DeadLetterRow[]> {
  const query = db<Row>('work_dead_letters').orderBy('id', 'desc').limit(limit);
  if (before !== undefined) {
    const id = rowId(before);
    if (id === undefined) {
      throw new InputError(
        `query.cursor '${before}' is not from this list; leave it out to start at the newest`,
      );
    }
    query.where('id', '<', id);
  }
  return (await query).map(fromRow);
}

/** How many there are. */
export async function countDeadLetters(db: Queryable): Promise<number> {
  const [row] = await db('work_dead_letters').count({ n: 'id' });
  return Number(row.n);
}

/**
 * Takes a dead letter out, as the job that it was.
 *
 * @throws NotFoundError when there is none of this id (any more)
 */
export async function takeDeadLetter(tx: Tx, id: string): Promise<Job> {
  const number = rowId(id);
  const [row] =
    number === undefined
      ? []
      : await tx<Row>('work_dead_letters').where({ id: number });
  // Who deletes the row is the one who retries it: two admins may press at once.
  const mine =
    row && (await tx('work_dead_letters').where({ id: row.id }).delete());
  if (!mine) {
    throw new NotFoundError(
      `There is no dead letter '${id}': it was tried again, or never existed. Reload the list.`,
    );
  }
  return {
    kind: row.kind,
    data: parseJobData(row.data),
    ...(row.key !== null && { key: row.key }),
  };
}

const restMinutes = 5;

/**
 * For a sweep, which would otherwise bring a job back to life that has just failed for good: takes
 * out the dead letters of `key` and says true, unless one of them is younger than five minutes.
 */
export async function mayReplaceDeadLetters(
  tx: Tx,
  key: string,
  now: Date,
): Promise<boolean> {
  const rows = await tx<Row>('work_dead_letters').where({ key });
  if (
    rows.some(row => instant(row.failed_at) > addMinutes(now, -restMinutes))
  ) {
    return false;
  }
  if (rows.length > 0) await tx('work_dead_letters').where({ key }).delete();
  return true;
}
