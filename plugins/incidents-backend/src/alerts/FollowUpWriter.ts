import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import {
  findOpenAlert,
  hasOpenAlert,
  lockOpenAlert,
  resolveAlert,
} from './alertStore';
import { FollowUpEvent } from './eventsV2';
import { IngestLog, LogBase, Outcome } from './IngestLog';
import { IntegrationRecord } from './integrationStore';
import { actorOf, AlertRecord } from './model';
import { IncidentsForAlerts } from './ports';

/** Acknowledges and resolves open alerts, in one transaction with the log's entry. */
export class FollowUpWriter {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #incidents: IncidentsForAlerts;
  readonly #log: IngestLog;

  constructor(options: {
    database: Database;
    clock: Clock;
    incidents: IncidentsForAlerts;
    log: IngestLog;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#incidents = options.incidents;
    this.#log = options.log;
  }

  /**
   * An acknowledgement or a resolve of the open alert; without one it is dropped, with the reason logged.
   *
   * @returns what became of it
   */
  async write(
    integration: IntegrationRecord,
    event: FollowUpEvent,
    base: LogBase,
  ): Promise<Outcome['outcome']> {
    const { dedupKey } = event;
    const open = await findOpenAlert(this.#database.knex, {
      integrationId: integration.id,
      dedupKey,
    });
    return this.#database.transaction(async tx => {
      const done = open && (await this.#apply(tx, integration, open, event));
      const outcome: Outcome = {
        dedupKey,
        ...(done ?? {
          outcome: 'dropped',
          reason: `No open alert of this integration has the dedup key: it was never triggered, or has resolved`,
        }),
      };
      await this.#log.writeOutcome(tx, integration.id, base, outcome);
      return outcome.outcome;
    });
  }

  /** Acknowledges or resolves with `tx`; undefined when the alert has closed meanwhile. */
  async #apply(
    tx: Tx,
    integration: IntegrationRecord,
    { id, incidentId }: AlertRecord,
    { action }: FollowUpEvent,
  ): Promise<Omit<Outcome, 'dedupKey'> | undefined> {
    const actor = actorOf(integration);
    await this.#incidents.lock(tx, incidentId);
    const alert = await lockOpenAlert(this.#database, tx, id);
    if (!alert) return undefined;
    if (action === 'acknowledge') {
      await this.#incidents.commands.acknowledgeByMonitor(
        tx,
        incidentId,
        actor,
      );
      return { outcome: 'acknowledged', incidentId };
    }
    await resolveAlert(tx, id, this.#clock.now());
    await this.#incidents.append(tx, incidentId, {
      kind: 'alert-resolved',
      actor,
      text: `${actor.name} resolved its alert: ${alert.summary}`,
      data: { alertId: id },
    });
    if (!(await hasOpenAlert(tx, incidentId))) {
      await this.#incidents.commands.lastAlertResolved(tx, incidentId, actor);
    }
    return { outcome: 'resolved', incidentId };
  }
}
