import { Database, instant, Tx } from '../platform/database';
import { Hint, Job, Waking, WorkQueue } from '../work/service';
import { isStorm } from './bundles';
import { portalChannelId } from './PortalChannel';
import { NewDeliveryRow } from './rows';
import { noteIfUnreached } from './unreachedStore';

/** Tells escalation of a step that has reached nobody. */
export const unreachedKind = 'paging.unreached';

/** Each channel has a kind of its own, so that a slow provider holds up nobody else's deliveries. */
export const deliverKind = (channel: string): string =>
  `paging.deliver.${channel}`;

/** What is waited for: a delivery, or all those of its bundle. */
export interface Waiting {
  readonly id: string;
  readonly channel: string;
  readonly bundleId?: string | null;
}

/** Wakes the sender of a delivery, or of the bundle that it belongs to, with `tx`. */
export function enqueueDelivery(
  work: Waking,
  tx: Tx,
  delivery: Waiting,
  when: Pick<Job, 'runAt' | 'isNewKey'> = {},
): Promise<void> {
  return work.enqueue(tx, { ...when, ...jobOf(delivery) });
}

/**
 * As `enqueueDelivery`, of one that waits in the memory of another process, or of one that has just died: it is shared
 * without a job, which a storm would make by the hundred.
 *
 * @param canWait - see `Hint`
 */
export function hintDelivery(
  work: Waking,
  tx: Tx,
  delivery: Waiting,
  canWait: boolean,
): Promise<void> {
  return work.hint(tx, { ...jobOf(delivery), canWait });
}

const jobOf = ({ id, channel, bundleId }: Waiting): Hint => ({
  kind: deliverKind(channel),
  key: bundleId ? `paging:bundle:${bundleId}` : `paging:delivery:${id}`,
  data: { deliveryId: id },
});

/**
 * Wakes the senders of deliveries that have just been planned, each at its time. What is due at once is sent by this
 * process as soon as `tx` has committed, without a job: the sweep finds what it leaves behind. In the portal is a copy of what goes
 * elsewhere too, which wakes nobody: it goes when there is time.
 */
export async function wakePlanned(
  work: Waking,
  tx: Tx,
  rows: readonly NewDeliveryRow[],
  now: Date,
): Promise<void> {
  const isNow = ({ state, bundle_id, due_at }: NewDeliveryRow) =>
    state === 'queued' && bundle_id === null && instant(due_at) <= now;
  const awake = new Set(
    rows.flatMap(row =>
      isNow(row) && row.channel !== portalChannelId ? [row.page_id] : [],
    ),
  );
  for (const row of rows) {
    const { id, channel, state, bundle_id: bundleId, due_at } = row;
    if (state !== 'queued' || (bundleId && isStorm(bundleId))) continue;
    const dueAt = instant(due_at);
    const waiting = { id, channel, bundleId };
    if (isNow(row)) {
      const isCopy = channel === portalChannelId && awake.has(row.page_id);
      await work.hint(tx, { ...jobOf(waiting), canWait: isCopy });
      continue;
    }
    await enqueueDelivery(work, tx, waiting, {
      // Others may have joined the bundle before.
      isNewKey: bundleId === null,
      ...(dueAt > now && { runAt: dueAt }),
    });
  }
}

/** Tells those whose page has left that somebody else has the incident. */
export const followUpKind = 'paging.follow-up';

/** Has them told, with `tx`. */
export function enqueueFollowUp(
  work: Waking,
  tx: Tx,
  incidentId: number,
): Promise<void> {
  return work.enqueue(tx, {
    kind: followUpKind,
    key: `paging:follow-up:${incidentId}`,
    data: { incidentId },
  });
}

/** Wakes whoever tells escalation, with `tx`. */
export function enqueueUnreached(
  work: Waking,
  tx: Tx,
  batchId: string,
): Promise<void> {
  return work.enqueue(tx, {
    kind: unreachedKind,
    key: `paging:unreached:${batchId}`,
    data: { batchId },
  });
}

/** When every delivery of a batch has failed, notes it and has escalation told, with `tx`. */
export async function tellIfUnreached(options: {
  readonly database: Database;
  readonly work: WorkQueue;
  readonly tx: Tx;
  readonly batchId: string;
  readonly at: Date;
}): Promise<void> {
  const { database, work, tx, batchId, at } = options;
  const unreached = await noteIfUnreached(database, tx, batchId, at);
  // A direct page belongs to no step: its failure is on the timeline, and nothing follows from it.
  if (unreached && unreached.step !== null) {
    await enqueueUnreached(work, tx, batchId);
  }
}
