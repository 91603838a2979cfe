import { Severity } from '@muster/backstage-plugin-incidents-common';
import { IncidentStanding } from '../incidents/service';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { WorkQueue } from '../work/service';
import { recentOnly, turnInStorm } from './bundles';
import { Slot, slotFor } from './channelPace';
import { ChannelRegistry } from './ChannelRegistry';
import {
  DeliveryChange,
  lockBundle,
  lockDelivery,
  putOff,
  updateDeliveries,
  updateDelivery,
} from './deliveryStore';
import { findPages } from './pageStore';
import { DeliveryRecord, PageRecord } from './rows';
import { turnOf } from './model';
import {
  lockChannelPace,
  lockPace,
  paceIdOf,
  saveChannelPace,
  savePace,
} from './paceStore';
import { PagedIncidents } from './ports';
import { enqueueDelivery } from './wakeups';

/** A delivery that a sender has put into `sending`. */
export interface Claimed {
  readonly delivery: DeliveryRecord;
  readonly page: PageRecord;
  /** Which attempt this is, 1 the first. */
  readonly attempt: number;
}

/** What claiming needs. */
export interface DeliveryClaimsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly channels: ChannelRegistry;
  readonly incidents: Pick<PagedIncidents, 'standingsOf' | 'acknowledgedBy'>;
  /** From which page of a minute on pages are bundled, per person and method. Default 5. */
  readonly singlePagesPerMinute?: number;
  /**
   * Somebody died while sending: writes that down. @returns whether it is to be sent again
   */
  readonly onLostSender: (
    tx: Tx,
    delivery: DeliveryRecord,
    page: PageRecord,
  ) => Promise<boolean>;
}

/**
 * Puts deliveries into `sending`, each in a short transaction.
 *
 * **No delivery enters `sending` after an acknowledgement has committed.** Under READ COMMITTED, with
 * A the acknowledging transaction (locks the incident, then updates its deliveries `WHERE state =
 * 'queued'`) and S the claim (locks the delivery, then reads how the incident stands):
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
 * A page of which each person is asked (`multiAck`) is claimed in an acknowledged incident too, unless its own
 * person has acknowledged; that is written by the transaction that cancels that person's deliveries, so
 * the same holds for it.
 *
 * The incident is read without a lock, since S already holds a delivery's: A takes them the other way
 * round.
 */
export class DeliveryClaims {
  readonly #options: DeliveryClaimsOptions;

  constructor(options: DeliveryClaimsOptions) {
    this.#options = options;
  }

