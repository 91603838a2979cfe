import { Queryable } from '../../platform/database';

/** A called run that goes on although nobody waits for it any more. */
export interface AbandonedRun {
  readonly id: string;
  readonly callerPlayId: string;
  readonly callerPlay: string;
}

/**
 * Called runs under way whose caller has ended, or whose step there was cancelled or done anew.
 *
 * @param runId - only this one
 */
export async function abandonedRuns(
  db: Queryable,
  limit: number,
  runId?: string,
): Promise<readonly AbandonedRun[]> {
  const found = db('play_runs as run')
    .join('play_runs as caller', 'caller.id', 'run.caller_run_id')
    .leftJoin('play_steps as step', on => {
      on.on('step.run_id', 'caller.id').andOn('step.path', 'run.caller_path');
    })
    .whereIn('run.state', ['queued', 'running'])
    .andWhere(where => {
      where
        .whereNotIn('caller.state', ['queued', 'running'])
        .orWhereNull('step.state')
        .orWhere('step.state', 'cancelled')
        // The step was done anew, and has called another one.
        .orWhereRaw("step.data not like '%' || run.id || '%'");
    })
    .limit(limit)
    .select<AbandonedRun[]>({
      id: 'run.id',
      callerPlayId: 'caller.play_id',
      callerPlay: 'caller.play_name',
    });
  return runId === undefined ? found : found.where({ 'run.id': runId });
}
