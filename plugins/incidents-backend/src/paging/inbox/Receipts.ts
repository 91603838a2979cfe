import { DeliveryReceipt } from '@muster/backstage-plugin-incidents-node';
import { addSeconds, Clock } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { WorkQueue } from '../../work/service';
import { lockDelivery, updateDelivery } from '../deliveryStore';
import { DeliveryRecord } from '../rows';
import { FallOver } from '../FallOver';
import { addToAttempt, carriedBy } from '../ledgerStore';
import { maskAddresses } from '../masks';
import { deliveriesOf } from './inboxStore';

const receiptKind = 'paging.receipt';
/** A receipt that is faster than our note of having sent waits so long for it. */
const againSeconds = 2;
const longestDetail = 300;

/**
 * What providers say later about what they have taken. A receipt is a job: it is kept before the provider
 * is thanked, and waits for the sender that may still be writing down that it has sent.
 */
export class Receipts {
  readonly #options: {
    readonly database: Database;
    readonly clock: Clock;
    readonly work: WorkQueue;
    readonly fallOver: Pick<FallOver, 'failLater' | 'unanswered'>;
  };

  constructor(options: {
    readonly database: Database;
    readonly clock: Clock;
    readonly work: WorkQueue;
    readonly fallOver: Pick<FallOver, 'failLater' | 'unanswered'>;
  }) {
    this.#options = options;
  }

  /** Keeps a receipt; one of an unknown message is let go. */
  async take(receipt: DeliveryReceipt): Promise<void> {
    const { database } = this.#options;
    const { outcome, providerId } = receipt;
    const detail = maskAddresses(receipt.detail).slice(0, longestDetail);
    const deliveries = await deliveriesOf(database.knex, receipt.messageKey);
    const ours = deliveries.filter(one => one.channel === receipt.channelId);
    await database.transaction(async tx => {
      for (const { id } of ours) {
        await this.#enqueue(tx, {
          deliveryId: id,
          outcome,
          providerId,
          detail,
        });
      }
    });
  }

  /** Registers the handler; before the queue starts. */
  registerWork(): void {
    this.#options.work.handle(receiptKind, data =>
      this.#note({
        deliveryId: String(data.deliveryId),
        outcome: String(data.outcome),
        providerId: String(data.providerId),
        detail: String(data.detail),
      }),
    );
  }

  #enqueue(tx: Tx, receipt: NotedReceipt, runAt?: Date): Promise<void> {
    return this.#options.work.enqueue(tx, {
      kind: receiptKind,
      key: `paging:receipt:${receipt.deliveryId}:${receipt.outcome}`,
      data: { ...receipt },
      ...(runAt ? { runAt } : {}),
    });
  }

  async #note(receipt: NotedReceipt): Promise<void> {
    const { database, clock } = this.#options;
    await database.transaction(async tx => {
      const delivery = await lockDelivery(database, tx, receipt.deliveryId);
      if (!delivery) return;
      if (receipt.outcome === 'delivered') {
        await this.#delivered(tx, delivery, receipt);
        return;
      }
      if (delivery.state === 'sending') {
        await this.#enqueue(tx, receipt, addSeconds(clock.now(), againSeconds));
        return;
      }
      if (delivery.state !== 'sent') return;
      // Another provider may have carried it since.
      const carrier = await carriedBy(tx, delivery.id);
      if (carrier !== null && carrier !== receipt.providerId) return;
      const { fallOver } = this.#options;
      const isNews = await addToAttempt(tx, delivery.id, receipt.detail);
      if (receipt.outcome === 'failed') {
        await fallOver.failLater(tx, delivery, receipt.detail);
      } else if (isNews) {
        await fallOver.unanswered(tx, delivery, receipt.detail);
      }
    });
  }

  /** It has arrived, whatever we believed: also what was to be sent once more for want of an answer. */
  async #delivered(
    tx: Tx,
    delivery: DeliveryRecord,
    { detail }: NotedReceipt,
  ): Promise<void> {
    if (delivery.state === 'delivered' || delivery.state === 'cancelled')
      return;
    await updateDelivery(tx, delivery.id, {
      state: 'delivered',
      sending_since: null,
      sent_at: delivery.sentAt ?? this.#options.clock.now(),
      ...(delivery.state === 'failed' ? { reason: null } : {}),
    });
    await addToAttempt(tx, delivery.id, detail);
  }
}

interface NotedReceipt {
  readonly deliveryId: string;
  readonly outcome: string;
  readonly providerId: string;
  readonly detail: string;
}