  /** What is to be sent now in one message, because of this delivery; nothing when it is not its turn. */
  claim(deliveryId: string): Promise<readonly Claimed[]> {
    const { database, clock } = this.#options;
    return database.transaction(async tx => {
      const now = clock.now();
      const woken = await lockDelivery(database, tx, deliveryId);
      if (!woken || turnOf(woken, now) === 'leave') return [];
      const slot = await this.#slot(tx, woken, now);
      if (slot && !slot.goes) {
        await this.#putOff(tx, woken, slot);
        return [];
      }
      // A bundle is woken once. Should it be woken twice, one of the two is a deadlock's victim and begins anew.
      const members = woken.bundleId
        ? await lockBundle(database, tx, woken.bundleId)
        : [woken];
      const pages = await findPages(tx, [
        ...new Set(members.map(({ pageId }) => pageId)),
      ]);
      const standings = await this.#options.incidents.standingsOf(
        tx,
        members.map(({ incidentId }) => incidentId),
      );
      const claimed: Claimed[] = [];
      const changes: DeliveryChange[] = [];
      for (const delivery of members) {
        const page = pages.get(delivery.pageId);
        if (!page) continue;
        const standing = standings.get(delivery.incidentId);
        const goes = await this.#mayGo(tx, delivery, page, standing, now);
        if (goes === true) {
          const attempt = delivery.attempts + 1;
          claimed.push({ delivery, page, attempt });
          changes.push([
            delivery.id,
            { state: 'sending', sending_since: now, attempts: attempt },
          ]);
        } else if (goes) {
          changes.push([
            delivery.id,
            { state: 'cancelled', sending_since: null, reason: goes.instead },
          ]);
        }
      }
      await updateDeliveries(tx, changes);
      if (slot && claimed.length > 0) {
        await saveChannelPace(tx, woken.channel, slot.pace);
      }
      return claimed;
    });
  }

  /** When a channel that its provider limits takes the next message; undefined when nothing limits it. */
  async #slot(
    tx: Tx,
    { channel, urgency }: DeliveryRecord,
    now: Date,
  ): Promise<Slot | undefined> {
    const limit = this.#options.channels.get(channel)?.limit;
    if (!limit) return undefined;
    return slotFor(
      limit,
      await lockChannelPace(tx, channel, now),
      urgency,
      now,
    );
  }

  /** Has a delivery, or the bundle that it belongs to, try again when there is room. */
  async #putOff(tx: Tx, woken: DeliveryRecord, slot: Slot): Promise<void> {
    await saveChannelPace(tx, woken.channel, slot.pace);
    await putOff(tx, woken, slot.at);
    await enqueueDelivery(this.#options.work, tx, woken, { runAt: slot.at });
  }

  /** Whether it is this delivery's turn and somebody still needs it; else why it is cancelled, if it is. */
  async #mayGo(
    tx: Tx,
    delivery: DeliveryRecord,
    page: PageRecord,
    standing: IncidentStanding | undefined,
    now: Date,
  ): Promise<boolean | { readonly instead: string }> {
    const { onLostSender } = this.#options;
    const turn = turnOf(delivery, now);
    if (turn === 'leave') return false;
    if (turn === 'repeat' && !(await onLostSender(tx, delivery, page))) {
      return false;
    }
    if (!standing) return { instead: 'the incident is gone' };
    const reason = await this.#whyNot(tx, page, standing);
    if (reason !== undefined) return { instead: reason };
    // What was begun, or has waited in a bundle already, goes.
    if (delivery.attempts > 0 || delivery.bundleId !== null) return true;
    return this.#isSingle(tx, delivery, page, standing.severity, now);
  }

  /** Why nobody needs it any more; undefined when somebody does. */
  async #whyNot(
    tx: Tx,
    page: PageRecord,
    { status, held }: IncidentStanding,
  ): Promise<string | undefined> {
    if (held !== null) return `maintenance holds the incident: ${held}`;
    if (status === 'triggered') return undefined;
    if (status === 'resolved' || !page.multiAck) {
      return `the incident is ${status}`;
    }
    const { incidents } = this.#options;
    return (await incidents.acknowledgedBy(
      tx,
      page.incidentId,
      page.person.ref,
    ))
      ? `${page.person.name} has acknowledged`
      : undefined;
  }

  /** Whether it goes by itself and now; else it is bundled with others, or another stands for it. */
  async #isSingle(
    tx: Tx,
    delivery: DeliveryRecord,
    page: PageRecord,
    severity: Severity,
    now: Date,
  ): Promise<boolean> {
    const { work } = this.#options;
    const { id, incidentId, dueAt } = delivery;
    const paceId = paceIdOf(
      page.person.ref,
      delivery.methodId ?? delivery.channel,
    );
    const pace = await lockPace(tx, paceId, now);
    const about = { incidentId, severity, dueAt };
    const singles = this.#options.singlePagesPerMinute;
    const decided = turnInStorm(paceId, pace, about, now, singles);
    if (decided.turn === 'credit') {
      await updateDelivery(tx, id, {
        state: 'cancelled',
        credited_to: decided.to,
        reason: 'another page of this incident went there within the minute',
      });
      return false;
    }
    if (decided.turn === 'bundle') {
      const bundle = { id: decided.id, dueAt: decided.dueAt };
      await updateDelivery(tx, id, {
        bundle_id: bundle.id,
        due_at: bundle.dueAt,
      });
      if (pace.bundle?.id !== bundle.id) {
        await savePace(tx, paceId, { bundle });
        await enqueueDelivery(
          work,
          tx,
          { ...delivery, bundleId: bundle.id },
          { runAt: bundle.dueAt },
        );
      }
      return false;
    }
    const sent = {
      deliveryId: id,
      incidentIds: [incidentId],
      dueAt: dueAt.getTime(),
      at: now.getTime(),
    };
    await savePace(tx, paceId, {
      recent: [...recentOnly(pace.recent, now), sent],
    });
    return true;
  }
}
