import { Queryable, Tx } from '../../platform/database';
import { hashOfOnceKey } from '../onceKey';

/** A signed call of a play's webhook. */
export interface SignedCall {
  readonly signature: string;
  readonly at: Date;
}

interface CallRow {
  play_id: string;
  signature: string;
  called_at: Date;
  run_id: string | null;
}

const calls = (db: Queryable) => db<CallRow>('play_calls');

const keyOf = (playId: string, { signature }: SignedCall) => ({
  play_id: playId,
  signature: hashOfOnceKey(signature),
});

/**
 * Remembers a call with `tx`, and holds whoever sends the same one meanwhile, until it is committed what became of this one.
 *
 * @returns what became of it before, if it has come before
 */
export async function takeCall(
  tx: Tx,
  playId: string,
  call: SignedCall,
): Promise<{ readonly runId: string | null } | undefined> {
  const key = keyOf(playId, call);
  const taken = await calls(tx)
    .insert({ ...key, called_at: call.at, run_id: null })
    .onConflict(['play_id', 'signature'])
    .ignore()
    .returning('play_id');
  if (taken.length > 0) return undefined;
  const row = await calls(tx).where(key).first('run_id');
  return { runId: row?.run_id ?? null };
}

/** Writes which run a call has started, or met. */
export async function setRunOfCall(
  tx: Tx,
  playId: string,
  call: SignedCall,
  runId: string | null,
): Promise<void> {
  await calls(tx).where(keyOf(playId, call)).update({ run_id: runId });
}

/** Deletes calls that came before an instant. */
export async function forgetCalls(db: Queryable, before: Date): Promise<void> {
  await calls(db).where('called_at', '<', before).delete();
}
