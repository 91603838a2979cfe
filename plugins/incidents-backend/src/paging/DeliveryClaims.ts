import { IncidentStanding } from '../incidents/service';
import { Batcher } from '../platform/Batcher';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { WorkQueue } from '../work/service';
import { Slot, slotFor } from './channelPace';
import { ChannelRegistry } from './ChannelRegistry';
import {
  DeliveryChange,
  lockBundle,
  lockDeliveries,
  lockFree,
  putOff,
  updateDeliveries,
} from './deliveryStore';
import { Limit } from './limits';
import { findPages } from './pageStore';
import { DeliveryRecord, PageRecord } from './rows';
import { turnOf } from './model';
import { lockChannelPace, saveChannelPace } from './paceStore';
import { PagedIncidents } from './ports';
import { Candidate, StormTurns, Verdict } from './StormTurns';
import { enqueueDelivery } from './wakeups';

/** Transactions side by side, and deliveries in one. */
const claimLimits = { width: 2, most: 32 };

/** A delivery that a sender has put into `sending`. */
export interface Claimed {
  readonly delivery: DeliveryRecord;
  readonly page: PageRecord;
  /** Which attempt this is, 1 the first. */
  readonly attempt: number;
}

/** Many wait no longer for the pace of one person, such as when a replica is frozen that holds it. */
const patienceMs = 500;

/** Deliveries that go as one message, if they go. */
interface Group {
  readonly members: readonly DeliveryRecord[];
  /** Of a channel that its provider limits: what to keep when they go. */
  readonly slot?: Slot;
}

const nobody: Group = { members: [] };

/** What was decided about deliveries. */
interface Decided {
  readonly pages: ReadonlyMap<string, PageRecord>;
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly now: Date;
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
 * Puts deliveries into `sending`, in short transactions. Those that are asked for while others are being claimed are
 * claimed together: a storm costs a transaction for many.
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
 * round. An S that holds several waits for no other, since A may hold those in another order: whatever somebody else
 * holds is claimed alone.
 */
export class DeliveryClaims {
  readonly #options: DeliveryClaimsOptions;
  readonly #storm: StormTurns;
  readonly #claiming: Batcher<string, readonly Claimed[] | 'alone'>;

  constructor(options: DeliveryClaimsOptions) {
    this.#options = options;
    this.#storm = new StormTurns(options);
    this.#claiming = new Batcher(ids => this.#claimTogether(ids), claimLimits);
  }

  /** What is to be sent now in one message, because of this delivery; nothing when it is not its turn. */
  async claim(deliveryId: string): Promise<readonly Claimed[]> {
    const claimed = await this.#claiming.run(deliveryId);
    if (claimed !== 'alone') return claimed;
    return (await this.#claimAll([deliveryId], 'alone')).get(deliveryId) ?? [];
  }

  /**
   * Claims together. To be claimed alone are all when that fails, so that what one of them spoils is no business of
   * the others; what somebody else holds, what waits in a bundle and what a sender has died of, so that only its own
   * sender waits for others; and what a provider limits, since each has to see what the one before has taken.
   */
  async #claimTogether(
    ids: readonly string[],
  ): Promise<readonly (readonly Claimed[] | 'alone')[]> {
    const [claimed] = await Promise.allSettled([
      this.#claimAll(distinct(ids), 'many'),
    ]);
    if (claimed.status === 'rejected') return ids.map(() => 'alone');
    const mine = new Map<string, readonly Claimed[] | 'alone'>(claimed.value);
    return ids.map(id => {
      const result = mine.get(id) ?? 'alone';
      // Woken twice, it is sent once.
      mine.set(id, []);
      return result;
    });
  }

