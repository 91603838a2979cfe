import {
  Actor,
  NamedRef,
  PolicySnapshot,
} from '@muster/backstage-plugin-incidents-common';
import { Copy } from '../incidents/ports';
import { IncidentRecord, Incidents, system } from '../incidents/service';
import { Paging } from '../paging/service';
import { addMinutes, Clock } from '../platform/clock';
import { Database, iso, Tx } from '../platform/database';
import { Arrivals } from './Arrivals';
import { askEach } from './askedStore';
import { Backup, Focus } from './Focus';
import { copiesOf, delayAfter, isCatchAll, Position } from './model';
import { Move, nextMove } from './moves';
import { Reached, ResponsibilityFinder } from './ResponsibilityFinder';
import { EscalationRecord, findEscalation, moveEscalation } from './store';
import { takeStepTurn } from './turnStore';
import { Wakeups } from './Wakeups';

/** What the next step of an escalation will do, found outside its transaction. */
export interface Plan {
  readonly move: Move<Reached>;
  /** Whom the next step pages as well. */
  readonly backup: Backup | undefined;
  /** Of a catch-all, whom it reaches and how they were found. */
  readonly lastResort: { readonly people: readonly NamedRef[]; text: string };
}

interface Options {
  readonly database: Database;
  readonly clock: Clock;
  readonly incidents: Incidents;
  readonly paging: Paging;
  readonly finder: ResponsibilityFinder;
  readonly focus: Focus;
  readonly arrivals: Arrivals;
  readonly wakeups: Wakeups;
}

/** Runs steps: position, timeline, assigned people and pages in one transaction. */
export class StepRunner {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** What comes next for an escalation as it stands. Outside a transaction. */
  async plan(
    escalation: EscalationRecord,
    incident: Pick<IncidentRecord, 'severity' | 'urgency' | 'entity'>,
    at: Date,
  ): Promise<Plan> {
    const { database, finder, focus, arrivals } = this.#options;
    const { policy, forced } = escalation;
    const alertsWithin = await arrivals.countFor(database.knex, escalation, at);
    const now = { at, severity: incident.severity, alertsWithin };
    const reach = finder.reach(policy, at);
    const move = await nextMove(policy, escalation, now, reach, forced);
    const backup =
      move.kind === 'page'
        ? await focus.backupFor(
            {
              entityRef: incident.entity.ref,
              policy,
              at: move.at,
              people: move.people,
              urgency: policy.steps[move.at.step].urgency ?? incident.urgency,
            },
            now,
            reach,
          )
        : undefined;
    const lastResort =
      move.kind === 'catch-all'
        ? await finder.lastResort()
        : { people: [], text: '' };
    return { move, backup, lastResort };
  }

  /**
   * Runs the next step of an escalation that was found due. Who is on call is looked up before the
   * transaction; should somebody have moved the escalation meanwhile, it is left to them.
   */
  async runDue(seen: EscalationRecord): Promise<void> {
    const { database, clock, incidents, wakeups } = this.#options;
    const { incidentId } = seen;
    const found = await incidents.find(incidentId);
    if (!found) return;
    const plan = await this.plan(seen, found, clock.now());
    await database.transaction(async tx => {
      const incident = await incidents.lock(tx, incidentId);
      const now = await findEscalation(tx, incidentId);
      if (incident?.status !== 'triggered' || !now || !isAlike(seen, now)) {
        return;
      }
      if (incident.severity !== found.severity) {
        await wakeups.at(tx, incidentId, clock.now());
        return;
      }
      await this.#run(tx, incident, now, plan);
    });
  }

  /** Pages the people of a step and sets when the escalation goes on. */
  async pageStep(
    tx: Tx,
    incident: IncidentRecord,
    policy: PolicySnapshot,
    at: Position,
    people: readonly NamedRef[],
    isReleased = false,
  ): Promise<void> {
    const { clock, wakeups } = this.#options;
    await this.pageFor(tx, incident, policy, at, people, isReleased);
    const next = standingAfter(policy, at, clock.now());
    await moveEscalation(tx, incident.id, {
      step: at.step,
      loop: at.loop,
      cutShort: false,
      ...next,
    });
    await wakeups.at(tx, incident.id, next.dueAt);
  }

