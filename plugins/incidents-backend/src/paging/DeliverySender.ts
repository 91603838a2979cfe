import { LoggerService } from '@backstage/backend-plugin-api';
import { Clock, secondsBetween } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { Load } from '../platform/ProcessLoad';
import { WorkQueue } from '../work/service';
import { ChannelRegistry } from './ChannelRegistry';
import { DeliveryClaims } from './DeliveryClaims';
import { DeliveryMeter } from './DeliveryMeter';
import { FallOver } from './FallOver';
import { recordAttempts } from './ledgerStore';
import { Messenger } from './Messenger';
import { mostAttempts } from './model';
import { PagedIncidents } from './ports';
import { DeliveryRecord, PageRecord } from './rows';
import { Settlements } from './Settlements';

const lostSender =
  'the sender stopped before it had an answer; the message may have arrived';

/** What a sender needs. */
export interface DeliverySenderOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly logger: LoggerService;
  readonly load: Load;
  readonly channels: ChannelRegistry;
  readonly incidents: Pick<
    PagedIncidents,
    'standingsOf' | 'acknowledgedBy' | 'nameOf'
  >;
  readonly messenger: Pick<Messenger, 'send' | 'sendTogether'>;
  readonly meter: DeliveryMeter;
  readonly fallOver: FallOver;
  /** Whether all deliveries are held just now. */
  readonly isHolding: () => Promise<boolean>;
  /** From which page of a minute on pages are bundled, per person and method. Default 5. */
  readonly singlePagesPerMinute?: number;
}

/**
 * Sends deliveries, each in three moves: claim it in a short transaction (`DeliveryClaims`), send outside any,
 * and write down what came of it in another (`Settlements`). It may be killed between any two; then the delivery stays in
 * `sending`, the sweep wakes it after 30 seconds, and it is sent again with the same idempotency key.
 *
 * Several deliveries of one person that are claimed together go as one message.
 */
export class DeliverySender {
  readonly #options: DeliverySenderOptions;
  readonly #claims: DeliveryClaims;
  readonly #settlements: Settlements;

  constructor(options: DeliverySenderOptions) {
    this.#options = options;
    this.#settlements = new Settlements(options);
    this.#claims = new DeliveryClaims({
      ...options,
      onLostSender: (tx, delivery, page) =>
        this.#noteLostSender(tx, delivery, page),
    });
  }

  /**
   * Makes one attempt at a delivery and those that go with it, if it is due and still needed. A failed
   * attempt is not an error here: it is written down, and its repetition enqueued. While deliveries are held
   * it does nothing: the sweep wakes what is overdue once they are not.
   *
   * @param onAnswered - called once the provider has answered, before that is written down
   */
  async deliver(
    deliveryId: string,
    onAnswered: () => void = () => {},
  ): Promise<void> {
    const { clock, meter, messenger } = this.#options;
    if (await this.#options.isHolding()) return;
    const claimed = await this.#claims.claim(deliveryId);
    if (claimed.length === 0) return;
    const [{ delivery, page, attempt }] = claimed;
    if (delivery.bundleId === null && attempt === 1) {
      meter.begun(
        delivery.channel,
        secondsBetween(delivery.dueAt, clock.now()),
      );
    }
    const result =
      delivery.bundleId === null
        ? await messenger.send(page, delivery, attempt)
        : await messenger.sendTogether(claimed);
    onAnswered();
    await this.#settlements.settle(claimed, result);
  }

  /** Whoever was sending it has died: it is sent again, unless that has been tried often enough. */
  async #noteLostSender(
    tx: Tx,
    delivery: DeliveryRecord,
    page: PageRecord,
  ): Promise<boolean> {
    const isLast = delivery.attempts >= mostAttempts;
    await recordAttempts(tx, [
      {
        delivery_id: delivery.id,
        attempt: delivery.attempts,
        channel: delivery.channel,
        at: this.#options.clock.now(),
        outcome: isLast ? 'failed' : 'retry',
        detail: lostSender,
      },
    ]);
    if (isLast) {
      await this.#options.fallOver.fail(
        tx,
        { delivery, page, attempt: delivery.attempts },
        lostSender,
      );
    }
    return !isLast;
  }
}
