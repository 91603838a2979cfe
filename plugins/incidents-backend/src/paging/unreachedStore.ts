import { Database, Queryable, Tx } from '../platform/database';
import { batches, deliveries, pages } from './rows';

/**
 * Notes that a batch has reached nobody, if nothing of it was sent or is still to be; answers whether this
 * call noted it. The batch's lock makes two senders that fail at once look one after the other, so that
 * the second sees both.
 */
export async function noteIfUnreached(
  database: Database,
  tx: Tx,
  batchId: string,
  at: Date,
): Promise<{ readonly step: number | null } | undefined> {
  const batch = await database.forUpdate(
    batches(tx).where({ id: batchId }).first(),
  );
  if (!batch || batch.unreached_at !== null) return undefined;
  const hopeful = await deliveries(tx)
    .whereIn('page_id', pages(tx).where({ batch_id: batchId }).select('id'))
    .where(hopes =>
      hopes
        .whereNotIn('state', ['failed', 'cancelled'])
        .orWhereNotNull('credited_to'),
    )
    .first('id');
  if (hopeful) return undefined;
  await batches(tx).where({ id: batchId }).update({ unreached_at: at });
  return { step: batch.step };
}

/** A step that has reached nobody, of which escalation has not been told. */
export interface UnreachedStep {
  readonly batchId: string;
  readonly incidentId: number;
  readonly step: number;
  readonly loop: number;
}

/** Steps that have reached nobody and of which escalation has not been told. */
export async function untoldSteps(
  db: Queryable,
  which: { readonly batchId: string } | { readonly before: Date },
): Promise<UnreachedStep[]> {
  const query = batches(db)
    .whereNotNull('unreached_at')
    .whereNull('told_at')
    .whereNotNull('step');
  if ('batchId' in which) query.where({ id: which.batchId });
  else query.where('unreached_at', '<', which.before);
  const rows = await query.orderBy('unreached_at').limit(500);
  return rows.map(row => ({
    batchId: row.id,
    incidentId: row.incident_id,
    step: row.step ?? 0,
    loop: row.loop,
  }));
}

/** Escalation knows of a step that has reached nobody. */
export async function markTold(
  db: Queryable,
  batchId: string,
  at: Date,
): Promise<void> {
  await batches(db).where({ id: batchId }).update({ told_at: at });
}
