import { ConflictError } from '@backstage/errors';
import {
  Actor,
  CustomerImpact,
  isWorse,
  pages,
  Phase,
  Severity,
  urgencyOf,
} from '@muster/backstage-plugin-incidents-common';
import { Tx } from '../platform/database';
import { CommandAnswer, CommandRunner, done, unchanged } from './commandRunner';
import { TimelineWriter } from './IncidentLog';
import { IncidentRecord } from './model';
import { EscalationReaction } from './ports';
import { updateIncident } from './store';
import { newestOf } from './timelineStore';

/** What an incident says of itself; what is left out stays as it is. */
export interface EditedFields {
  readonly title?: string;
  readonly severity?: Severity;
  readonly customerImpact?: CustomerImpact;
  readonly phase?: Phase;
}

/** Changes what an incident says: title, severity, customer impact, phase. Each change is on the timeline. */
export class IncidentEdits {
  readonly #options: {
    runner: CommandRunner;
    log: TimelineWriter;
    pageFrom: Severity;
    escalation: () => EscalationReaction;
  };

  constructor(options: {
    runner: CommandRunner;
    log: TimelineWriter;
    /** The mildest severity that pages. */
    pageFrom: Severity;
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
    edit: EditedFields & { readonly version: number },
    by: Actor,
  ): Promise<void> {
    await this.#options.runner.run(id, async (tx, incident) => {
      if (incident.version !== edit.version) {
        throw await this.#conflict(tx, incident);
      }
      await this.#change(tx, incident, edit, by);
    });
  }

  /**
   * Changes fields whatever they were; for whoever has not looked, such as a play.
   *
   * @param decide - what to change of the incident as it is now, or why not
   */
  change(
    id: number,
    decide: (
      incident: IncidentRecord,
      name: string,
    ) => EditedFields | { readonly because: string },
    by: Actor,
  ): Promise<CommandAnswer> {
    return this.#options.runner.run(id, async (tx, incident, name) => {
      const fields = decide(incident, name);
      if ('because' in fields) return unchanged(fields);
      const changed = editable.filter(
        field =>
          fields[field] !== undefined && fields[field] !== incident[field],
      );
      if (changed.length === 0) {
        return unchanged({ because: `${name} says so already` });
      }
      await this.#change(tx, incident, fields, by);
      return done(
        `${name}: ${changed.map(field => `${editedWords[field]} is “${fields[field]}”`).join(', ')}`,
      );
    });
  }

  /** The same, as part of the caller's transaction, with what it writes going to `log`. */
  within(tx: Tx, log: TimelineWriter): IncidentEdits {
    const runner = this.#options.runner.within(tx);
    return new IncidentEdits({ ...this.#options, runner, log });
  }

  /** Raises the severity when `severity` is worse; never lowers it. */
  async raiseSeverity(
    tx: Tx,
    id: number,
    severity: Severity,
    by: Actor,
  ): Promise<void> {
    const incident = await this.#options.runner.locked(tx, id);
    if (!isWorse(severity, incident.severity)) return;
    await this.#changeSeverity(tx, incident, severity, by);
  }

  async #change(
    tx: Tx,
    incident: IncidentRecord,
    fields: EditedFields,
    by: Actor,
  ): Promise<void> {
    await updateIncident(tx, incident.id, { version: incident.version + 1 });
    if (fields.severity && fields.severity !== incident.severity) {
      await this.#changeSeverity(tx, incident, fields.severity, by);
    }
    await this.#set(tx, incident, by, 'title', fields.title);
    await this.#set(tx, incident, by, 'customerImpact', fields.customerImpact);
    await this.#set(tx, incident, by, 'phase', fields.phase);
  }

  async #set(
    tx: Tx,
    incident: IncidentRecord,
    by: Actor,
    field: keyof typeof editedColumns,
    value: string | undefined,
  ): Promise<void> {
    const before = incident[field];
    if (value === undefined || value === before) return;
    const words = editedWords[field];
    await updateIncident(tx, incident.id, { [editedColumns[field]]: value });
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
      `${this.#options.runner.nameOf(incident.id)} was changed since you looked (${last?.text ?? 'by somebody else'}). Nothing of yours was saved: look again, then repeat your change.`,
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
}

const editable = ['title', 'severity', 'customerImpact', 'phase'] as const;

const editedWords = {
  title: 'the title',
  severity: 'severity',
  customerImpact: 'customer impact',
  phase: 'the phase',
} as const;

const editedColumns = {
  title: 'title',
  customerImpact: 'customer_impact',
  phase: 'phase',
} as const;
