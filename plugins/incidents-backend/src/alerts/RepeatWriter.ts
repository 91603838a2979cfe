import { Batcher } from '../platform/Batcher';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { countRepeats } from './alertStore';
import { TriggerEvent } from './eventsV2';
import { IngestLog, LogBase } from './IngestLog';
import { AlertRecord } from './model';
import { IncidentsForAlerts } from './ports';

/** A repeat that says nothing new of an open alert. */
export interface Repeat {
  /** As it was read. */
  readonly alert: AlertRecord;
  readonly event: TriggerEvent;
  readonly base: LogBase;
}

/**
 * Counts repeats. Nearly all events of a storm are these, and each must be on the disk before it is
 * answered: those that come while others are being committed share the next commit.
 */
export class RepeatWriter {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: IngestLog;
  readonly #incidents: Pick<IncidentsForAlerts, 'alertsArrived'>;
  readonly #batcher: Batcher<Repeat, boolean>;

  constructor(options: {
    database: Database;
    clock: Clock;
    log: IngestLog;
    incidents: Pick<IncidentsForAlerts, 'alertsArrived'>;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#incidents = options.incidents;
    this.#batcher = new Batcher(repeats => this.#write(repeats), {
      width: 3,
      most: 100,
    });
  }

  /** False when the alert is not as it was read any more: it has closed or changed. */
  write(repeat: Repeat): Promise<boolean> {
    return this.#batcher.run(repeat);
  }

  async #write(repeats: readonly Repeat[]): Promise<boolean[]> {
    const alike = new Map<string, Repeat[]>();
    for (const repeat of repeats) {
      // Who read the alert before it changed must read it again; who read it since need not.
      const { id, severity, summary } = repeat.alert;
      const key = JSON.stringify([id, severity, summary]);
      alike.set(key, [...(alike.get(key) ?? []), repeat]);
    }
    // Two processes that count the same alerts lock them in the same order.
    const groups = [...alike.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
    return this.#database.transaction(async tx => {
      // First, since whoever resolves an incident comes from its escalation to its alerts.
      await this.#incidents.alertsArrived(tx, byIncident(repeats));
      const counted = new Set<Repeat>();
      for (const [, group] of groups) {
        const { alert, event } = group[group.length - 1];
        const isCounted = await countRepeats(
          tx,
          alert,
          event,
          group.length,
          this.#clock.now(),
        );
        if (isCounted) for (const repeat of group) counted.add(repeat);
      }
      await this.#log.writeOutcomes(
        tx,
        [...counted].map(({ alert, base }) => ({
          integrationId: alert.integrationId,
          base,
          outcome: {
            outcome: 'appended',
            dedupKey: alert.dedupKey,
            incidentId: alert.incidentId,
          },
        })),
      );
      return repeats.map(repeat => counted.has(repeat));
    });
  }
}

/** How many repeats there are of each incident's alerts. */
function byIncident(
  repeats: readonly Repeat[],
): { incidentId: number; count: number }[] {
  const counts = new Map<number, number>();
  for (const { alert } of repeats) {
    counts.set(alert.incidentId, (counts.get(alert.incidentId) ?? 0) + 1);
  }
  return [...counts].map(([incidentId, count]) => ({ incidentId, count }));
}
