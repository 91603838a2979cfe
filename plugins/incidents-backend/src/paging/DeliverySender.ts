import { LoggerService } from '@backstage/backend-plugin-api';
import { system } from '../incidents/service';
import { Batcher } from '../platform/Batcher';
import { Clock, secondsBetween } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { WorkQueue } from '../work/service';
import { ChannelRegistry } from './ChannelRegistry';
import { Claimed, DeliveryClaims } from './DeliveryClaims';
import { DeliveryMeter } from './DeliveryMeter';
import {
  bringDue,
  DeliveryChange,
  lockDeliveries,
  nextOfCycle,
  updateDeliveries,
  updateDelivery,
} from './deliveryStore';
import { findPages } from './pageStore';
import { DeliveryRecord, PageRecord } from './rows';
import { recordAttempts } from './ledgerStore';
import { afterAttempt, mostAttempts, NextState, outcomeOf } from './model';
import { HandedOver, Messenger } from './Messenger';
import { PagedIncidents } from './ports';
import { recordTries } from './providerStore';
import {
  bundledSentence,
  failedSentence,
  unansweredSentence,
} from './sentences';
import { enqueueDelivery, tellIfUnreached } from './wakeups';

const lostSender =
  'the sender stopped before it had an answer; the message may have arrived';

/** Transactions side by side, and messages in one. */
const settleLimits = { width: 4, most: 32 };

/** What came of a message, and the deliveries that it was. */
interface Settlement {
  readonly claimed: readonly Claimed[];
  readonly result: HandedOver;
}

/** What a sender needs. */
export interface DeliverySenderOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly logger: LoggerService;
  readonly channels: ChannelRegistry;
  readonly incidents: Pick<
    PagedIncidents,
    'standingsOf' | 'acknowledgedBy' | 'appendTimeline' | 'nameOf'
  >;
  readonly messenger: Pick<Messenger, 'send' | 'sendTogether'>;
  readonly meter: DeliveryMeter;
  /** Whether all deliveries are held just now. */
  readonly isHolding: () => Promise<boolean>;
  /** From which page of a minute on pages are bundled, per person and method. Default 5. */
  readonly singlePagesPerMinute?: number;
}

/**
 * Sends deliveries, each in three moves: claim it in a short transaction (`DeliveryClaims`), send outside any,
 * and write down what came of it in another. It may be killed between any two; then the delivery stays in
 * `sending`, the sweep wakes it after 30 seconds, and it is sent again with the same idempotency key.
 *
 * Several deliveries of one person that are claimed together go as one message.
 */
