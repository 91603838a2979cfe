import {
  Actor,
  NamedRef,
  PolicySnapshot,
  Urgency,
} from '@muster/backstage-plugin-incidents-common';
import { Clock } from '../platform/clock';
import { iso, Tx } from '../platform/database';
import {
  CommandAnswer,
  CommandRunner,
  done,
  triggeredAgain,
  unchanged,
} from './commandRunner';
import { TimelineWriter } from './IncidentLog';
import { system } from './IncidentOpener';
import { acknowledgedNow } from './acknowledgement';
import { IncidentRecord } from './model';
import { EscalationReaction, FindResponsible } from './ports';
import { replacePeople, updateIncident } from './store';

/**
 * Commands about who is paged when, besides acknowledging: as those of `IncidentCommands`, conditional on
 * status, idempotent, each one transaction with its timeline entry and what escalation does.
 */
export class EscalationCommands {
  readonly #options: {
    clock: Clock;
    log: TimelineWriter;
    runner: CommandRunner;
    escalation: () => EscalationReaction;
    findResponsible: () => FindResponsible;
  };

  constructor(options: {
    clock: Clock;
    log: TimelineWriter;
    runner: CommandRunner;
    escalation: () => EscalationReaction;
    findResponsible: () => FindResponsible;
  }) {
    this.#options = options;
  }

  /** The same, as part of the caller's transaction, with what it writes going to `log`. */
  within(tx: Tx, log: TimelineWriter): EscalationCommands {
    const runner = this.#options.runner.within(tx);
    return new EscalationCommands({ ...this.#options, runner, log });
  }

  /** An acknowledgement with an end: afterwards the incident is triggered again at step 1. */
  snooze(id: number, until: Date, by: Actor): Promise<CommandAnswer> {
    const { clock, log, runner, escalation } = this.#options;
    return runner.run(id, async (tx, incident, name) => {
      if (incident.status === 'resolved') return isOver(name);
      const shown = `${iso(until).slice(0, 16).replace('T', ' ')} UTC`;
      if (incident.snoozedUntil?.getTime() === until.getTime()) {
        return unchanged({ because: `${name} is snoozed until ${shown}` });
      }
      await updateIncident(tx, id, {
        snoozed_until: until,
        // Who has it keeps it.
        ...(incident.status === 'triggered' && acknowledgedNow(clock, by)),
      });
      if (incident.status === 'triggered' && by.ref !== null) {
        await replacePeople(tx, id, 'assigned', [
          { ref: by.ref, name: by.name },
        ]);
      }
      await log.append(tx, id, {
        kind: 'snoozed',
        actor: by,
        text: `${by.name} snoozed the incident until ${shown}; then it is triggered again`,
        data: { until: iso(until) },
      });
      await escalation().snoozed(tx, incident, until, by);
      return done(`${name} is snoozed until ${shown}`);
    });
  }

  /** Answers the question of a policy that asks when an incident is quiet. */
  confirm(id: number, by: Actor): Promise<CommandAnswer> {
    const { log, runner, escalation } = this.#options;
    return runner.run(id, async (tx, incident, name) => {
      if (incident.status === 'resolved') return isOver(name);
      if (incident.status === 'triggered') {
        return unchanged({
          because: `Nobody has ${name} now; acknowledge it to take it`,
        });
      }
      if (!(await escalation().confirmed(tx, incident, by))) {
        return unchanged({
          because: `Nobody asks whether somebody is at ${name}`,
        });
      }
      await log.append(tx, id, confirmedEntry(by));
      return done(`Noted: you are at ${name}`);
    });
  }

  /** Pages more people; who has the incident stays as it is. */
  page(
    id: number,
    people: readonly NamedRef[],
    urgency: Urgency | undefined,
    by: Actor,
  ): Promise<CommandAnswer> {
    const { runner, escalation } = this.#options;
    return runner.run(id, async (tx, incident, name) => {
      if (incident.status === 'resolved') return isOver(name);
      if (incident.held) {
        return unchanged({
          because: `${name} is held by maintenance (${incident.held.reason}), which pages nobody`,
        });
      }
      await escalation().pagedDirectly(
        tx,
        incident,
        people,
        urgency ?? incident.urgency,
        by,
      );
      const names = people.map(person => person.name).join(', ');
      return done(
        `${names} ${people.length === 1 ? 'is' : 'are'} paged for ${name}`,
      );
    });
  }

  /** Goes on by the policy as it is now, instead of the one at trigger. */
  async reattachPolicy(
    { id, entity, severity, urgency }: IncidentRecord,
    by: Actor,
  ): Promise<CommandAnswer> {
    const { log, runner, escalation, findResponsible } = this.#options;
    const { policy } = await findResponsible().find({
      entityRef: entity.ref,
      severity,
      urgency,
    });
    return runner.run(id, async (tx, incident, name) => {
      if (incident.status === 'resolved') return isOver(name);
      // Before escalation reacts, so that what it writes comes after.
      const before = incident.policyName;
      if (!(await escalation().reattached(tx, incident, policy))) {
        return unchanged({
          because: `${name} goes by ${policy.name} as it is now already`,
        });
      }
      await updateIncident(tx, id, { policy_name: policy.name });
      await log.append(tx, id, reattachedEntry(by, before, policy));
      return done(`${name} goes by ${policy.name} as it is now`);
    });
  }

  /** What was acknowledged is triggered again by itself; with the caller's transaction, which holds it. */
  async triggerAgain(tx: Tx, id: number, because: string): Promise<void> {
    await updateIncident(tx, id, triggeredAgain);
    await this.#options.log.append(tx, id, {
      kind: 'triggered-again',
      actor: system,
      text: because,
    });
  }
}

/** Somebody is at it, on the timeline. */
export const confirmedEntry = (by: Actor) =>
  ({
    kind: 'confirmed',
    actor: by,
    text: `${by.name} is at it`,
  }) as const;

const reattachedEntry = (
  by: Actor,
  before: string,
  { id, name, version }: PolicySnapshot,
) =>
  ({
    kind: 'policy-reattached',
    actor: by,
    text:
      before === name
        ? `${by.name} made the incident go by ${name} as it is now`
        : `${by.name} made the incident go by ${name} instead of ${before}`,
    data: { policy: id, version },
  }) as const;

const isOver = (name: string): CommandAnswer =>
  unchanged({ because: `${name} is already resolved` });
