import { InputError } from '@backstage/errors';
import {
  Actor,
  isMajor,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { addSeconds, Clock } from '../platform/clock';
import { Tx } from '../platform/database';
import { acknowledgedNow } from './acknowledgement';
import {
  CommandAnswer,
  CommandRunner,
  done,
  triggeredAgain,
  unchanged,
} from './commandRunner';
import { confirmedEntry } from './EscalationCommands';
import { TimelineWriter } from './IncidentLog';
import { system } from './IncidentOpener';
import { acknowledge, IncidentRecord, resolve } from './model';
import { EscalationReaction } from './ports';
import { addPeople, replacePeople, updateIncident } from './store';
import { newestOf } from './timelineStore';

/** Within this many seconds, escalating once more means the step that was just begun. */
const samePressSeconds = 5;

/** What happens with an incident within the transaction that resolves it. */
export type OnResolved = (
  tx: Tx,
  incidentId: number,
  at: Date,
) => Promise<void>;

/**
 * The commands: conditional on status, idempotent, never failing because something else changed
 * (domain.md, Incidents). Each is one transaction with its timeline entry and what escalation does.
 */
export class IncidentCommands {
  readonly #options: {
    clock: Clock;
    log: TimelineWriter;
    runner: CommandRunner;
    escalation: () => EscalationReaction;
    onResolved: () => OnResolved;
  };

  constructor(options: {
    clock: Clock;
    log: TimelineWriter;
    runner: CommandRunner;
    escalation: () => EscalationReaction;
    /** Alerts close with their incident: a repeat arriving in between would join a dead incident. */
    onResolved: () => OnResolved;
  }) {
    this.#options = options;
  }

  /** The same, as part of the caller's transaction, with what it writes going to `log`. */
  within(tx: Tx, log: TimelineWriter): IncidentCommands {
    const runner = this.#options.runner.within(tx);
    return new IncidentCommands({ ...this.#options, runner, log });
  }

  /** The first acknowledgement takes the incident and stops its escalation. */
  acknowledge(id: number, by: Actor): Promise<CommandAnswer> {
    return this.#command(id, async (tx, incident, name) => {
      const decision = acknowledge(incident, by, name);
      if (!decision.change) {
        const also = await this.#acknowledgedToo(tx, incident, by, decision);
        return also ?? unchanged(decision);
      }
      await this.#acknowledged(tx, incident, by);
      await replacePeople(tx, id, 'assigned', [toNamedRef(by)]);
      return done(`You have ${name}`);
    });
  }

  /** A monitor's acknowledgement stops escalation and leaves the assigned people assigned. */
  async acknowledgeByMonitor(tx: Tx, id: number, by: Actor): Promise<void> {
    const incident = await this.#locked(tx, id);
    if (incident.status === 'triggered') {
      await this.#acknowledged(tx, incident, by, 'monitor-acknowledged');
    }
  }

  /** Ends the incident, its escalation and its alerts. */
  resolve(id: number, by: Actor, note?: string): Promise<CommandAnswer> {
    return this.#command(id, async (tx, incident, name) => {
      const decision = resolve(incident, name);
      if (!decision.change) return unchanged(decision);
      const words = note?.trim();
      if (words) await this.#note(tx, id, by, words);
      await this.#resolved(tx, incident, by);
      return done(`${name} is resolved`);
    });
  }

  /**
   * As `resolve`, of what nobody is at.
   *
   * @param still - asked within the transaction whether it is to be resolved
   */
  resolveIf(
    id: number,
    still: (tx: Tx) => Promise<boolean>,
    by: Actor,
    why: string,
  ): Promise<CommandAnswer> {
    return this.#command(id, async (tx, incident, name) => {
      const decision = resolve(incident, name);
      if (!decision.change) return unchanged(decision);
      if (!(await still(tx))) return unchanged({ because: `${name} goes on` });
      await this.#note(tx, id, by, why);
      await this.#resolved(tx, incident, by);
      return done(`${name} is resolved`);
    });
  }

  /**
   * The last alert of an incident has resolved: one that is not major resolves by itself, a major one
   * goes on to monitoring, where the responsible person decides.
   */
  async lastAlertResolved(tx: Tx, id: number, by: Actor): Promise<void> {
    const incident = await this.#locked(tx, id);
    if (incident.status === 'resolved') return;
    if (!isMajor(incident.severity)) {
      await this.#resolved(tx, incident, by);
      return;
    }
    if (incident.phase === 'monitoring') return;
    await updateIncident(tx, id, { phase: 'monitoring' });
    await this.#options.log.append(tx, id, {
      kind: 'phase-changed',
      actor: system,
      text: `Every alert has resolved. ${incident.severity} is major, so it is now monitored: ${incident.assigned.map(({ name }) => name).join(', ') || 'the responsible person'} decides when it is over`,
      data: { phase: 'monitoring' },
    });
  }

  /** Adds a responder. */
  join(id: number, by: Actor): Promise<CommandAnswer> {
    return this.#command(id, async (tx, incident, name) => {
      const person = toNamedRef(by);
      const inIt = [...incident.responders, ...incident.assigned];
      if (inIt.some(({ ref }) => ref === person.ref)) {
        return unchanged({ because: `You already take part in ${name}` });
      }
      if (incident.status === 'resolved') {
        return unchanged({ because: `${name} is already resolved` });
      }
      await addPeople(tx, id, 'responder', [person]);
      await this.#options.log.append(tx, id, {
        kind: 'joined',
        actor: by,
        text: `${by.name} joined`,
      });
      return done(`You joined ${name}`);
    });
  }

  /** Adds others as responders, who are not paged by that. */
  addResponders(
    id: number,
    people: readonly NamedRef[],
    by: Actor,
  ): Promise<CommandAnswer> {
    return this.#command(id, async (tx, incident, name) => {
      if (incident.status === 'resolved') {
        return unchanged({ because: `${name} is already resolved` });
      }
      const inIt = [...incident.responders, ...incident.assigned];
      const added = people.filter(
        ({ ref }) => !inIt.some(one => one.ref === ref),
      );
      if (added.length === 0) {
        return unchanged({
          because: `${namesOf(people)} already take${people.length === 1 ? 's' : ''} part in ${name}`,
        });
      }
      await addPeople(tx, id, 'responder', added);
      await this.#options.log.append(tx, id, {
        kind: 'responder-added',
        actor: by,
        text: `${by.name} added ${namesOf(added)} as ${added.length === 1 ? 'a responder' : 'responders'}`,
        data: { people: added },
      });
      return done(
        `${namesOf(added)} take${added.length === 1 ? 's' : ''} part in ${name}`,
      );
    });
  }

  /** Marks a moment that the story of the incident turns on; also on a resolved incident. */
  markKeyMoment(id: number, by: Actor, text: string): Promise<CommandAnswer> {
    return this.#command(id, async (tx, _incident, name) => {
      await this.#options.log.append(tx, id, {
        kind: 'key-moment',
        actor: by,
        text: `${by.name} marked a key moment: ${text}`,
      });
      return done(`Marked on ${name}`);
    });
  }

  /** Writes a note; also on a resolved incident. */
  note(id: number, by: Actor, text: string): Promise<CommandAnswer> {
    return this.#command(id, async (tx, _incident, name) => {
      await this.#note(tx, id, by, text);
      return done(`Noted on ${name}`);
    });
  }

  /** Gives the incident to others, stops the policy and pages them. */
  reassign(
    id: number,
    people: readonly NamedRef[],
    by: Actor,
  ): Promise<CommandAnswer> {
    return this.#command(id, async (tx, incident, name) => {
      const names = namesOf(people);
      if (incident.status === 'resolved') {
        return unchanged({ because: `${name} is already resolved` });
      }
      const same =
        people.length === incident.assigned.length &&
        people.every(({ ref }) => incident.assigned.some(a => a.ref === ref));
      if (same) return unchanged({ because: `${names} already has ${name}` });
      await updateIncident(tx, id, { ...triggeredAgain, unanswered: false });
      await replacePeople(tx, id, 'assigned', people);
      await this.#options.log.append(tx, id, {
        kind: 'reassigned',
        actor: by,
        text: `${by.name} reassigned the incident to ${names}`,
        data: { people },
      });
      await this.#options
        .escalation()
        .reassigned(tx, { ...incident, status: 'triggered' }, people, by);
      return done(`${names} is paged for ${name}`);
    });
  }

  /**
   * Runs the next step at once; an acknowledged incident is triggered again. Two people who press at
   * the same moment mean the same step: the second one changes nothing.
   */
  escalate(id: number, by: Actor): Promise<CommandAnswer> {
    return this.#command(id, async (tx, incident, name) => {
      if (incident.status === 'resolved') {
        return unchanged({ because: `${name} is already resolved` });
      }
      if (await this.#escalatedJustNow(tx, id)) {
        return unchanged({
          because: `${name} was escalated a moment ago; escalate again when that was not enough`,
        });
      }
      const refusal = await this.#options
        .escalation()
        .whyNotEscalate(tx, incident);
      if (refusal !== undefined) return unchanged({ because: refusal });
      await updateIncident(tx, id, triggeredAgain);
      await this.#options.log.append(tx, id, {
        kind: 'escalated',
        actor: by,
        text: `${by.name} escalated now`,
      });
      return done(
        await this.#options
          .escalation()
          .escalateNow(tx, { ...incident, status: 'triggered' }, by),
      );
    });
  }

  async #acknowledged(
    tx: Tx,
    incident: IncidentRecord,
    by: Actor,
    kind: 'acknowledged' | 'monitor-acknowledged' = 'acknowledged',
  ): Promise<void> {
    const { clock, log, escalation } = this.#options;
    await updateIncident(tx, incident.id, {
      ...acknowledgedNow(clock, by),
      snoozed_until: null,
    });
    await log.append(tx, incident.id, {
      kind,
      actor: by,
      text: `${by.name} acknowledged`,
    });
    await escalation().acknowledged(tx, incident, by);
  }

  async #resolved(tx: Tx, incident: IncidentRecord, by: Actor): Promise<void> {
    const { clock, log, escalation, onResolved } = this.#options;
    const at = clock.now();
    await updateIncident(tx, incident.id, {
      status: 'resolved',
      phase: 'resolved',
      snoozed_until: null,
      resolved_at: at,
      resolved_by: JSON.stringify(by),
    });
    await log.append(tx, incident.id, {
      kind: 'resolved',
      actor: by,
      text: `${by.name} resolved the incident`,
    });
    await escalation().resolved(tx, incident);
    await onResolved()(tx, incident.id, at);
  }

  async #escalatedJustNow(tx: Tx, id: number): Promise<boolean> {
    const newest = await newestOf(tx, id, [
      'escalated',
      'exhausted',
      'acknowledged',
      'reassigned',
    ]);
    const since = addSeconds(this.#options.clock.now(), -samePressSeconds);
    return (
      (newest?.kind === 'escalated' || newest?.kind === 'exhausted') &&
      new Date(newest.at) > since
    );
  }

  #note(tx: Tx, id: number, by: Actor, text: string): Promise<void> {
    return this.#options.log.append(tx, id, { kind: 'note', actor: by, text });
  }

  #command(
    id: number,
    work: (
      tx: Tx,
      incident: IncidentRecord,
      name: string,
    ) => Promise<CommandAnswer>,
  ): Promise<CommandAnswer> {
    return this.#options.runner.run(id, work);
  }

  #locked(tx: Tx, id: number): Promise<IncidentRecord> {
    return this.#options.runner.locked(tx, id);
  }

  /** Somebody else has it, but this person was asked too: for a step that asks each, or whether they are at it. */
  async #acknowledgedToo(
    tx: Tx,
    incident: IncidentRecord,
    by: Actor,
    { because }: { readonly because: string },
  ): Promise<CommandAnswer | undefined> {
    if (incident.status !== 'acknowledged') return undefined;
    const { log, escalation, runner } = this.#options;
    const name = runner.nameOf(incident.id);
    const what = await escalation().acknowledgedToo(tx, incident, by);
    if (what === 'question') {
      await log.append(tx, incident.id, confirmedEntry(by));
      return done(`Noted: you are at ${name}`);
    }
    if (what === 'own-pages') {
      return unchanged({ because: `${because}. Your own pages stop` });
    }
    if (what !== 'page') return undefined;
    await addPeople(tx, incident.id, 'responder', [toNamedRef(by)]);
    await log.append(tx, incident.id, {
      kind: 'acknowledged',
      actor: by,
      text: `${by.name} acknowledged too`,
      data: { too: true },
    });
    return done(
      `You acknowledged your page of ${name}, which ${incident.acknowledgedBy?.name ?? 'somebody'} has`,
    );
  }
}

const namesOf = (people: readonly NamedRef[]): string =>
  people.map(({ name }) => name).join(', ');

function toNamedRef(by: Actor): NamedRef {
  if (by.kind !== 'person' || by.ref === null) {
    throw new InputError('Only a person can take part in an incident');
  }
  return { ref: by.ref, name: by.name };
}
