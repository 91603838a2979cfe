import { PolicySnapshot } from '@muster/backstage-plugin-incidents-common';
import { Responsibility } from '../incidents/ports';
import {
  IncidentRecord,
  Incidents,
  NewEntry,
  system,
} from '../incidents/service';
import { Clock } from '../platform/clock';
import { Tx } from '../platform/database';
import { insertArrivals } from './arrivalStore';
import { isCatchAll, Position } from './model';
import { beginning } from './moves';
import { standingAfter, StepRunner, waitingEntry } from './StepRunner';
import { countsAlerts, insertEscalation } from './store';
import { takeTurn } from './turnStore';
import { Wakeups } from './Wakeups';

interface Options {
  readonly clock: Clock;
  readonly incidents: Incidents;
  readonly steps: StepRunner;
  readonly wakeups: Wakeups;
}

/** How an escalation begins, in the transaction that opens its incident. */
export class Opening {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** As `EscalationReaction.opened`. */
  async opened(
    tx: Tx,
    incident: IncidentRecord,
    found: Responsibility,
    paging: boolean,
  ): Promise<void> {
    const { clock, incidents, steps, wakeups } = this.#options;
    const { policy, waits } = found;
    const first = { step: found.firstStep, loop: 0 };
    const now = clock.now();
    const isHeld = incident.held !== null;
    if (!paging || isHeld) {
      await insertEscalation(tx, {
        incidentId: incident.id,
        policy,
        ...beginning,
        state: paging ? 'running' : 'held',
        dueAt: paging ? now : null,
        waitingFor: null,
        suspended: isHeld,
      });
    } else if (waits) {
      await insertEscalation(tx, {
        incidentId: incident.id,
        policy,
        step: first.step - 1,
        loop: 0,
        state: 'running',
        dueAt: waits.until,
        waitingFor: waits.for,
        suspended: false,
      });
      await incidents.append(
        tx,
        incident.id,
        waitingEntry(policy, {
          at: first,
          waitsFor: waits.for,
          until: waits.until,
        }),
      );
      await wakeups.at(tx, incident.id, waits.until, { isNewKey: true });
    } else {
      const next = standingAfter(policy, first, now);
      await insertEscalation(tx, {
        incidentId: incident.id,
        policy,
        ...first,
        ...next,
        waitingFor: null,
        suspended: false,
      });
      const note = found.reachesNobody
        ? reachesNobodyEntry(policy, first)
        : noStepEntry(policy, first);
      if (note) await incidents.append(tx, incident.id, note);
      await steps.pageFor(
        tx,
        incident,
        policy,
        first,
        found.reachesNobody ? [] : found.assigned,
      );
      await steps.copyTo(tx, incident, found.copies);
      if (found.backup) {
        await steps.backUp(tx, incident, policy, found.backup, found.assigned);
      }
      await wakeups.at(tx, incident.id, next.dueAt, { isNewKey: true });
    }
    if (countsAlerts(policy)) {
      await insertArrivals(tx, [
        { incidentId: incident.id, at: now, count: 1 },
      ]);
    }
    // Last, since it locks a row that all new incidents of the owner want.
    if (policy.id === null && incident.owner) {
      await takeTurn(tx, incident.owner.ref);
    }
  }
}

/** The first step runs and reaches nobody, on the timeline. */
const reachesNobodyEntry = (
  { name }: PolicySnapshot,
  { step, loop }: Position,
): NewEntry => ({
  kind: 'escalated',
  actor: system,
  text: `Escalation begins with step ${step + 1} of ${name}, which reaches nobody now; the next follows in its time`,
  data: { step: step + 1, loop, nobody: true },
});

/** A policy of somebody's own has no steps, or none that reaches anybody, on the timeline. */
function noStepEntry(
  policy: PolicySnapshot,
  at: Position,
): NewEntry | undefined {
  const { id, name, steps } = policy;
  if (id === null || !isCatchAll(policy, at)) return undefined;
  return steps.length === 0
    ? {
        kind: 'escalated',
        actor: system,
        text: `${name} has no steps, so only the catch-all is left`,
        data: { noSteps: true },
      }
    : {
        kind: 'exhausted',
        actor: system,
        text: `No step of ${name} reaches anybody now, so only the catch-all is left`,
        data: { step: at.step + 1, loop: at.loop },
      };
}
