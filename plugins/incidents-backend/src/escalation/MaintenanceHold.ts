import { IncidentRecord } from '../incidents/service';
import { Paging } from '../paging/service';
import { Clock } from '../platform/clock';
import { Tx } from '../platform/database';
import { StepRunner } from './StepRunner';
import { findEscalation, moveEscalation } from './store';
import { Wakeups } from './Wakeups';

interface Options {
  readonly clock: Clock;
  readonly paging: Paging;
  readonly steps: StepRunner;
  readonly wakeups: Wakeups;
}

/** Maintenance stops an escalation where it stands, and lets it go on. */
export class MaintenanceHold {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** As `EscalationReaction.held`. */
  async held(tx: Tx, incident: IncidentRecord): Promise<void> {
    const escalation = await findEscalation(tx, incident.id);
    if (!escalation || escalation.suspended) return;
    const stopped = await this.#options.paging.cancel(
      tx,
      incident.id,
      'maintenance holds the incident',
    );
    const { waitingFor, forced } = escalation;
    await moveEscalation(tx, incident.id, {
      waitingFor,
      forced,
      suspended: true,
      cutShort: stopped > 0 && escalation.state === 'running',
    });
  }

  /** As `EscalationReaction.released`. */
  async released(tx: Tx, incident: IncidentRecord): Promise<void> {
    const escalation = await findEscalation(tx, incident.id);
    if (!escalation?.suspended) return;
    const { clock, steps, wakeups } = this.#options;
    const now = clock.now();
    const { waitingFor, forced, dueAt, cutShort, policy } = escalation;
    const isRunning = escalation.state === 'running';
    const hasWaited = isRunning && dueAt !== null && dueAt <= now;
    const due = hasWaited ? now : dueAt;
    await moveEscalation(tx, incident.id, {
      waitingFor: hasWaited ? 'release' : waitingFor,
      forced,
      suspended: false,
      cutShort: false,
      dueAt: due,
    });
    if (isRunning && cutShort && due && due > now && escalation.step >= 0) {
      // The next step is not due yet, and this one was stopped before it could reach anybody.
      await steps.pageFor(
        tx,
        incident,
        policy,
        escalation,
        incident.assigned,
        true,
      );
    }
    await wakeups.at(tx, incident.id, due);
  }
}
