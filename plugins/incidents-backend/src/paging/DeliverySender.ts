import { LoggerService } from '@backstage/backend-plugin-api';
import { system } from '../incidents/service';
import { Clock, secondsBetween } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { WorkQueue } from '../work/service';
import { ChannelRegistry } from './ChannelRegistry';
import { DeliveryMeter } from './DeliveryMeter';
import {
  DeliveryRecord,
  findPage,
  lockDelivery,
  PageRecord,
  updateDelivery,
} from './deliveryStore';
import { recordAttempt } from './ledgerStore';
import {
  afterAttempt,
  AttemptResult,
  mostAttempts,
  NextState,
  outcomeOf,
  turnOf,
} from './model';
import { Messenger } from './Messenger';
import { PagedIncidents } from './ports';
import { failedSentence } from './sentences';
import { enqueueDelivery, tellIfUnreached } from './wakeups';

const lostSender =
  'the sender stopped before it had an answer; the message may have arrived';

/** What a sender needs. */
export interface DeliverySenderOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly logger: LoggerService;
  readonly channels: ChannelRegistry;
  readonly incidents: Pick<PagedIncidents, 'statusOf' | 'appendTimeline'>;
  readonly messenger: Messenger;
  readonly meter: DeliveryMeter;
}

/** A delivery that this sender has put into `sending`. */
interface Claimed {
  readonly delivery: DeliveryRecord;
  readonly page: PageRecord;
  /** Which attempt this is, 1 the first. */
  readonly attempt: number;
}

/**
 * Sends deliveries, each in three moves: claim it in a short transaction, send outside any, and write
 * down what came of it in another. It may be killed between any two; then the delivery stays in
 * `sending`, the sweep wakes it after 30 seconds, and it is sent again with the same idempotency key.
 *
 * **No delivery enters `sending` after an acknowledgement has committed.** Under READ COMMITTED, with
 * A the acknowledging transaction (locks the incident, then updates its deliveries `WHERE state =
 * 'queued'`) and S the claim (locks the delivery, then reads the incident's status):
 *
 * - A updates the row before S locks it: S waits for A, reads the row as A left it, and finds it
 *   cancelled.
 * - S locks the row before A gets there: A waits for S, looks at the row again, finds `sending`, and
 *   leaves it. S committed first, so it entered before.
 * - A did not see the row, because the transaction P that wrote it had not committed when A looked.
 *   P appends to the timeline, which needs the incident's lock, so P commits either before A gets
 *   that lock (then A sees the row) or after A has committed. In the second case S, which cannot see
 *   the row earlier, reads the status in a later statement, hence in a newer snapshot, and finds the
 *   incident acknowledged.
 *
 * The status is read without a lock, since S already holds a delivery's: A takes them the other way
 * round.
 */
export class DeliverySender {
  readonly #options: DeliverySenderOptions;

  constructor(options: DeliverySenderOptions) {
    this.#options = options;
  }

  /**
   * Makes one attempt at a delivery, if it is due and still needed. A failed attempt is not an error
   * here: it is written down, and its repetition enqueued.
   */
  async deliver(deliveryId: string): Promise<void> {
    const claimed = await this.#claim(deliveryId);
    if (!claimed) return;
    const { delivery, page, attempt } = claimed;
    const { clock, meter } = this.#options;
    if (attempt === 1) {
      meter.begun(
        delivery.channel,
        secondsBetween(page.createdAt, clock.now()),
      );
    }
    const result = await this.#options.messenger.send(page, delivery, attempt);
    await this.#settle(claimed, result);
  }

