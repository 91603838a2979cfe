import { LoggerService } from '@backstage/backend-plugin-api';
import { Batcher } from '../platform/Batcher';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { Load } from '../platform/ProcessLoad';
import { WorkQueue } from '../work/service';
import { Claimed } from './DeliveryClaims';
import { DeliveryMeter } from './DeliveryMeter';
import {
  DeliveryChange,
  lockDeliveries,
  updateDeliveries,
} from './deliveryStore';
import { FallOver } from './FallOver';
import { recordAttempts } from './ledgerStore';
import { HandedOver } from './Messenger';
import { afterAttempt, NextState, outcomeOf } from './model';
import { PagedIncidents } from './ports';
import { recordTries } from './providerStore';
import { bundledSentence } from './sentences';
import { enqueueDelivery } from './wakeups';

/** Transactions side by side, and messages in one. */
const limits = { width: 2, most: 32 };
/** Under load, more of them share a transaction. */
const gather = { ms: 200, enough: 16 };
/** Many wait no longer for a row that somebody else holds, such as a replica that is frozen. */
const patienceMs = 500;

/** What came of a message, and the deliveries that it was. */
interface Settlement {
  readonly claimed: readonly Claimed[];
  readonly result: HandedOver;
}

/** What settling needs. */
export interface SettlementsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly logger: LoggerService;
  readonly load: Load;
  readonly incidents: Pick<PagedIncidents, 'nameOf'>;
  readonly meter: DeliveryMeter;
  readonly fallOver: Pick<FallOver, 'fail'>;
}

/** Writes down what came of attempts, and what becomes of their deliveries: sent, tried again, failed for good. */
export class Settlements {
  readonly #options: SettlementsOptions;
  readonly #arrived: Batcher<Settlement, boolean>;

  constructor(options: SettlementsOptions) {
    this.#options = options;
    const { ms, enough } = gather;
    const forMs = () => (options.load.isHigh() ? ms : 0);
    this.#arrived = new Batcher(
      settlements => this.#settleTogether(settlements),
      { ...limits, gather: { forMs, enough } },
    );
  }

  /** Writes down what came of an attempt; those that arrived, together with others of the moment. */
  async settle(claimed: readonly Claimed[], result: HandedOver): Promise<void> {
    const settlement = { claimed, result };
    const isDone = result.sent && (await this.#arrived.run(settlement));
    if (!isDone) await this.#settleAll([settlement]);
  }

  /** As `#settleAll`. @returns false for all when that failed: what one of them spoils is no business of the others */
  async #settleTogether(
    settlements: readonly Settlement[],
  ): Promise<readonly boolean[]> {
    const [done] = await Promise.allSettled([
      this.#settleAll(settlements, patienceMs),
    ]);
    return settlements.map(() => done.status === 'fulfilled');
  }

  /** Writes down what came of attempts, and what becomes of each delivery. */
  async #settleAll(
    settlements: readonly Settlement[],
    patience?: number,
  ): Promise<void> {
    const { database, clock, logger, meter } = this.#options;
    const done = await database.transaction(async tx => {
      if (patience !== undefined) await database.waitAtMost(tx, patience);
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
      const byId = new Map(
        attempted.map(({ delivery }, index) => [delivery.id, settled[index]]),
      );
      const groups = settlements.map(({ claimed }) => ({
        claimed,
        nexts: claimed.map(({ delivery }) => byId.get(delivery.id)),
      }));
      await updateDeliveries(
        tx,
        groups.flatMap(({ claimed, nexts }) =>
          this.#changesOf(claimed, nexts, now),
        ),
      );
      for (const { claimed, nexts } of groups) {
        await this.#follow(tx, claimed, nexts);
      }
      return attempted.map((one, index) => ({ ...one, next: settled[index] }));
    });
    for (const { delivery, page, attempt, result, next } of done) {
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
    const { work, fallOver } = this.#options;
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
      if (next?.state === 'failed') await fallOver.fail(tx, one, next.reason);
    }
  }
}