  /** What is to be sent because of each; nothing said of those that are to be claimed alone. */
  #claimAll(
    ids: readonly string[],
    how: 'many' | 'alone',
  ): Promise<ReadonlyMap<string, readonly Claimed[]>> {
    const { database, clock, incidents } = this.#options;
    const lock = how === 'many' ? lockFree : lockDeliveries;
    return database.transaction(async tx => {
      if (ids.length > 1) await database.waitAtMost(tx, patienceMs);
      const now = clock.now();
      const groups = new Map<string, Group>();
      for (const [id, delivery] of await lock(database, tx, ids)) {
        if (how === 'many' && this.#isForItself(delivery, now)) continue;
        groups.set(id, await this.#group(tx, delivery, now));
      }
      const members = [...groups.values()].flatMap(group => group.members);
      // Somebody else has them, or they have left already.
      if (members.length === 0)
        return new Map([...groups.keys()].map(id => [id, []]));
      const pages = await findPages(tx, distinct(members.map(m => m.pageId)));
      const standings = await incidents.standingsOf(
        tx,
        distinct(members.map(({ incidentId }) => incidentId)),
      );
      const verdicts = new Map<string, Verdict>();
      const candidates: Candidate[] = [];
      for (const delivery of members) {
        const page = pages.get(delivery.pageId);
        if (!page) continue;
        const standing = standings.get(delivery.incidentId);
        const may = await this.#mayGo(tx, delivery, page, standing, now);
        // What was begun, or has waited in a bundle already, goes.
        const isNew = delivery.attempts === 0 && delivery.bundleId === null;
        if (may === 'goes' && standing && isNew) {
          const { severity } = standing;
          candidates.push({ delivery, page, severity });
        } else verdicts.set(delivery.id, may);
      }
      const turns = await this.#storm.decide(tx, candidates, now);
      for (const [id, turn] of turns) verdicts.set(id, turn);
      return this.#carryOut(tx, groups, { pages, verdicts, now });
    });
  }

  /** What goes together with a delivery that was woken; nothing when it is not its turn. */
  async #group(tx: Tx, woken: DeliveryRecord, now: Date): Promise<Group> {
    if (turnOf(woken, now) === 'leave') return nobody;
    const slot = await this.#slot(tx, woken, now);
    if (slot && !slot.goes) {
      await this.#putOff(tx, woken, slot);
      return nobody;
    }
    // A bundle is woken once. Should it be woken twice, one of the two is a deadlock's victim and begins anew.
    const members = woken.bundleId
      ? await lockBundle(this.#options.database, tx, woken.bundleId)
      : [woken];
    return { members, slot };
  }

  /** Writes down what becomes of everybody. @returns what goes, by group */
  async #carryOut(
    tx: Tx,
    groups: ReadonlyMap<string, Group>,
    { pages, verdicts, now }: Decided,
  ): Promise<ReadonlyMap<string, readonly Claimed[]>> {
    const changes: DeliveryChange[] = [];
    const claimedOf = ({ members }: Group): Claimed[] =>
      members.flatMap(delivery => {
        const page = pages.get(delivery.pageId);
        const verdict = verdicts.get(delivery.id) ?? 'stays';
        if (!page || verdict === 'stays') return [];
        if (verdict !== 'goes') {
          changes.push([delivery.id, verdict]);
          return [];
        }
        const attempt = delivery.attempts + 1;
        changes.push([
          delivery.id,
          { state: 'sending', sending_since: now, attempts: attempt },
        ]);
        return [{ delivery, page, attempt }];
      });
    const claimed = new Map(
      [...groups].map(([id, group]) => [id, claimedOf(group)]),
    );
    await updateDeliveries(tx, changes);
    for (const [id, { members, slot }] of groups) {
      if (slot && claimed.get(id)?.length) {
        await saveChannelPace(tx, members[0].channel, slot.pace);
      }
    }
    return claimed;
  }

  #isForItself(delivery: DeliveryRecord, now: Date): boolean {
    return (
      turnOf(delivery, now) === 'repeat' ||
      delivery.bundleId !== null ||
      this.#limitOf(delivery) !== undefined
    );
  }

  #limitOf({ channel }: DeliveryRecord): Limit | undefined {
    return this.#options.channels.get(channel)?.limit;
  }

  /** When a channel that its provider limits takes the next message; undefined when nothing limits it. */
  async #slot(
    tx: Tx,
    delivery: DeliveryRecord,
    now: Date,
  ): Promise<Slot | undefined> {
    const { channel, urgency } = delivery;
    const limit = this.#limitOf(delivery);
    return (
      limit &&
      slotFor(limit, await lockChannelPace(tx, channel, now), urgency, now)
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
  ): Promise<Verdict> {
    const { onLostSender } = this.#options;
    const turn = turnOf(delivery, now);
    if (turn === 'leave') return 'stays';
    if (turn === 'repeat' && !(await onLostSender(tx, delivery, page))) {
      return 'stays';
    }
    const reason = standing
      ? await this.#whyNot(tx, page, standing)
      : 'the incident is gone';
    return reason === undefined
      ? 'goes'
      : { state: 'cancelled', sending_since: null, reason };
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
}

const distinct = <T>(values: readonly T[]): readonly T[] => [
  ...new Set(values),
];
