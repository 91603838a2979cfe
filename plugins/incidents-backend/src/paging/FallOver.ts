import { system } from '../incidents/service';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { WorkQueue } from '../work/service';
import { ChannelRegistry } from './ChannelRegistry';
import { Claimed } from './DeliveryClaims';
import { bringDue, nextOfCycle, updateDelivery } from './deliveryStore';
import { findPages } from './pageStore';
import { PagedIncidents } from './ports';
import { DeliveryRecord } from './rows';
import { failedSentence, unansweredSentence } from './sentences';
import { enqueueDelivery, tellIfUnreached } from './wakeups';

/** What falling over needs. */
export interface FallOverOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly channels: ChannelRegistry;
  readonly incidents: Pick<PagedIncidents, 'appendTimeline'>;
}

/** What follows when a page did not reach its person one way: the timeline says so, and the next way is due at once. */
export class FallOver {
  readonly #options: FallOverOptions;

  constructor(options: FallOverOptions) {
    this.#options = options;
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
    await this.fail(tx, { delivery, page, attempt: delivery.attempts }, reason);
  }

  /** It has failed for good: the timeline says so, and the person's next method is due at once. With `tx`, which has locked it. */
  async fail(
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
}

const phraseOf = (channels: ChannelRegistry, channel: string): string =>
  channels.get(channel)?.phrase ?? `through ${channel}`;
