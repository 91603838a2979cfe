import { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  AlertSeverity,
  Severity,
  severityOfAlert,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../directory/service';
import { Batcher } from '../platform/Batcher';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import {
  changeAlert,
  findOpenAlerts,
  AlertName,
  lockOpenAlert,
} from './alertStore';
import { TriggerEvent } from './eventsV2';
import { IngestLog, LogBase } from './IngestLog';
import { IntegrationRecord } from './integrationStore';
import {
  actorOf,
  AlertRecord,
  changesOf,
  changeText,
  isChange,
  milderThan,
} from './model';
import { NewAlertWriter } from './NewAlertWriter';
import { IncidentsForAlerts } from './ports';
import { RepeatWriter } from './RepeatWriter';

/** How often a trigger starts over because its alert changed under it. */
const attempts = 20;

/**
 * Turns triggers into alerts and incidents. Each event is one transaction: the alert's row, what the
 * incident does, and the log's entry. Whoever touches an incident and its alert locks the incident
 * first, as the commands of people do.
 */
export class AlertWriter {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #directory: Directory;
  readonly #incidents: IncidentsForAlerts;
  readonly #log: IngestLog;
  readonly #news: NewAlertWriter;
  readonly #repeats: RepeatWriter;
  /** Looks up open alerts; in a storm, many in one query. */
  readonly #open: Batcher<AlertName, AlertRecord | undefined>;

  constructor(options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    directory: Directory;
    incidents: IncidentsForAlerts;
    log: IngestLog;
    logger: LoggerService;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#newId = options.newId;
    this.#directory = options.directory;
    this.#incidents = options.incidents;
    this.#log = options.log;
    this.#news = new NewAlertWriter(options);
    this.#repeats = new RepeatWriter(options);
    this.#open = new Batcher(
      names => findOpenAlerts(this.#database.knex, names),
      { width: 2, most: 100 },
    );
  }

  /**
   * A trigger: a new alert and incident, or a repeat of the open one.
   *
   * @returns the dedup key, made here when the event had none, and what became of the event
   */
  async trigger(
    integration: IntegrationRecord,
    event: TriggerEvent,
    base: LogBase,
  ): Promise<{ dedupKey: string; outcome: 'created' | 'appended' }> {
    const dedupKey = event.dedupKey ?? this.#newId();
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const open = await this.#find(integration, dedupKey);
      const written = open
        ? await this.#repeat(integration, open, event, base)
        : await this.#create(integration, dedupKey, event, base);
      if (written) return { dedupKey, outcome: open ? 'appended' : 'created' };
    }
    throw new ServiceUnavailableError(
      'The alert kept changing while this event was taken. Send it again in a second.',
    );
  }

  /** Whether the integration has an open alert of the key. */
  async isOpen(
    integration: IntegrationRecord,
    dedupKey: string,
  ): Promise<boolean> {
    return (await this.#find(integration, dedupKey)) !== undefined;
  }

  /**
   * Counts a repeat and keeps nothing else of it. Undefined when there is no open alert to count it
   * on, when the repeat would raise its severity, or when the alert has changed meanwhile.
   */
  async fold(
    integration: IntegrationRecord,
    dedupKey: string,
    severity: AlertSeverity,
  ): Promise<{ incidentId: number } | undefined> {
    const alert = await this.#find(integration, dedupKey);
    if (!alert || milderThan(severity).includes(alert.severity)) {
      return undefined;
    }
    const counted = await this.#repeats.write({ alert, told: null });
    return counted ? { incidentId: alert.incidentId } : undefined;
  }

  #find(integration: IntegrationRecord, dedupKey: string) {
    return this.#open.run({ integrationId: integration.id, dedupKey });
  }

  async #create(
    integration: IntegrationRecord,
    dedupKey: string,
    event: TriggerEvent,
    base: LogBase,
  ): Promise<boolean> {
    const severity = await this.#severityOf(integration.entityRef, event);
    return this.#news.write({ integration, dedupKey, event, base, severity });
  }

  async #repeat(
    integration: IntegrationRecord,
    seen: AlertRecord,
    event: TriggerEvent,
    base: LogBase,
  ): Promise<boolean> {
    if (!isChange(changesOf(seen, event))) {
      return this.#repeats.write({ alert: seen, told: { event, base } });
    }
    const { dedupKey, incidentId } = seen;
    const severity = await this.#severityOf(integration.entityRef, event);
    return this.#database.transaction(async tx => {
      const changed = await this.#change(
        tx,
        integration,
        seen,
        event,
        severity,
      );
      if (!changed) return false;
      await this.#log.writeOutcome(tx, integration.id, base, {
        outcome: 'appended',
        dedupKey,
        incidentId,
      });
      return true;
    });
  }

  /** A repeat that says something new. False when the alert has closed meanwhile. */
  async #change(
    tx: Tx,
    integration: IntegrationRecord,
    { id, incidentId }: AlertRecord,
    event: TriggerEvent,
    severity: Severity,
  ): Promise<boolean> {
    await this.#incidents.lock(tx, incidentId);
    await this.#incidents.alertsArrived(tx, [{ incidentId, count: 1 }]);
    const alert = await lockOpenAlert(this.#database, tx, id);
    if (!alert) return false;
    const changes = changesOf(alert, event);
    await changeAlert(
      tx,
      id,
      event,
      changes.severity ?? alert.severity,
      this.#clock.now(),
    );
    if (!isChange(changes)) return true;
    const actor = actorOf(integration);
    await this.#incidents.append(tx, incidentId, {
      kind: 'alert-changed',
      actor,
      text: changeText(actor.name, alert, changes),
      data: { alertId: id, ...changes },
    });
    if (changes.severity) {
      await this.#incidents.edits.raiseSeverity(
        tx,
        incidentId,
        severity,
        actor,
      );
    }
    return true;
  }

  /** Severity from the alert and from what the directory knows, without waiting for the catalog. */
  async #severityOf(
    entityRef: string,
    { severity, incidentSeverity }: TriggerEvent,
  ): Promise<Severity> {
    if (incidentSeverity) return incidentSeverity;
    const entity = await this.#directory.known(entityRef);
    return severityOfAlert(severity, {
      tier: entity?.tier ?? null,
      severityFloor: entity?.severityFloor ?? null,
    });
  }
}
