import { LoggerService } from '@backstage/backend-plugin-api';
import { addSeconds, Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { Load } from '../platform/ProcessLoad';
import { Waking, WorkQueue } from '../work/service';
import { ChannelRegistry } from './ChannelRegistry';
import { DeliverySender } from './DeliverySender';
import { portalChannelId } from './PortalChannel';
import { markTold, untoldSteps } from './unreachedStore';
import { lostDeliveries } from './waitingStore';
import { abandonedSeconds, lateSeconds } from './model';
import { DeliveryRecord } from './rows';
import { PageOutcome } from './service';
import {
  deliverKind,
  enqueueDelivery,
  enqueueUnreached,
  hintDelivery,
  unreachedKind,
} from './wakeups';

/** Messages of one channel that one process sends side by side. */
const concurrency = 16;
/**
 * In the portal are copies, which wake nobody, and each costs the portal's own processes more than a mail: in a storm they come
 * after what leaves the portal.
 */
const copyConcurrency = 4;
/** Copies wait for the process to have time, for twenty seconds at most; then they are late as others are. */
const copyLateSeconds = lateSeconds + 20;
/** How many lost wake-ups of a channel one sweep repairs. */
const sweepLimit = 500;

/** Overdue for longer than that, a delivery is not only waiting for its turn: it gets a job, with its retries and their end. */
const freshSeconds = 30;

const isFresh = (
  { state, attempts, bundleId, dueAt }: DeliveryRecord,
  now: Date,
): boolean =>
  state === 'queued' &&
  attempts === 0 &&
  bundleId === null &&
  addSeconds(dueAt, freshSeconds) > now;

/** A copy that has not waited its twenty seconds; what has does not wait them again. */
const mayStillWait = ({ dueAt }: DeliveryRecord, now: Date): boolean =>
  addSeconds(dueAt, copyLateSeconds) > now;

/** Registers paging's handlers and its sweep; before the queue starts, after the channels are known. */
export function registerPagingWork(options: {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly logger: LoggerService;
  readonly load: Load;
  readonly channels: ChannelRegistry;
  readonly sender: DeliverySender;
  readonly outcome: () => PageOutcome;
  /** Whether all deliveries are held; then nothing is woken in vain. */
  readonly isHolding: () => Promise<boolean>;
}): void {
  const { database, clock, work, logger, load, channels, sender, outcome } =
    options;

  for (const { id } of channels.all) {
    work.handle(
      deliverKind(id),
      (data, freeHand) => sender.deliver(String(data.deliveryId), freeHand),
      { concurrency: id === portalChannelId ? copyConcurrency : concurrency },
    );
  }

  work.handle(unreachedKind, async data => {
    const batchId = String(data.batchId);
    for (const step of await untoldSteps(database.knex, { batchId })) {
      await outcome().reachedNobody({
        incidentId: step.incidentId,
        step: step.step,
        loop: step.loop,
      });
      await markTold(database.knex, batchId, clock.now());
    }
  });

  const wakeDeliveries = async (waking: Waking): Promise<number> => {
    if (await options.isHolding()) return 0;
    const now = clock.now();
    const installed = channels.all.map(({ id }) => id);
    const lost = (
      of: { channel: string; isCopy?: boolean },
      late = lateSeconds,
    ) => lostDeliveries(database.knex, of, now, sweepLimit, late);
    const inPortal = { channel: portalChannelId };
    const copies = await lost(
      { ...inPortal, isCopy: true },
      load.isHigh() ? copyLateSeconds : lateSeconds,
    );
    const others = await lost({ ...inPortal, isCopy: false });
    for (const channel of installed) {
      if (channel !== portalChannelId)
        others.push(...(await lost({ channel })));
    }
    await database.transaction(async tx => {
      const wake = (delivery: DeliveryRecord, canWait: boolean) =>
        isFresh(delivery, now)
          ? hintDelivery(waking, tx, delivery, canWait)
          : enqueueDelivery(waking, tx, delivery);
      for (const copy of copies) await wake(copy, mayStillWait(copy, now));
      for (const delivery of others) await wake(delivery, false);
    });
    // A channel that this process lacks may be known to a newer replica; after a while it is nobody's,
    // and the delivery fails with that reason.
    const unknown = await lostDeliveries(
      database.knex,
      { noneOf: installed },
      now,
      sweepLimit,
    );
    const abandoned = unknown.filter(
      ({ dueAt }) => addSeconds(dueAt, abandonedSeconds) < now,
    );
    for (const { id, channel } of abandoned) {
      logger.warn(
        `Delivery ${id} waits for channel '${channel}', which is not installed`,
      );
      await sender.deliver(id);
    }
    return copies.length + others.length + abandoned.length;
  };

  const wakeOutcomes = async (waking: Waking): Promise<number> => {
    const before = addSeconds(clock.now(), -lateSeconds);
    const untold = await untoldSteps(database.knex, { before });
    if (untold.length === 0) return 0;
    await database.transaction(async tx => {
      for (const { batchId } of untold) {
        await enqueueUnreached(waking, tx, batchId);
      }
    });
    return untold.length;
  };

  work.sweep(
    'paging',
    async waking =>
      (await wakeDeliveries(waking)) + (await wakeOutcomes(waking)),
  );
}
