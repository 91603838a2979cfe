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
  /** What is shown and logged of it; null of one above the limit, which is only counted. */
  readonly told: {
    readonly event: TriggerEvent;
    readonly base: LogBase;
  } | null;
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
        const isCounted = await countRepeats(
          tx,
          group[0].alert,
          group.findLast(({ told }) => told)?.told?.event ?? null,
          group.length,
          this.#clock.now(),
        );
        if (isCounted) for (const repeat of group) counted.add(repeat);
      }
      await this.#log.writeOutcomes(
        tx,
        [...counted].flatMap(({ alert, told }) =>
          told === null
            ? []
            : [
                {
                  integrationId: alert.integrationId,
                  base: told.base,
                  outcome: {
                    outcome: 'appended' as const,
                    dedupKey: alert.dedupKey,
                    incidentId: alert.incidentId,
                  },
                },
              ],
        ),
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
