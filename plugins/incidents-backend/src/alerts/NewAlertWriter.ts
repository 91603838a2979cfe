import { LoggerService } from '@backstage/backend-plugin-api';
import { Severity } from '@muster/backstage-plugin-incidents-common';
import { Prepared } from '../incidents/service';
import { Batcher } from '../platform/Batcher';
import { addMinutes, Clock } from '../platform/clock';
import { inConvoy } from '../platform/convoy';
import { Database, errorCode, isDatabaseAway, Tx } from '../platform/database';
import { TriggerEvent } from './eventsV2';
import { IngestLog, LogBase } from './IngestLog';
import { IntegrationRecord } from './integrationStore';
import { actorOf, descriptionOf, recurrenceMinutes, titleOf } from './model';
import {
  insertAlert,
  lastResolvedIncident,
  setIncident,
} from './newAlertStore';
import { IncidentsForAlerts } from './ports';

/** Transactions side by side, and incidents in one. */
const limits = { width: 2, most: 25 };
/**
 * Those that wait together wait no longer for what somebody else holds, such as a replica that is frozen: the incidents of all
 * others would wait with them.
 */
const patienceMs = 500;

/** A trigger of a key that has no open alert. */
export interface FirstTrigger {
  readonly integration: IntegrationRecord;
  readonly dedupKey: string;
  readonly event: TriggerEvent;
  readonly base: LogBase;
  readonly severity: Severity;
}

/** With who is responsible, found before the transaction. */
interface PreparedTrigger extends FirstTrigger {
  readonly prepared: Prepared;
}

/** What opening needs. */
export interface NewAlertWriterOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly incidents: Pick<IncidentsForAlerts, 'prepare' | 'open'>;
  readonly log: IngestLog;
  readonly logger: LoggerService;
}

/**
 * Opens an alert and its incident, with all that follows at once: who is responsible, the first pages, the log. Those that
 * come while others are being committed share the next transaction.
 */
export class NewAlertWriter {
  readonly #options: NewAlertWriterOptions;
  readonly #batcher: Batcher<PreparedTrigger, boolean | 'alone'>;

  constructor(options: NewAlertWriterOptions) {
    this.#options = options;
    this.#batcher = new Batcher(some => this.#openTogether(some), limits);
  }

  /** False when the key has an open alert meanwhile. */
  async write(trigger: FirstTrigger): Promise<boolean> {
    const prepared = await this.#options.incidents.prepare(
      trigger.integration.entityRef,
      trigger.severity,
    );
    const ready = { ...trigger, prepared };
    const opened = await this.#batcher.run(ready);
    if (opened !== 'alone') return opened;
    const [alone] = await this.#openAll([ready]);
    return alone;
  }

  /** Alone are to be opened all when that fails: what one of them spoils is no business of the others. */
  async #openTogether(
    triggers: readonly PreparedTrigger[],
  ): Promise<readonly (boolean | 'alone')[]> {
    const [opened] = await Promise.allSettled([
      this.#openAll(triggers, patienceMs),
    ]);
    if (opened.status === 'fulfilled') return opened.value;
    // One by one they would only find the same.
    if (isDatabaseAway(opened.reason)) throw opened.reason;
    // By its code: the driver's message has all that was to be stored in it. What goes wrong alone is told to its sender.
    this.#options.logger.warn(
      `${triggers.length} incidents could not be opened together and are opened one by one (error ${errorCode(opened.reason) || 'without a code'})`,
    );
    return triggers.map(() => 'alone');
  }

  #openAll(
    triggers: readonly PreparedTrigger[],
    patience?: number,
  ): Promise<readonly boolean[]> {
    const { database } = this.#options;
    return database.transaction(async tx => {
      if (patience !== undefined) await database.waitAtMost(tx, patience);
      return inConvoy(tx, triggers, trigger => this.#open(tx, trigger));
    });
  }

  async #open(
    tx: Tx,
    { integration, dedupKey, event, base, severity, prepared }: PreparedTrigger,
  ): Promise<boolean> {
    const { clock, newId, incidents, log } = this.#options;
    const at = clock.now();
    const id = newId();
    const name = { integrationId: integration.id, dedupKey };
    const isNew = await insertAlert(tx, {
      ...{ id, event, at, ...name },
      entity: prepared.names.entity,
    });
    if (!isNew) return false;
    const incident = await incidents.open(tx, {
      entityRef: integration.entityRef,
      title: titleOf(event.summary),
      description: descriptionOf(event),
      severity,
      customerImpact: 'unknown',
      openedBy: actorOf(integration),
      facts: event.heartbeat ? { heartbeat: event.heartbeat } : {},
      recurrenceOf: await lastResolvedIncident(
        tx,
        name,
        addMinutes(at, -recurrenceMinutes),
      ),
      prepared,
    });
    await setIncident(tx, id, incident.id);
    await log.writeOutcome(tx, integration.id, base, {
      outcome: 'created',
      dedupKey,
      incidentId: incident.id,
    });
    return true;
  }
}
