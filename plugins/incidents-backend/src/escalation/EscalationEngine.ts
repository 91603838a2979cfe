import {
  Actor,
  IncidentDetail,
  NamedRef,
  PolicySnapshot,
  Urgency,
} from '@muster/backstage-plugin-incidents-common';
import { EscalationReaction, Responsibility } from '../incidents/ports';
import { IncidentRecord, Incidents, system } from '../incidents/service';
import { PageOutcome, Paging } from '../paging/service';
import { Clock } from '../platform/clock';
import { Database, iso, Tx } from '../platform/database';
import { WorkQueue } from '../work/service';
import { Arrivals } from './Arrivals';
import { deleteArrivals } from './arrivalStore';
import { askEach, forgetAsked } from './askedStore';
import { Course } from './Course';
import { Focus } from './Focus';
import { MaintenanceHold } from './MaintenanceHold';
import { isCatchAll, longestDelay, nextPosition } from './model';
import { beginning } from './moves';
import { Opening } from './Opening';
import { PeopleAnswer } from './PeopleAnswer';
import { QuietWatch } from './QuietWatch';
import { ResponsibilityFinder } from './ResponsibilityFinder';
import { StepRunner } from './StepRunner';
import { EscalationRecord, findEscalation, moveEscalation } from './store';
import { Wakeups } from './Wakeups';

/**
 * Runs escalations. The truth is `due_at` in our table; a job is only the wake-up. Each step is one
 * transaction: position, timeline, assigned people and pages together.
 */
export class EscalationEngine implements EscalationReaction, PageOutcome {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #incidents: Incidents;
  readonly #paging: Paging;
  readonly #finder: ResponsibilityFinder;
  readonly #arrivals: Arrivals;
  readonly #steps: StepRunner;
  readonly #quiet: QuietWatch;
  readonly #wakeups: Wakeups;
  readonly #course: Course;
  readonly #opening: Opening;
  readonly #people: PeopleAnswer;
  readonly #maintenance: MaintenanceHold;

