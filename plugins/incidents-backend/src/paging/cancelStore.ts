import { Queryable, Tx } from '../platform/database';
import { deliveries, pages } from './rows';
import { CancelScope } from './service';

/**
 * Cancels what has not begun to be sent, and answers how many.
 *
 * The condition on the state is what makes it right under READ COMMITTED: a row that a sender holds
 * is waited for and then looked at again, so one that has just become `sending` is left alone.
 */
export function cancelQueued(
  tx: Tx,
  incidentId: number,
  reason: string,
  { personRefs, acknowledgedBy }: CancelScope = {},
): Promise<number> {
  const queued = deliveries(tx).where({
    incident_id: incidentId,
    state: 'queued',
  });
  if (personRefs) queued.whereIn('person_ref', personRefs);
  if (typeof acknowledgedBy === 'string') {
    const askedOfEach = pages(tx)
      .join('page_batches', 'page_batches.id', 'pages.batch_id')
      .where({ 'pages.incident_id': incidentId, multi_ack: true })
      .select('pages.id');
    queued.where(meant =>
      meant
        .where('person_ref', acknowledgedBy)
        .orWhereNotIn('page_id', askedOfEach),
    );
  }
  return queued.update({ state: 'cancelled', reason });
}

/** Cancels what waits by some rules of a page, and answers how much that was. */
export function cancelForRules(
  tx: Tx,
  pageId: string,
  rules: readonly {
    readonly methodId: string;
    readonly afterMinutes: number;
  }[],
  reason: string,
): Promise<number> {
  return deliveries(tx)
    .where({ page_id: pageId, state: 'queued' })
    .andWhere(any => {
      for (const { methodId, afterMinutes } of rules) {
        any.orWhere({ method_id: methodId, after_minutes: afterMinutes });
      }
    })
    .update({ state: 'cancelled', reason });
}

/** Cancels what waits to be sent to a method; answers the batches that it belonged to. */
export async function cancelForMethod(
  tx: Tx,
  personRef: string,
  methodId: string,
  reason: string,
): Promise<string[]> {
  const cancelled = await deliveries(tx)
    .where({ person_ref: personRef, method_id: methodId, state: 'queued' })
    .update({ state: 'cancelled', reason })
    .returning('page_id');
  const rows = await pages(tx)
    .whereIn(
      'id',
      cancelled.map(row => row.page_id),
    )
    .distinct('batch_id');
  return rows.map(row => row.batch_id);
}

/** Cancels everything that waits, and answers how much that was. */
export function cancelAllQueued(
  db: Queryable,
  reason: string,
): Promise<number> {
  return deliveries(db)
    .where({ state: 'queued' })
    .update({ state: 'cancelled', reason });
}

/** Cancels a delivery that still waits; answers 1 when it did. */
export function supersede(
  db: Queryable,
  id: string,
  reason: string,
): Promise<number> {
  return deliveries(db)
    .where({ id, state: 'queued' })
    .update({ state: 'cancelled', reason });
}