  /**
   * Pages the people of a step.
   *
   * @param isReleased - it has waited for the end of maintenance: what waited with it on the same entity
   * reaches people as one message
   */
  async pageFor(
    tx: Tx,
    { id: incidentId, urgency, entity }: IncidentRecord,
    policy: PolicySnapshot,
    at: Position,
    people: readonly NamedRef[],
    isReleased = false,
  ): Promise<void> {
    if (people.length === 0) return;
    const step = policy.steps.at(at.step);
    const isLast = isCatchAll(policy, at);
    const multiAck = !isLast && step?.multiAck === true;
    if (multiAck) {
      await askEach(
        tx,
        incidentId,
        people.map(({ ref }) => ref),
      );
    }
    await this.#options.paging.page(tx, {
      incidentId,
      people: people.map(({ ref, name }) => ({ ref, name })),
      urgency: (isLast ? null : step?.urgency) ?? urgency,
      step: at.step + 1,
      loop: at.loop,
      why: isLast
        ? 'the catch-all: nobody else could be found or answered'
        : `step ${at.step + 1} of ${policy.name}`,
      ...(multiAck && { multiAck }),
      ...(isReleased && {
        // The minute tells this release from that of another window.
        bundle: `${entity.ref} after maintenance, ${iso(this.#options.clock.now()).slice(0, 16)}`,
      }),
    });
    if (!isLast && step?.pick === 'next' && policy.id !== null) {
      await takeStepTurn(tx, policy.id, at.step);
    }
  }

  /**
   * Sends learners their copies. As direct pages of low urgency they count for no step: whoever reads one has
   * not been reached, and is not responsible.
   */
  async copyTo(
    tx: Tx,
    { id: incidentId }: IncidentRecord,
    copies: readonly Copy[],
  ): Promise<void> {
    for (const { learner, follows } of copies) {
      await this.#options.paging.page(tx, {
        incidentId,
        people: [learner],
        urgency: 'low',
        step: null,
        loop: 0,
        why: `shadowing ${follows.map(({ name }) => name).join(' and ')}`,
        copyOf: follows,
      });
    }
  }

  /** Pages the next step as well, unless the person who is deep in something was backed up a moment ago. */
  async backUp(
    tx: Tx,
    { id: incidentId }: IncidentRecord,
    policy: PolicySnapshot,
    backup: Backup,
    paged: readonly NamedRef[],
  ): Promise<void> {
    const { incidents, paging, focus } = this.#options;
    if (!(await focus.take(tx, backup))) return;
    const { busy, people, at, minutes } = backup;
    const name = `step ${at.step + 1} of ${policy.name}`;
    const deep = `${busy.name} has been at ${incidents.nameOf(backup.incidentId)} for ${minutes} minutes`;
    await incidents.append(tx, incidentId, {
      kind: 'focus',
      actor: system,
      text: `${deep}, so ${name} is paged as well: ${people.map(one => one.name).join(', ')}`,
      data: {
        person: busy,
        incidentId: backup.incidentId,
        step: at.step + 1,
        people,
      },
    });
    await incidents.assign(tx, incidentId, [
      ...paged.map(one => ({ ref: one.ref, name: one.name })),
      ...people,
    ]);
    await paging.page(tx, {
      incidentId,
      people,
      urgency: 'high',
      step: at.step + 1,
      loop: at.loop,
      why: `${name}, ahead of its time: ${deep}`,
    });
  }

  async #run(
    tx: Tx,
    incident: IncidentRecord,
    escalation: EscalationRecord,
    { move, backup, lastResort }: Plan,
  ): Promise<void> {
    const { incidents } = this.#options;
    const { policy, forced } = escalation;
    const isReleased = escalation.waitingFor === 'release';
    for (const { step, loop, because } of move.passed) {
      await incidents.append(tx, incident.id, {
        kind: 'escalated',
        actor: system,
        text: `Step ${step + 1} of ${policy.name} ${because}, so it was passed over`,
        data: { step: step + 1, loop, passed: true },
      });
    }
    if (move.kind === 'wait') {
      await this.#wait(tx, incident, escalation, move);
      return;
    }
    const { at } = move;
    if (move.kind === 'catch-all') {
      await incidents.append(tx, incident.id, {
        kind: 'exhausted',
        actor: system,
        text: `Nobody answered and ${policy.name} has run out. ${lastResort.text}`,
        data: { step: at.step + 1, loop: at.loop },
      });
      await incidents.markUnanswered(tx, incident.id);
      if (lastResort.people.length > 0) {
        await incidents.assign(tx, incident.id, lastResort.people);
      }
      await this.pageStep(
        tx,
        incident,
        policy,
        at,
        lastResort.people,
        isReleased,
      );
      return;
    }
    await incidents.append(tx, incident.id, {
      kind: 'escalated',
      actor: system,
      text: stepSentence(escalation, at, move.people.length > 0),
      data: {
        step: at.step + 1,
        loop: at.loop,
        ...(forced && { forced }),
        ...(move.people.length === 0 && { nobody: true }),
      },
    });
    if (move.people.length > 0) {
      await incidents.assign(tx, incident.id, move.people);
    }
    await this.pageStep(tx, incident, policy, at, move.people, isReleased);
    await this.copyTo(tx, incident, copiesOf(move.people));
    if (backup) {
      await this.backUp(tx, incident, policy, backup, move.people);
    }
  }

  /** Lets a step wait, and says so once. */
  async #wait(
    tx: Tx,
    incident: IncidentRecord,
    escalation: EscalationRecord,
    move: Move<Reached> & { kind: 'wait' },
  ): Promise<void> {
    const { clock, incidents, arrivals, wakeups } = this.#options;
    const { policy } = escalation;
    const last = move.passed.at(-1) ?? escalation;
    const isNews =
      escalation.waitingFor !== move.waitsFor ||
      escalation.step !== last.step ||
      escalation.loop !== last.loop;
    if (isNews) {
      await incidents.append(tx, incident.id, waitingEntry(policy, move));
    }
    await moveEscalation(tx, incident.id, {
      step: last.step,
      loop: last.loop,
      state: 'running',
      waitingFor: move.waitsFor,
      dueAt: move.until,
    });
    await wakeups.at(tx, incident.id, move.until);
    // Now that the row is ours, alerts that came while this was planned can be seen.
    const alerts = policy.steps[move.at.step]?.condition.alerts;
    if (move.waitsFor !== 'alerts' || !alerts) return;
    const now = clock.now();
    const alertsWithin = await arrivals.countFor(tx, escalation, now);
    if (alertsWithin(alerts.withinMinutes) > alerts.count) {
      await moveEscalation(tx, incident.id, {
        waitingFor: 'alerts',
        dueAt: now,
      });
      await wakeups.at(tx, incident.id, now);
    }
  }
}