  constructor(options: {
    database: Database;
    clock: Clock;
    work: WorkQueue;
    incidents: Incidents;
    paging: Paging;
    finder: ResponsibilityFinder;
    focus: Focus;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#incidents = options.incidents;
    this.#paging = options.paging;
    this.#finder = options.finder;
    this.#wakeups = new Wakeups(options);
    const wakeups = this.#wakeups;
    this.#arrivals = new Arrivals({ ...options, wakeups });
    this.#steps = new StepRunner({
      ...options,
      wakeups,
      arrivals: this.#arrivals,
    });
    const steps = this.#steps;
    this.#quiet = new QuietWatch({ ...options, wakeups });
    this.#course = new Course({ ...options, wakeups });
    this.#opening = new Opening({ ...options, steps, wakeups });
    this.#people = new PeopleAnswer({
      ...options,
      quiet: this.#quiet,
      wakeups,
    });
    this.#maintenance = new MaintenanceHold({ ...options, steps, wakeups });
    this.#wakeups.register(incidentId => this.runDue(incidentId));
  }

  opened(
    tx: Tx,
    incident: IncidentRecord,
    found: Responsibility,
    paging: boolean,
  ): Promise<void> {
    return this.#opening.opened(tx, incident, found, paging);
  }

  acknowledged(tx: Tx, incident: IncidentRecord, by: Actor): Promise<void> {
    return this.#people.acknowledged(tx, incident, by);
  }

  acknowledgedToo(
    tx: Tx,
    incident: IncidentRecord,
    by: Actor,
  ): Promise<'page' | 'own-pages' | 'question' | undefined> {
    return this.#people.acknowledgedToo(tx, incident, by);
  }

  snoozed(
    tx: Tx,
    incident: IncidentRecord,
    until: Date,
    by: Actor,
  ): Promise<void> {
    return this.#people.snoozed(tx, incident, until, by);
  }

  confirmed(tx: Tx, incident: IncidentRecord, by: Actor): Promise<boolean> {
    return this.#people.confirmed(tx, incident, by);
  }

  held(tx: Tx, incident: IncidentRecord): Promise<void> {
    return this.#maintenance.held(tx, incident);
  }

  released(tx: Tx, incident: IncidentRecord): Promise<void> {
    return this.#maintenance.released(tx, incident);
  }

  async resolved(tx: Tx, incident: IncidentRecord): Promise<void> {
    await moveEscalation(tx, incident.id, { state: 'stopped', dueAt: null });
    await this.#wakeups.cancel(tx, incident.id);
    await this.#paging.cancel(tx, incident.id, 'the incident is resolved');
    await deleteArrivals(tx, incident.id);
    await forgetAsked(tx, incident.id);
  }

  async reassigned(
    tx: Tx,
    incident: IncidentRecord,
    people: readonly NamedRef[],
    by: Actor,
  ): Promise<void> {
    await this.#paging.cancel(tx, incident.id, `reassigned by ${by.name}`);
    if (!incident.held) {
      await this.#paging.page(tx, {
        incidentId: incident.id,
        people,
        urgency: incident.urgency,
        step: null,
        loop: 0,
        why: `reassigned to you by ${by.name}`,
      });
    }
    const escalation = await findEscalation(tx, incident.id);
    if (!escalation || escalation.state === 'exhausted') return;
    // Whoever it was given to may sleep through it: the policy goes on from here if they do.
    await this.#course.goOn(tx, incident.id, {
      minutes: longestDelay(escalation.policy, escalation),
    });
  }

  async whyNotEscalate(
    tx: Tx,
    incident: IncidentRecord,
  ): Promise<string | undefined> {
    const name = this.#incidents.nameOf(incident.id);
    if (incident.held) {
      return `${name} is held by maintenance (${incident.held.reason}), so nobody is paged before it ends`;
    }
    const escalation = await findEscalation(tx, incident.id);
    return escalation && escalation.policy.steps.length > 0
      ? undefined
      : `${name} has no steps to escalate by; page people directly, or reassign it`;
  }

  async escalateNow(tx: Tx, incident: IncidentRecord): Promise<string> {
    const name = this.#incidents.nameOf(incident.id);
    const escalation = await findEscalation(tx, incident.id);
    if (!escalation) return `${name} has no policy to escalate by`;
    await this.#course.goOn(tx, incident.id, { minutes: 0, forced: true });
    const next = nextPosition(escalation.policy, escalation);
    return isCatchAll(escalation.policy, next)
      ? `${name} is escalated to the catch-all`
      : `${name} is escalated to step ${next.step + 1} of ${escalation.policy.name}`;
  }

  async urgencyRaised(tx: Tx, incident: IncidentRecord): Promise<void> {
    const escalation = await findEscalation(tx, incident.id);
    if (!escalation) return;
    if (escalation.state === 'held') {
      await this.#course.beginAnew(tx, incident.id);
    } else if (escalation.waitingFor || escalation.step < 0) {
      // Perhaps another step applies now.
      await this.#course.goOn(tx, incident.id, { minutes: 0 });
    } else if (escalation.suspended) {
      await moveEscalation(tx, incident.id, { cutShort: true });
    } else {
      await this.#steps.pageStep(
        tx,
        incident,
        escalation.policy,
        escalation,
        incident.assigned,
      );
    }
  }

  async pagedDirectly(
    tx: Tx,
    incident: IncidentRecord,
    people: readonly NamedRef[],
    urgency: Urgency,
    by: Actor,
  ): Promise<void> {
    // Whoever is wanted by name is paged on until they acknowledge themselves.
    await askEach(
      tx,
      incident.id,
      people.map(({ ref }) => ref),
    );
    await this.#paging.page(tx, {
      incidentId: incident.id,
      people,
      urgency,
      step: null,
      loop: 0,
      why: `paged by ${by.name}`,
      multiAck: true,
    });
  }

  async reattached(
    tx: Tx,
    incident: IncidentRecord,
    policy: PolicySnapshot,
  ): Promise<boolean> {
    const escalation = await findEscalation(tx, incident.id);
    if (!escalation || isSame(escalation.policy, policy)) return false;
    if (incident.status === 'triggered' && escalation.state !== 'held') {
      await this.#course.beginAnew(tx, incident.id, policy);
      return true;
    }
    // Somebody has it: nothing happens now, and what happens later begins with the first step.
    const { state, dueAt } =
      incident.status === 'acknowledged' && escalation.state !== 'snoozed'
        ? this.#quiet.standing(policy, incident)
        : escalation;
    await moveEscalation(tx, incident.id, {
      policy,
      ...beginning,
      state,
      dueAt,
    });
    await this.#wakeups.at(tx, incident.id, dueAt);
    return true;
  }

  /** Alerts or repeats have arrived for incidents. */
  alertsArrived(
    tx: Tx,
    alerts: readonly { readonly incidentId: number; readonly count: number }[],
  ): Promise<void> {
    return this.#arrivals.arrived(tx, alerts);
  }

  async reachedNobody(step: {
    incidentId: number;
    step: number;
    loop: number;
  }): Promise<void> {
    await this.#database.transaction(async tx => {
      const incident = await this.#incidents.lock(tx, step.incidentId);
      const escalation = await findEscalation(tx, step.incidentId);
      if (
        incident?.status !== 'triggered' ||
        escalation?.state !== 'running' ||
        escalation.step !== step.step - 1 ||
        escalation.loop !== step.loop ||
        escalation.waitingFor ||
        escalation.policy.steps[escalation.step]?.whenNobody === 'wait'
      ) {
        return;
      }
      await this.#incidents.append(tx, incident.id, {
        kind: 'escalated',
        actor: system,
        text: `Every page of step ${step.step} failed, so the next step starts at once`,
        data: { ...step, failed: true },
      });
      await this.#course.goOn(tx, incident.id, { minutes: 0 });
    });
  }

  /** Whether the people who have an incident are asked, and nobody has said, whether they are at it. */
  async asks(incidentId: number): Promise<boolean> {
    const escalation = await findEscalation(this.#database.knex, incidentId);
    return (
      escalation?.state === 'watching' && escalation.unansweredSince !== null
    );
  }

  /** Whether something else is in force for its entity than what an open incident goes by. */
  async hasOtherPolicy({ id, entity }: IncidentRecord): Promise<boolean> {
    const escalation = await findEscalation(this.#database.knex, id);
    if (!escalation) return false;
    const { policy } = escalation;
    const inForce = await this.#finder.policyOf(entity.ref);
    return !(
      isSame(policy, inForce) ||
      (takesTurns(policy) && takesTurns(inForce))
    );
  }

  /** What will happen next unless somebody acknowledges; null when nothing will. */
  async nextStep(incidentId: number): Promise<IncidentDetail['nextStep']> {
    const escalation = await findEscalation(this.#database.knex, incidentId);
    if (!escalation?.dueAt || escalation.state !== 'running') return null;
    const incident = await this.#incidents.get(incidentId);
    const at = incident.held?.until ?? escalation.dueAt;
    const { move, lastResort } = await this.#steps.plan(
      escalation,
      incident,
      at,
    );
    const step = move.at.step + 1;
    const named = (people: readonly NamedRef[]) =>
      people.map(({ name }) => name).join(', ') || 'nobody';
    const policy = escalation.policy.name;
    switch (move.kind) {
      case 'catch-all':
        return {
          at: iso(at),
          step,
          text: `the catch-all: ${named(lastResort.people)}`,
        };
      case 'wait':
        return {
          at: iso(move.until ?? at),
          step,
          text:
            move.waitsFor === 'hours'
              ? `step ${step} of ${policy}, when its hours begin`
              : `step ${step} of ${policy}, when more alerts have come`,
        };
      default:
        return {
          at: iso(at),
          step,
          text: `${named(move.people)}, step ${step} of ${policy}`,
        };
    }
  }

  /**
   * Does for an incident what is due. After an outage one overdue step runs, and the next delay counts from
   * then. Safe to run twice: the second time finds nothing due.
   */
  async runDue(incidentId: number): Promise<void> {
    const seen = await findEscalation(this.#database.knex, incidentId);
    if (!seen?.dueAt || seen.dueAt > this.#clock.now()) return;
    switch (seen.state) {
      case 'running':
        if (!seen.suspended) await this.#steps.runDue(seen);
        break;
      case 'watching':
        await this.#quiet.runDue(seen);
        break;
      case 'snoozed':
        await this.#wakeSnoozed(seen);
        break;
      default:
    }
  }

  /** As `Wakeups.bringForward`. */
  bringForward(): Promise<number> {
    return this.#wakeups.bringForward();
  }

  async #wakeSnoozed({ incidentId }: EscalationRecord): Promise<void> {
    await this.#database.transaction(async tx => {
      const incident = await this.#incidents.lock(tx, incidentId);
      const escalation = await findEscalation(tx, incidentId);
      if (
        incident?.status !== 'acknowledged' ||
        escalation?.state !== 'snoozed' ||
        !escalation.dueAt ||
        escalation.dueAt > this.#clock.now()
      ) {
        return;
      }
      await this.#incidents.escalating.triggerAgain(
        tx,
        incidentId,
        'The snooze is over, so the incident is triggered again',
      );
      await this.#course.beginAnew(tx, incidentId);
    });
  }
}

/** An implicit policy that pages others for each incident: that it does is no news. */
const takesTurns = ({ id, steps: [first] }: PolicySnapshot): boolean =>
  id === null && first !== undefined && first.targets.length > 1;

/** Whether two snapshots are of one version; implicit policies have none, and are compared as they are. */
const isSame = (a: PolicySnapshot, b: PolicySnapshot): boolean =>
  a.id === null || b.id === null
    ? JSON.stringify(a.steps) === JSON.stringify(b.steps)
    : a.id === b.id && a.version === b.version;
