import { addSeconds } from '../platform/clock';
import { instant, Queryable } from '../platform/database';
import { diedAfterSeconds, lateSeconds, retrySeconds } from './model';
import { BatchRow, deliveries, DeliveryRecord, toDelivery } from './rows';

/** The longest that a bundle waits: quiet hours that are the whole day, on a day that is an hour longer. */
const longestBundleMinutes = 25 * 60;

/**
 * Makes due what stands further in the future than a delivery ever waits: it was written before the
 * database's clock was set back. Answers how much that was.
 */
export async function bringForward(db: Queryable, now: Date): Promise<number> {
  const longestRetry = Math.max(...retrySeconds);
  const ahead = await deliveries(db)
    .where({ state: 'queued' })
    .andWhere('due_at', '>', addSeconds(now, longestRetry))
    .select('id', 'due_at', 'after_minutes', 'bundle_id');
  const tooFar = ahead.filter(row => {
    const minutes = row.bundle_id ? longestBundleMinutes : row.after_minutes;
    const latest = addSeconds(now, minutes * 60 + longestRetry);
    return instant(row.due_at) > latest;
  });
  for (const row of tooFar) {
    await deliveries(db)
      .where({ id: row.id, state: 'queued' })
      .update({
        due_at: addSeconds(now, row.bundle_id ? 0 : row.after_minutes * 60),
      });
  }
  // When its sender began is no longer known; it gets its half minute from now on.
  const sending = await deliveries(db)
    .where({ state: 'sending' })
    .andWhere('sending_since', '>', now)
    .update({ sending_since: now });
  return tooFar.length + sending;
}

/**
 * Deliveries of a channel, or of none of some, whose wake-up or whose sender has been lost; the oldest first. Asked of
 * each channel: what waits for a provider that hangs must not hide what the others have lost.
 *
 * @param of - `isCopy`: only those whose page is due through another channel by then, too; false: only the others
 * @param late - seconds after which one that is due has not only waited for its turn
 */
export async function lostDeliveries(
  db: Queryable,
  of:
    | { readonly channel: string; readonly isCopy?: boolean }
    | { readonly noneOf: readonly string[] },
  now: Date,
  limit: number,
  late = lateSeconds,
): Promise<DeliveryRecord[]> {
  const lost = deliveries(db)
    .where(either =>
      either
        .where(queued =>
          queued
            .where('state', 'queued')
            .andWhere('due_at', '<', addSeconds(now, -late)),
        )
        .orWhere(sending =>
          sending
            .where('state', 'sending')
            .andWhere('sending_since', '<', addSeconds(now, -diedAfterSeconds)),
        ),
    )
    .orderBy('due_at')
    .limit(limit);
  if ('channel' in of) {
    lost.where('channel', of.channel);
    if (of.isCopy !== undefined) {
      lost.whereRaw(
        `${of.isCopy ? '' : 'not '}exists (select 1 from deliveries as other
           where other.page_id = deliveries.page_id and other.channel <> deliveries.channel
             and other.due_at <= deliveries.due_at and other.state not in ('failed', 'cancelled'))`,
      );
    }
  } else lost.whereNotIn('channel', [...of.noneOf]);
  return (await lost).map(toDelivery);
}

/** When the oldest delivery that is due and has not been sent became due. */
export async function oldestUnsent(
  db: Queryable,
  now: Date,
): Promise<Date | null> {
  const row = await deliveries(db)
    .whereIn('state', ['queued', 'sending'])
    .andWhere('due_at', '<=', now)
    .orderBy('due_at')
    .first('due_at');
  return row ? instant(row.due_at) : null;
}

/** How many deliveries wait. */
export async function countQueued(db: Queryable): Promise<number> {
  const [{ n }] = await deliveries(db)
    .where({ state: 'queued' })
    .count<{ n: number | string }[]>({ n: '*' });
  return Number(n);
}

/** What waits and was decided before an instant. */
export async function decidedBefore(db: Queryable, instantBefore: Date) {
  const rows: {
    id: string;
    incident_id: number;
    person_ref: string;
    person_name: string;
    step: number | null;
    created_at: BatchRow['created_at'];
  }[] = await deliveries(db)
    .join('pages', 'pages.id', 'deliveries.page_id')
    .join('page_batches', 'page_batches.id', 'pages.batch_id')
    .where('deliveries.state', 'queued')
    .andWhere('page_batches.created_at', '<=', instantBefore)
    .select(
      'deliveries.id',
      'deliveries.incident_id',
      'pages.person_ref',
      'pages.person_name',
      'page_batches.step',
      'page_batches.created_at',
    );
  return rows.map(row => ({
    deliveryId: row.id,
    incidentId: row.incident_id,
    personRef: row.person_ref,
    personName: row.person_name,
    step: row.step,
    decidedAt: instant(row.created_at),
  }));
}
