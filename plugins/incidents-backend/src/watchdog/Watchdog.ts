import { LoggerService } from '@backstage/backend-plugin-api';
import { Severity } from '@muster/backstage-plugin-incidents-common';
import { Incidents, system } from '../incidents/service';
import {
  addMinutes,
  addSeconds,
  Clock,
  secondsBetween,
} from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { Counter, Metrics } from '../platform/metrics';
import { WorkQueue } from '../work/service';
import {
  complaint,
  isPolicy,
  lateDeliverySeconds,
  Standing,
  Violation,
  violationOf,
} from './model';
import { WatchdogReport } from './service';
import {
  Check,
  countTriggered,
  deleteChecks,
  doubtful,
  giveToCatchAll,
  insertCheck,
  lastCheck,
  lateDeliveries,
  LateDelivery,
  lockStanding,
  makeDue,
  repairsSince,
} from './store';

/** Incidents that one check repairs; the next minute's goes on. */
const limit = 1000;
/** Another replica's check this little ago counts as this one's, in seconds. */
const sameSeconds = 30;
/** Checks are kept this long, in minutes. */
const keptMinutes = 24 * 60;
/** What was overdue for this long while we looked on, its policy cannot run: the catch-all is next. In seconds. */
const hopelessSeconds = 300;

/**
 * Looks once a minute whether every incident that nobody has acknowledged has a next action or a reason to have
 * none, and whether pages go out, repairs what stands still, and tells. It reads the tables itself and trusts nothing of the engine.
 */
export class Watchdog implements WatchdogReport {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #work: WorkQueue;
  readonly #incidents: Pick<Incidents, 'append' | 'nameOf'>;
  readonly #logger: LoggerService;
  readonly #pageFrom: Severity;
  readonly #isHolding: () => Promise<boolean>;
  readonly #repairs: Counter<{ violation: Violation | 'page-overdue' }>;
  /** Since when an incident's step was seen to be overdue. After an outage of ours everything is, for a moment. */
  #overdue = new Map<number, Date>();
  /** Deliveries that were late when we looked last. */
  #late: ReadonlySet<string> = new Set();

  constructor(options: {
    database: Database;
    clock: Clock;
    work: WorkQueue;
    incidents: Pick<Incidents, 'append' | 'nameOf'>;
    logger: LoggerService;
    metrics: Metrics;
    pageFrom: Severity;
    /** Whether all pages are held, since the database belongs to another environment. */
    isHolding: () => Promise<boolean>;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#work = options.work;
    this.#incidents = options.incidents;
    this.#logger = options.logger;
    this.#pageFrom = options.pageFrom;
    this.#isHolding = options.isHolding;
    this.#repairs = options.metrics.createCounter(
      'incidents.watchdog.repairs',
      {
        description:
          'Open incidents that stood still although nobody had them, by what was wrong',
      },
    );
  }

  /** Looks at everything, unless another replica just has. Safe on all of them at once. */
  async check(): Promise<void> {
    const { knex } = this.#database;
    const at = this.#clock.now();
    const before = await lastCheck(knex);
    if (before && Math.abs(secondsBetween(before.at, at)) < sameSeconds) return;
    const incidents = await countTriggered(knex);
    const suspects = await doubtful(knex, at, limit);
    const repaired: string[] = [];
    const overdue = new Map<number, Date>();
    for (const suspect of suspects) {
      const { incidentId: id } = suspect;
      const violation = this.#violationOf(suspect);
      if (violation === 'overdue') {
        const since = this.#overdue.get(id);
        overdue.set(id, since ?? at);
        if (!since) continue;
      }
      if (violation && (await this.#repair(id))) {
        repaired.push(`${this.#incidents.nameOf(id)} (${violation})`);
      }
    }
    this.#overdue = overdue;
    if (repaired.length > 0) {
      this.#logger.warn(
        `The watchdog repaired ${repaired.length} incidents that stood still: ${repaired.slice(0, 20).join(', ')}`,
      );
    }
    const woken = await this.#wakeSenders(at);
    await insertCheck(knex, {
      at,
      incidents,
      repaired: repaired.length + woken,
    });
    await deleteChecks(knex, addMinutes(at, -keptMinutes));
  }

  lastCheck(): Promise<Check | undefined> {
    return lastCheck(this.#database.knex);
  }

  repairedLately(): Promise<number> {
    const hourAgo = addMinutes(this.#clock.now(), -60);
    return repairsSince(this.#database.knex, hourAgo);
  }

  /**
   * Wakes the senders of pages that were late already when we looked last.
   *
   * @returns of how many
   */
  async #wakeSenders(now: Date): Promise<number> {
    const { knex } = this.#database;
    const late = (await this.#isHolding())
      ? []
      : await lateDeliveries(
          knex,
          addSeconds(now, -lateDeliverySeconds),
          limit,
        );
    const forgotten = late.filter(({ id }) => this.#late.has(id));
    this.#late = new Set(late.map(({ id }) => id));
    if (forgotten.length === 0) return 0;
    await this.#database.transaction(async tx => {
      for (const delivery of forgotten) await this.#wakeSender(tx, delivery);
    });
    this.#repairs.add(forgotten.length, { violation: 'page-overdue' });
    this.#logger.warn(
      `The watchdog woke the senders of ${forgotten.length} pages that were overdue by more than ${lateDeliverySeconds / 60} minutes`,
    );
    return forgotten.length;
  }

  #wakeSender(tx: Tx, { id, channel, bundleId }: LateDelivery): Promise<void> {
    return this.#work.enqueue(tx, {
      kind: `paging.deliver.${channel}`,
      key: bundleId ? `paging:bundle:${bundleId}` : `paging:delivery:${id}`,
      data: { deliveryId: id },
    });
  }

  /** Repairs one incident, if it still needs it; whether it did. */
  async #repair(id: number): Promise<boolean> {
    const violation = await this.#database.transaction(async tx => {
      const standing = await lockStanding(this.#database, tx, id);
      const found = standing && this.#violationOf(standing);
      if (!standing || !found) return undefined;
      await this.#mend(tx, standing, found);
      return found;
    });
    if (violation) this.#repairs.add(1, { violation });
    return violation !== undefined;
  }

  async #mend(
    tx: Tx,
    { incidentId: id, escalation }: Standing,
    violation: Violation,
  ): Promise<void> {
    const now = this.#clock.now();
    const lost = !escalation || !isPolicy(escalation.policy);
    const catchAll = lost || (violation === 'overdue' && this.#isHopeless(id));
    if (catchAll) await giveToCatchAll(tx, id, now);
    if (violation !== 'overdue' || catchAll) await makeDue(tx, id, now);
    await this.#work.enqueue(tx, {
      kind: 'escalation.step',
      key: `escalation:${id}`,
      data: { incidentId: id },
    });
    await this.#incidents.append(tx, id, {
      kind: 'watchdog',
      actor: system,
      text: `The watchdog found that nothing would happen next: ${complaint[violation]}. ${catchAll ? 'The catch-all is paged now' : 'The next step runs now'}`,
      data: { violation },
    });
  }

  #isHopeless(id: number): boolean {
    const since = this.#overdue.get(id);
    return (
      since !== undefined &&
      secondsBetween(since, this.#clock.now()) >= hopelessSeconds
    );
  }

  #violationOf(standing: Standing): Violation | undefined {
    return violationOf(standing, this.#clock.now(), this.#pageFrom);
  }
}