  /** Puts a delivery into `sending`, unless it is not its turn or nobody needs it any more. */
  #claim(deliveryId: string): Promise<Claimed | undefined> {
    const { database, clock, incidents } = this.#options;
    return database.transaction(async tx => {
      const now = clock.now();
      const delivery = await lockDelivery(database, tx, deliveryId);
      const turn = delivery ? turnOf(delivery, now) : 'leave';
      if (!delivery || turn === 'leave') return undefined;
      const page = await findPage(tx, delivery.pageId);
      if (!page) return undefined;
      if (turn === 'repeat') {
        await this.#noteLostSender(tx, delivery);
        if (delivery.attempts >= mostAttempts) {
          await this.#apply(
            tx,
            { delivery, page, attempt: delivery.attempts },
            {
              state: 'failed',
              reason: lostSender,
            },
          );
          return undefined;
        }
      }
      const status = await incidents.statusOf(tx, delivery.incidentId);
      if (status !== 'triggered') {
        await updateDelivery(tx, delivery.id, {
          state: 'cancelled',
          sending_since: null,
          reason: `the incident is ${status ?? 'gone'}`,
        });
        return undefined;
      }
      const attempt = delivery.attempts + 1;
      await updateDelivery(tx, delivery.id, {
        state: 'sending',
        sending_since: now,
        attempts: attempt,
      });
      return { delivery, page, attempt };
    });
  }

  /** Writes down what came of an attempt, and what becomes of the delivery. */
  async #settle(claimed: Claimed, result: AttemptResult): Promise<void> {
    const { database, clock, logger, meter } = this.#options;
    const { delivery, page, attempt } = claimed;
    const next = await database.transaction(async tx => {
      const now = clock.now();
      const decided = afterAttempt(attempt, result, now);
      const current = await lockDelivery(database, tx, delivery.id);
      await recordAttempt(tx, {
        delivery_id: delivery.id,
        attempt,
        channel: delivery.channel,
        at: now,
        outcome: outcomeOf(decided),
        detail: result.detail,
      });
      // Whoever was taken for dead may come late: that it was sent is then still news, that it was not
      // is the business of the sender that took over.
      const mine = current?.state === 'sending' && current.attempts === attempt;
      if (!mine && decided.state !== 'sent') return undefined;
      await this.#apply(tx, claimed, decided);
      return decided;
    });
    if (next) meter.ended(delivery.channel, outcomeOf(next));
    const what = `${delivery.channel} delivery ${delivery.id} of incident ${page.incidentId}, attempt ${attempt}`;
    if (next?.state === 'sent') logger.debug(`Sent ${what}`);
    else if (next?.state === 'queued') {
      logger.info(
        `Will repeat ${what} at ${next.dueAt.toISOString()}: ${result.detail}`,
      );
    } else if (next) logger.warn(`Gave up ${what}: ${result.detail}`);
  }

  async #apply(
    tx: Tx,
    { delivery, page, attempt }: Claimed,
    next: NextState,
  ): Promise<void> {
    const { database, clock, work, channels, incidents } = this.#options;
    const at = clock.now();
    if (next.state === 'sent') {
      await updateDelivery(tx, delivery.id, {
        state: 'sent',
        sending_since: null,
        sent_at: at,
        reason: null,
      });
      return;
    }
    if (next.state === 'queued') {
      await updateDelivery(tx, delivery.id, {
        state: 'queued',
        sending_since: null,
        due_at: next.dueAt,
      });
      await enqueueDelivery(work, tx, delivery, { runAt: next.dueAt });
      return;
    }
    await updateDelivery(tx, delivery.id, {
      state: 'failed',
      sending_since: null,
      reason: next.reason,
    });
    await tellIfUnreached({ database, work, tx, batchId: page.batchId, at });
    await incidents.appendTimeline(tx, page.incidentId, {
      kind: 'page-failed',
      actor: system,
      text: failedSentence({
        name: page.person.name,
        phrase:
          channels.get(delivery.channel)?.phrase ??
          `through ${delivery.channel}`,
        address: delivery.address,
        attempts: attempt,
        reason: next.reason,
      }),
      data: { page: page.id, channel: delivery.channel },
    });
  }

  #noteLostSender(tx: Tx, delivery: DeliveryRecord): Promise<void> {
    return recordAttempt(tx, {
      delivery_id: delivery.id,
      attempt: delivery.attempts,
      channel: delivery.channel,
      at: this.#options.clock.now(),
      outcome: delivery.attempts >= mostAttempts ? 'failed' : 'retry',
      detail: lostSender,
    });
  }
}
