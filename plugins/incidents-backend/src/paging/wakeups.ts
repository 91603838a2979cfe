import { Database, Tx } from '../platform/database';
import { Job, WorkQueue } from '../work/service';
import { noteIfUnreached } from './deliveryStore';

/** Tells escalation of a step that has reached nobody. */
export const unreachedKind = 'paging.unreached';

/** Each channel has a kind of its own, so that a slow provider holds up nobody else's deliveries. */
export const deliverKind = (channel: string): string =>
  `paging.deliver.${channel}`;

/** Wakes the sender of a delivery, with `tx`. */
export function enqueueDelivery(
  work: WorkQueue,
  tx: Tx,
  delivery: { readonly id: string; readonly channel: string },
  when: Pick<Job, 'runAt' | 'isNewKey'> = {},
): Promise<void> {
  return work.enqueue(tx, {
    ...when,
    kind: deliverKind(delivery.channel),
    key: `paging:delivery:${delivery.id}`,
    data: { deliveryId: delivery.id },
  });
}

/** Wakes whoever tells escalation, with `tx`. */
export function enqueueUnreached(
  work: WorkQueue,
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