export class DeliverySender {
  readonly #options: DeliverySenderOptions;
  readonly #claims: DeliveryClaims;
  readonly #arrived = new Batcher<Settlement, boolean>(
    settlements => this.#settleTogether(settlements),
    settleLimits,
  );

  constructor(options: DeliverySenderOptions) {
    this.#options = options;
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
   */
  async deliver(deliveryId: string): Promise<void> {
    const { clock, meter, messenger } = this.#options;
    if (await this.#options.isHolding()) return;
    const claimed = await this.#claims.claim(deliveryId);
    if (claimed.length === 0) return;
    const [{ delivery, page, attempt }] = claimed;
    if (delivery.bundleId === null) {
      if (attempt === 1) {
        meter.begun(
          delivery.channel,
          secondsBetween(delivery.dueAt, clock.now()),
        );
      }
      const result = await messenger.send(page, delivery, attempt);
      await this.#settle(claimed, result);
      return;
    }
    await this.#settle(claimed, await messenger.sendTogether(claimed));
  }

  /**
   * What was sent has not arrived, as its provider says later: the same follows as from an attempt that
   * failed for good. With `tx`, which has locked the delivery.
   */
  async failLater(
    tx: Tx,
    delivery: DeliveryRecord,
    reason: string,
  ): Promise<void> {
    const page = (await findPages(tx, [delivery.pageId])).get(delivery.pageId);
    if (!page) return;
    await this.#fail(
      tx,
      { delivery, page, attempt: delivery.attempts },
      reason,
    );
  }

  /** Writes down what came of an attempt; those that arrived, together with others of the moment. */
  async #settle(
    claimed: readonly Claimed[],
    result: HandedOver,
  ): Promise<void> {
    const settlement = { claimed, result };
    const isDone = result.sent && (await this.#arrived.run(settlement));
    if (!isDone) await this.#settleAll([settlement]);
  }

  /** As `#settleAll`. @returns false for all when that failed: what one of them spoils is no business of the others */
  async #settleTogether(
    settlements: readonly Settlement[],
  ): Promise<readonly boolean[]> {
    const [done] = await Promise.allSettled([this.#settleAll(settlements)]);
    return settlements.map(() => done.status === 'fulfilled');
  }

  /** Writes down what came of attempts, and what becomes of each delivery. */
  async #settleAll(settlements: readonly Settlement[]): Promise<void> {
    const { database, clock, logger, meter } = this.#options;
    const nexts = await database.transaction(async tx => {
      const now = clock.now();
      const attempted = settlements.flatMap(({ claimed, result }) =>
        claimed.map(one => ({
          ...one,
          result,
          next: afterAttempt(one.attempt, result, now),
        })),
      );
      const current = await lockDeliveries(
        database,
        tx,
        attempted.map(({ delivery }) => delivery.id),
      );
      await recordTries(
        tx,
        settlements.flatMap(({ claimed: [{ delivery }], result }) =>
          result.tries.map(said => ({ ...said, channel: delivery.channel })),
        ),
        now,
      );
      await recordAttempts(
        tx,
        attempted.map(({ delivery, attempt, result, next }) => ({
          delivery_id: delivery.id,
          attempt,
          channel: delivery.channel,
          at: now,
          outcome: outcomeOf(next),
          detail: result.detail,
          provider: result.tries.at(-1)?.provider ?? null,
          reference: result.reference ?? null,
        })),
      );
      const settled = attempted.map(({ delivery, attempt, next }) => {
        const { state, attempts } = current.get(delivery.id) ?? {};
        // Its receipt may have been faster than we were.
        if (state === 'delivered') return undefined;
        // Whoever was taken for dead may come late: that it was sent is then still news, that it was not
        // is the business of the sender that took over.
        const mine = state === 'sending' && attempts === attempt;
        return mine || next.state === 'sent' ? next : undefined;
      });
      const changes: DeliveryChange[] = [];
      const byId = new Map(
        attempted.map(({ delivery }, index) => [delivery.id, settled[index]]),
      );
      for (const { claimed } of settlements) {
        const mine = claimed.map(({ delivery }) => byId.get(delivery.id));
        changes.push(...this.#changesOf(claimed, mine, now));
      }
      await updateDeliveries(tx, changes);
      for (const { claimed } of settlements) {
        const mine = claimed.map(({ delivery }) => byId.get(delivery.id));
        await this.#follow(tx, claimed, mine);
      }
      return attempted.map((one, index) => ({ ...one, next: settled[index] }));
    });
    for (const { delivery, page, attempt, result, next } of nexts) {
      const provider = result.tries.at(-1)?.provider;
      if (next) meter.ended(delivery.channel, outcomeOf(next), provider);
      const what = `${delivery.channel} delivery ${delivery.id} of incident ${page.incidentId}, attempt ${attempt}`;
      if (next?.state === 'sent') logger.debug(`Sent ${what}`);
      else if (next?.state === 'queued') {
        logger.info(
          `Will repeat ${what} at ${next.dueAt.toISOString()}: ${result.detail}`,
        );
      } else if (next) logger.warn(`Gave up ${what}: ${result.detail}`);
    }
  }

  /** What changes in deliveries that were claimed together; next undefined: nothing. */
  #changesOf(
    claimed: readonly Claimed[],
    nexts: readonly (NextState | undefined)[],
    at: Date,
  ): DeliveryChange[] {
    const { incidents } = this.#options;
    const names = claimed.map(({ page }) => incidents.nameOf(page.incidentId));
    return claimed.flatMap(({ delivery, page }, index) => {
      const next = nexts[index];
      const change = (patch: DeliveryChange[1]): DeliveryChange[] => [
        [delivery.id, { ...patch, sending_since: null }],
      ];
      if (next?.state === 'queued') {
        return change({ state: 'queued', due_at: next.dueAt });
      }
      if (next?.state !== 'sent') return [];
      const others = names.filter((_, n) => claimed[n].page.id !== page.id);
      const reason = others.length > 0 ? bundledSentence(others) : null;
      return change({ state: 'sent', sent_at: at, reason });
    });
  }

  /** Wakes those that are tried again, and falls over from those that have failed for good. */
  async #follow(
    tx: Tx,
    claimed: readonly Claimed[],
    nexts: readonly (NextState | undefined)[],
  ): Promise<void> {
    const { work } = this.#options;
    // Those of one bundle wait for one wake-up.
    const waiting = new Map(
      claimed.flatMap(({ delivery }, index) => {
        const next = nexts[index];
        return next?.state === 'queued'
          ? [[delivery.bundleId ?? delivery.id, { delivery, next }] as const]
          : [];
      }),
    );
    for (const { delivery, next } of waiting.values()) {
      await enqueueDelivery(work, tx, delivery, { runAt: next.dueAt });
    }
    for (const [index, one] of claimed.entries()) {
      const next = nexts[index];
      if (next?.state === 'failed') await this.#fail(tx, one, next.reason);
    }
  }

  /** It has failed for good: the timeline says so, and the person's next method is due at once. */
  async #fail(
    tx: Tx,
    { delivery, page, attempt }: Claimed,
    reason: string,
  ): Promise<void> {
    const { database, clock, work, channels } = this.#options;
    const at = clock.now();
    await updateDelivery(tx, delivery.id, {
      state: 'failed',
      sending_since: null,
      reason,
    });
    const fallTo = await nextOfCycle(tx, page.id);
    if (!fallTo) {
      await tellIfUnreached({ database, work, tx, batchId: page.batchId, at });
    }
    const text = failedSentence({
      name: page.person.name,
      phrase: phraseOf(channels, delivery.channel),
      address: delivery.address,
      attempts: attempt,
      reason,
      instead: fallTo && phraseOf(channels, fallTo.channel),
    });
    await this.#fallOver(tx, { delivery, page }, text, fallTo);
  }

  /**
   * Nobody took what has arrived, such as a call: the person's next method is due at once, if there is one. With
   * `tx`, which has locked the delivery.
   */
  async unanswered(
    tx: Tx,
    delivery: DeliveryRecord,
    reason: string,
  ): Promise<void> {
    const { channels } = this.#options;
    const page = (await findPages(tx, [delivery.pageId])).get(delivery.pageId);
    if (!page) return;
    const fallTo = await nextOfCycle(tx, page.id);
    if (!fallTo) return;
    const text = unansweredSentence({
      name: page.person.name,
      phrase: phraseOf(channels, delivery.channel),
      address: delivery.address,
      reason,
      instead: phraseOf(channels, fallTo.channel),
    });
    await this.#fallOver(tx, { delivery, page }, text, fallTo);
  }

  /** Says on the timeline that a page did not reach its person, and makes their next method due. */
  async #fallOver(
    tx: Tx,
    { delivery, page }: Pick<Claimed, 'delivery' | 'page'>,
    text: string,
    fallTo: DeliveryRecord | undefined,
  ): Promise<void> {
    const { clock, work, incidents } = this.#options;
    // Locks the incident, and so comes before the other delivery: an acknowledgement locks them in this order.
    await incidents.appendTimeline(tx, page.incidentId, {
      kind: 'page-failed',
      actor: system,
      text,
      data: { page: page.id, channel: delivery.channel },
    });
    if (fallTo && (await bringDue(tx, fallTo.id, clock.now()))) {
      await enqueueDelivery(work, tx, fallTo);
    }
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
      await this.#fail(
        tx,
        { delivery, page, attempt: delivery.attempts },
        lostSender,
      );
    }
    return !isLast;
  }
}

const phraseOf = (channels: ChannelRegistry, channel: string): string =>
  channels.get(channel)?.phrase ?? `through ${channel}`;