/** How an escalation stands when the step at `at` has been paged. */
export function standingAfter(
  policy: PolicySnapshot,
  at: Position,
  now: Date,
): Pick<EscalationRecord, 'state' | 'dueAt'> {
  if (isCatchAll(policy, at)) return { state: 'exhausted', dueAt: null };
  return { state: 'running', dueAt: addMinutes(now, delayAfter(policy, at)) };
}

/** A step waits, on the timeline. */
export function waitingEntry(
  policy: PolicySnapshot,
  {
    at,
    waitsFor,
    until,
  }: {
    at: Position;
    waitsFor: 'hours' | 'alerts';
    until: Date | null;
  },
): {
  kind: 'waiting';
  actor: Actor;
  text: string;
  data: Record<string, unknown>;
} {
  const alerts = policy.steps[at.step]?.condition.alerts;
  return {
    kind: 'waiting',
    actor: system,
    text:
      waitsFor === 'hours' && until
        ? `Step ${at.step + 1} of ${policy.name} waits for its hours, which begin ${iso(until).slice(0, 16).replace('T', ' ')} UTC`
        : `Step ${at.step + 1} of ${policy.name} waits for more than ${alerts?.count} alerts within ${alerts?.withinMinutes} minutes`,
    data: {
      step: at.step + 1,
      loop: at.loop,
      for: waitsFor,
      until: until && iso(until),
    },
  };
}

function stepSentence(
  { policy, step, forced }: EscalationRecord,
  at: Position,
  reachesSomebody: boolean,
): string {
  const name = `step ${at.step + 1} of ${policy.name}`;
  const words =
    step < 0
      ? `Escalation begins with ${name}`
      : `${forced ? 'Escalated' : 'Nobody answered: escalated'} to ${name}`;
  return reachesSomebody
    ? words
    : `${words}, which reaches nobody now; the next follows in its time`;
}

const isAlike = (seen: EscalationRecord, now: EscalationRecord): boolean =>
  now.state === seen.state &&
  now.step === seen.step &&
  now.loop === seen.loop &&
  now.suspended === seen.suspended &&
  now.forced === seen.forced &&
  now.dueAt?.getTime() === seen.dueAt?.getTime();
