import { addMinutes, addSeconds, Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { Waking, WorkQueue } from '../work/service';
import { longestDelay } from './model';
import { dueAfter, moveDue, overdue } from './store';

const dueKind = 'escalation.step';
const keyOf = (incidentId: number): string => `escalation:${incidentId}`;
/** A wake-up this late has been lost; the sweep repairs it. */
const lateSeconds = 2;

/** The wake-ups of escalations: one for each incident, for whatever is due next. */
export class Wakeups {
  readonly #options: { database: Database; clock: Clock; work: WorkQueue };

  constructor(options: { database: Database; clock: Clock; work: WorkQueue }) {
    this.#options = options;
  }

  /** Registers what is done when an incident wakes up, and the sweep; before the queue starts. */
  register(runDue: (incidentId: number) => Promise<void>): void {
    const { work } = this.#options;
    work.handle(dueKind, data => runDue(Number(data.incidentId)));
    work.sweep('escalation', waking => this.#wakeOverdue(waking));
  }

  /** Wakes the escalation when it is due; null: there is nothing to wake it for. */
  async at(
    tx: Tx,
    incidentId: number,
    dueAt: Date | null,
    key: { readonly isNewKey?: boolean } = {},
  ): Promise<void> {
    if (!dueAt) return;
    await this.#options.work.enqueue(tx, {
      kind: dueKind,
      key: keyOf(incidentId),
      data: { incidentId },
      runAt: dueAt,
      ...key,
    });
  }

  /** Nothing is due any more. */
  cancel(tx: Tx, incidentId: number): Promise<void> {
    return this.#options.work.cancel(tx, keyOf(incidentId));
  }

  /**
   * Mends what waits longer than its step's delay: it was written before the database's clock was set
   * back. Safe on every replica at once, since a due time that was mended is in bounds.
   *
   * @returns how many
   */
  async bringForward(): Promise<number> {
    const { database, clock } = this.#options;
    const now = clock.now();
    const shortest = addMinutes(now, 1);
    let mended = 0;
    for (const seen of await dueAfter(database.knex, shortest)) {
      const dueAt = addMinutes(now, longestDelay(seen.policy, seen));
      if (seen.dueAt === null || seen.dueAt <= dueAt) continue;
      const isMine = await database.transaction(async tx => {
        const moved = await moveDue(tx, seen, dueAt);
        if (moved) await this.at(tx, seen.incidentId, dueAt);
        return moved;
      });
      if (isMine) mended += 1;
    }
    return mended;
  }

  async #wakeOverdue(waking: Waking): Promise<number> {
    const { database, clock } = this.#options;
    const before = addSeconds(clock.now(), -lateSeconds);
    const late = await overdue(database.knex, before, 200);
    if (late.length === 0) return 0;
    await database.transaction(async tx => {
      for (const incidentId of late) {
        await waking.enqueue(tx, {
          kind: dueKind,
          key: keyOf(incidentId),
          data: { incidentId },
        });
      }
    });
    return late.length;
  }
}
