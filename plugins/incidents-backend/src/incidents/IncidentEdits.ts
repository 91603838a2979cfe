import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  Actor,
  CustomerImpact,
  isWorse,
  pages,
  Phase,
  Severity,
  urgencyOf,
} from '@muster/backstage-plugin-incidents-common';
import { Database, Tx } from '../platform/database';
import { IncidentLog } from './IncidentLog';
import { IncidentRecord } from './model';
import { EscalationReaction } from './ports';
import { lockIncident, updateIncident } from './store';
import { newestOf } from './timelineStore';

/** Changes what an incident says: title, severity, customer impact, phase. Each change is on the timeline. */
export class IncidentEdits {
  readonly #options: {
    database: Database;
    log: IncidentLog;
    pageFrom: Severity;
    nameOf: (id: number) => string;
    escalation: () => EscalationReaction;
  };

  constructor(options: {
    database: Database;
    log: IncidentLog;
    /** The mildest severity that pages. */
    pageFrom: Severity;
    nameOf: (id: number) => string;
    escalation: () => EscalationReaction;
  }) {
    this.#options = options;
  }

  /**
   * Changes edited fields.
   *
   * @throws ConflictError saying who changed what since `version` was seen
   */
  async edit(
    id: number,
    edit: {
      version: number;
      title?: string;
      severity?: Severity;
      customerImpact?: CustomerImpact;
      phase?: Phase;
    },
    by: Actor,
  ): Promise<void> {
    await this.#options.database.transaction(async tx => {
      const incident = await this.#locked(tx, id);
      if (incident.version !== edit.version) {
        throw await this.#conflict(tx, incident);
      }
      await updateIncident(tx, id, { version: incident.version + 1 });
      if (edit.severity && edit.severity !== incident.severity) {
        await this.#changeSeverity(tx, incident, edit.severity, by);
      }
      await this.#set(tx, incident, by, 'title', edit.title);
      await this.#set(tx, incident, by, 'customerImpact', edit.customerImpact);
      await this.#set(tx, incident, by, 'phase', edit.phase);
    });
  }

  /** Raises the severity when `severity` is worse; never lowers it. */
  async raiseSeverity(
    tx: Tx,
    id: number,
    severity: Severity,
    by: Actor,
  ): Promise<void> {
    const incident = await this.#locked(tx, id);
    if (!isWorse(severity, incident.severity)) return;
    await this.#changeSeverity(tx, incident, severity, by);
  }

  async #set(
    tx: Tx,
    incident: IncidentRecord,
    by: Actor,
    field: keyof typeof editedFields,
    value: string | undefined,
  ): Promise<void> {
    const before = incident[field];
    if (value === undefined || value === before) return;
    const { column, words } = editedFields[field];
    await updateIncident(tx, incident.id, { [column]: value });
    await this.#options.log.append(tx, incident.id, {
      kind: field === 'phase' ? 'phase-changed' : 'field-changed',
      actor: by,
      text: `${by.name} changed ${words} from “${before}” to “${value}”`,
      data: { field, from: before, to: value },
    });
  }

  async #conflict(tx: Tx, incident: IncidentRecord): Promise<ConflictError> {
    const last = await newestOf(tx, incident.id, [
      'severity-changed',
      'field-changed',
      'phase-changed',
    ]);
    return new ConflictError(
      `${this.#options.nameOf(incident.id)} was changed since you looked (${last?.text ?? 'by somebody else'}). Nothing of yours was saved: look again, then repeat your change.`,
    );
  }

  /**
   * Raises the severity to `severity` when that is worse; pages again when the urgency rises, and
   * for the first time when milder severities do not page.
   */
  async #changeSeverity(
    tx: Tx,
    incident: IncidentRecord,
    severity: Severity,
    by: Actor,
  ): Promise<void> {
    const { log, pageFrom, escalation } = this.#options;
    const urgency = urgencyOf(severity);
    await updateIncident(tx, incident.id, { severity, urgency });
    await log.append(tx, incident.id, {
      kind: 'severity-changed',
      actor: by,
      text: `${by.name} changed severity from ${incident.severity} to ${severity}`,
      data: { from: incident.severity, to: severity },
    });
    const louder =
      (urgency === 'high' && incident.urgency === 'low') ||
      (pages(severity, pageFrom) && !pages(incident.severity, pageFrom));
    if (louder && incident.status === 'triggered') {
      await escalation().urgencyRaised(tx, { ...incident, severity, urgency });
    }
  }

  async #locked(tx: Tx, id: number): Promise<IncidentRecord> {
    const incident = await lockIncident(this.#options.database, tx, id);
    if (!incident) {
      throw new NotFoundError(`There is no ${this.#options.nameOf(id)}`);
    }
    return incident;
  }
}

const editedFields = {
  title: { column: 'title', words: 'the title' },
  customerImpact: { column: 'customer_impact', words: 'customer impact' },
  phase: { column: 'phase', words: 'the phase' },
} as const;
