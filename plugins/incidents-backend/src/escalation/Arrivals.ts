import { addMinutes, Clock } from '../platform/clock';
import { Queryable, Tx } from '../platform/database';
import { arrivalsSince, insertArrivals } from './arrivalStore';
import { EscalationRecord, lockCounting, lookAgain } from './store';
import { Wakeups } from './Wakeups';

/** The longest window in which a condition counts alerts, in minutes. */
const longestWindow = 1440;

/** Counts alerts for the steps that are for many of them only. */
export class Arrivals {
  readonly #clock: Clock;
  readonly #wakeups: Wakeups;
  readonly #forUpdate: Parameters<typeof lockCounting>[0];

  constructor(options: {
    database: Parameters<typeof lockCounting>[0];
    clock: Clock;
    wakeups: Wakeups;
  }) {
    this.#clock = options.clock;
    this.#wakeups = options.wakeups;
    this.#forUpdate = options.database;
  }

  /**
   * Alerts or repeats have arrived. Costs one look-up where no policy counts them.
   *
   * Counting escalations stay locked until `tx` ends: an escalation that begins to wait at this moment either
   * sees these alerts or is woken by them.
   */
  async arrived(
    tx: Tx,
    alerts: readonly { readonly incidentId: number; readonly count: number }[],
  ): Promise<void> {
    const counting = await lockCounting(
      this.#forUpdate,
      tx,
      alerts.map(({ incidentId }) => incidentId),
    );
    if (counting.length === 0) return;
    const at = this.#clock.now();
    await insertArrivals(
      tx,
      alerts
        .filter(alert =>
          counting.some(({ incidentId }) => incidentId === alert.incidentId),
        )
        .map(({ incidentId, count }) => ({ incidentId, at, count })),
    );
    for (const { incidentId, waits } of counting) {
      if (!waits) continue;
      await lookAgain(tx, incidentId, at);
      await this.#wakeups.at(tx, incidentId, at);
    }
  }

  /** Answers how many alerts have arrived within the minutes before an instant, itself included. */
  async countFor(
    db: Queryable,
    { incidentId, policy }: EscalationRecord,
    at: Date,
  ): Promise<(minutes: number) => number> {
    if (!policy.steps.some(({ condition }) => condition.alerts)) return () => 0;
    const since = addMinutes(at, -longestWindow);
    const arrivals = await arrivalsSince(db, incidentId, since);
    return minutes => {
      const from = addMinutes(at, -minutes);
      return arrivals
        .filter(arrival => arrival.at >= from)
        .reduce((sum, { count }) => sum + count, 0);
    };
  }
}
