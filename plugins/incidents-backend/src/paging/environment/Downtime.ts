import { LoggerService } from '@backstage/backend-plugin-api';
import { addMinutes, Clock, minutesBetween } from '../../platform/clock';
import { Database } from '../../platform/database';
import { Settings } from '../../platform/settings';
import { supersede } from '../cancelStore';
import { decidedBefore } from '../waitingStore';
import { PagedIncidents } from '../ports';
import { utcTime } from '../sentences';

const aliveSetting = 'alive-at';
/** After a longer stop, what was decided before it is looked at again. */
export const longStopMinutes = 30;

/** What looking back after a stop needs. */
export interface DowntimeOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly logger: LoggerService;
  readonly incidents: Pick<PagedIncidents, 'describe'>;
}

/**
 * Knows when the last living process was seen, and supersedes what has lost its reason during a long stop:
 * what still holds is sent, and says how old it is.
 */
export class Downtime {
  readonly #options: DowntimeOptions;

  constructor(options: DowntimeOptions) {
    this.#options = options;
  }

  /** A process is alive; each minute. */
  async beat(): Promise<void> {
    const { clock, settings } = this.#options;
    await settings.replace(aliveSetting, clock.now().toISOString());
  }

  /**
   * Looks at what was decided before a long stop; before the queue starts. Safe on several replicas, and to
   * be cut off.
   *
   * @returns how many deliveries were superseded
   */
  async lookBack(): Promise<number> {
    const { database, clock, settings, logger } = this.#options;
    const text = await settings.get(aliveSetting);
    const stopped = text === undefined ? undefined : new Date(text);
    const now = clock.now();
    let count = 0;
    if (stopped && addMinutes(stopped, longStopMinutes) < now) {
      const minutes = Math.round(minutesBetween(stopped, now));
      for (const waiting of await decidedBefore(database.knex, stopped)) {
        const lost = await this.#lostReason(waiting);
        if (lost === undefined) continue;
        count += await supersede(
          database.knex,
          waiting.deliveryId,
          `superseded: decided at ${utcTime(waiting.decidedAt)}, before a stop of ${minutes} min, and ${lost}`,
        );
      }
      logger.warn(
        `Nobody ran for ${minutes} min: ${count} pages that were decided before have lost their reason, and were superseded`,
      );
    }
    await this.beat();
    return count;
  }

  /** Why a page is not wanted any more; undefined when it still is. */
  async #lostReason(waiting: {
    readonly incidentId: number;
    readonly personRef: string;
    readonly personName: string;
    readonly step: number | null;
  }): Promise<string | undefined> {
    const { incidentId, personRef, personName, step } = waiting;
    const facts = await this.#options.incidents.describe(incidentId);
    if (!facts) return 'the incident is gone';
    if (facts.status === 'resolved') return 'the incident is resolved';
    // Who was paged by name is still meant, whoever is assigned by now.
    const isAssigned = facts.assigned.some(({ ref }) => ref === personRef);
    return step === null || isAssigned
      ? undefined
      : `${personName} is no longer assigned`;
  }
}
