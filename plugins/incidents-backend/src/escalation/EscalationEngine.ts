import {
  Actor,
  IncidentDetail,
  NamedRef,
  PolicySnapshot,
} from '@muster/backstage-plugin-incidents-common';
import { Copy, EscalationReaction, Responsibility } from '../incidents/ports';
import { IncidentRecord, Incidents, system } from '../incidents/service';
import { PageOutcome, Paging } from '../paging/service';
import { addMinutes, addSeconds, Clock } from '../platform/clock';
import { Database, iso, Tx } from '../platform/database';
import { WorkQueue } from '../work/service';
import {
  copiesOf,
  delayAfter,
  firstReaching,
  isCatchAll,
  nextPosition,
  Position,
  Skipped,
} from './model';
import { ResponsibilityFinder } from './ResponsibilityFinder';
import {
  dueAfter,
  EscalationRecord,
  findEscalation,
  insertEscalation,
  moveDue,
  moveEscalation,
  overdue,
  takeTurn,
} from './store';

const stepKind = 'escalation.step';
const keyOf = (incidentId: number): string => `escalation:${incidentId}`;
/** A wake-up this late has been lost; the sweep repairs it. */
const lateSeconds = 2;

/** Whether and when an escalation goes on. */
type Standing = Pick<EscalationRecord, 'state' | 'dueAt'>;
/** Nobody is paged, so nothing follows until somebody raises the severity. */
const held: Standing = { state: 'held', dueAt: null };

/** Minutes until a policy goes on from the catch-all, when the incident is reassigned there. */
const afterCatchAllMinutes = 5;
/** The longest that an escalation waits where it stands, in minutes. */
const longestWait = ({ policy, step, loop }: EscalationRecord): number =>
  delayAfter(policy, { step, loop }) || afterCatchAllMinutes;

/** What the next step of an escalation will do, found outside its transaction. */
interface Plan {
  readonly at: Position;
  readonly people: readonly NamedRef[];
  readonly copies: readonly Copy[];
  readonly skipped: readonly Skipped[];
  readonly lastResortText: string;
}

/**
 * Runs escalations. The truth is `due_at` in our table; a job is only the wake-up. Each step is one
 * transaction: position, timeline, assigned people and pages together.
 */
export class EscalationEngine implements EscalationReaction, PageOutcome {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #work: WorkQueue;
  readonly #incidents: Incidents;
  readonly #paging: Paging;
  readonly #finder: ResponsibilityFinder;

  constructor(options: {
    database: Database;
    clock: Clock;
    work: WorkQueue;
    incidents: Incidents;
    paging: Paging;
    finder: ResponsibilityFinder;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#work = options.work;
    this.#incidents = options.incidents;
    this.#paging = options.paging;
    this.#finder = options.finder;
    this.#work.handle(stepKind, data => this.runDue(Number(data.incidentId)));
    this.#work.sweep('escalation', () => this.#wakeOverdue());
  }

  async opened(
    tx: Tx,
    incident: IncidentRecord,
    found: Responsibility,
    paging: boolean,
  ): Promise<void> {
    const { policy, firstStep } = found;
    const at: Position = { step: firstStep, loop: 0 };
    const next = paging ? this.#afterStep(policy, at) : held;
    await insertEscalation(tx, {
      incidentId: incident.id,
      policy,
      ...at,
      ...next,
    });
    if (paging) {
      await this.#pageFor(tx, incident, policy, at, found.assigned);
      await this.#copyTo(tx, incident, found.copies);
      await this.#wakeAt(tx, incident.id, next.dueAt, { isNewKey: true });
    }
    // Last, since it locks a row that all new incidents of the owner want.
    if (policy.id === null && incident.owner) {
      await takeTurn(tx, incident.owner.ref);
    }
  }

  async acknowledged(
    tx: Tx,
    incident: IncidentRecord,
    by: Actor,
  ): Promise<void> {
    await this.#stop(tx, incident.id, `acknowledged by ${by.name}`);
  }

  async resolved(tx: Tx, incident: IncidentRecord): Promise<void> {
    await this.#stop(tx, incident.id, 'the incident is resolved');
  }

  async reassigned(
    tx: Tx,
    incident: IncidentRecord,
    people: readonly NamedRef[],
    by: Actor,
  ): Promise<void> {
    await this.#paging.cancel(tx, incident.id, `reassigned by ${by.name}`);
    await this.#paging.page(tx, {
      incidentId: incident.id,
      people,
      urgency: incident.urgency,
      step: null,
      loop: 0,
      why: `reassigned to you by ${by.name}`,
    });
    const escalation = await findEscalation(tx, incident.id);
    if (!escalation || escalation.state === 'exhausted') return;
    // Whoever it was given to may sleep through it: the policy goes on from here if they do.
    await this.#continueAfter(tx, incident.id, longestWait(escalation));
  }

  async escalateNow(tx: Tx, incident: IncidentRecord): Promise<string> {
    const name = this.#incidents.nameOf(incident.id);
    const escalation = await findEscalation(tx, incident.id);
    if (!escalation) return `${name} has no policy to escalate by`;
    await this.#continueAfter(tx, incident.id, 0);
    const next = nextPosition(escalation.policy, escalation);
    return isCatchAll(escalation.policy, next)
      ? `${name} is escalated to the catch-all`
      : `${name} is escalated to step ${next.step + 1} of ${escalation.policy.name}`;
  }

  async urgencyRaised(tx: Tx, incident: IncidentRecord): Promise<void> {
    const escalation = await findEscalation(tx, incident.id);
    if (!escalation) return;
    await this.#pageStep(
      tx,
      incident,
      escalation.policy,
      escalation,
      incident.assigned,
    );
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
        escalation.loop !== step.loop
      ) {
        return;
      }
      await this.#incidents.append(tx, incident.id, {
        kind: 'escalated',
        actor: system,
        text: `Every page of step ${step.step} failed, so the next step starts at once`,
        data: { ...step },
      });
      await this.#continueAfter(tx, incident.id, 0);
    });
  }

  /** What will happen next unless somebody acknowledges; null when nothing will. */
  async nextStep(incidentId: number): Promise<IncidentDetail['nextStep']> {
    const escalation = await findEscalation(this.#database.knex, incidentId);
    if (!escalation?.dueAt || escalation.state !== 'running') return null;
    const { at, people } = await this.#plan(escalation, escalation.dueAt);
    const names = people.map(({ name }) => name).join(', ') || 'nobody';
    return {
      at: iso(escalation.dueAt),
      step: at.step + 1,
      text: isCatchAll(escalation.policy, at)
        ? `the catch-all: ${names}`
        : `${names}, step ${at.step + 1} of ${escalation.policy.name}`,
    };
  }

  /**
   * Runs the next step of an incident if it is due. After an outage one overdue step runs, and the
   * next delay counts from then. Safe to run twice: the second time finds it not due.
   */
  async runDue(incidentId: number): Promise<void> {
    const seen = await findEscalation(this.#database.knex, incidentId);
    if (!this.#isDue(seen)) return;
    // Who is on call is looked up before the transaction; should somebody else have moved the
    // escalation meanwhile, the check below sees it and leaves it to them.
    const plan = await this.#plan(seen, this.#clock.now());
    await this.#database.transaction(async tx => {
      const incident = await this.#incidents.lock(tx, incidentId);
      const now = await findEscalation(tx, incidentId);
      if (
        incident?.status !== 'triggered' ||
        !this.#isDue(now) ||
        now.step !== seen.step ||
        now.loop !== seen.loop
      ) {
        return;
      }
      await this.#runStep(tx, incident, now, plan);
    });
  }

  /**
   * Mends what waits longer than its step's delay: it was written before the database's clock was set
   * back. Safe on every replica at once, since a due time that was mended is in bounds.
   *
   * @returns how many
   */
  async bringForward(): Promise<number> {
    const now = this.#clock.now();
    const shortest = addMinutes(now, 1);
    let mended = 0;
    for (const seen of await dueAfter(this.#database.knex, shortest)) {
      const dueAt = addMinutes(now, longestWait(seen));
      if (seen.dueAt === null || seen.dueAt <= dueAt) continue;
      const isMine = await this.#database.transaction(async tx => {
        const moved = await moveDue(tx, seen, dueAt);
        if (moved) await this.#wakeAt(tx, seen.incidentId, dueAt);
        return moved;
      });
      if (isMine) mended += 1;
    }
    return mended;
  }

  async #runStep(
    tx: Tx,
    incident: IncidentRecord,
    escalation: EscalationRecord,
    { at, people, copies, skipped, lastResortText }: Plan,
  ): Promise<void> {
    const { policy } = escalation;
    for (const { step } of skipped) {
      await this.#incidents.append(tx, incident.id, {
        kind: 'escalated',
        actor: system,
        text: `Step ${step + 1} of ${policy.name} reaches nobody now, so it was passed over`,
        data: { step: step + 1 },
      });
    }
    const exhausted = isCatchAll(policy, at);
    await this.#incidents.append(tx, incident.id, {
      kind: exhausted ? 'exhausted' : 'escalated',
      actor: system,
      text: exhausted
        ? `Nobody answered and ${policy.name} has run out. ${lastResortText}`
        : `Nobody answered: escalated to step ${at.step + 1} of ${policy.name}`,
      data: { step: at.step + 1, loop: at.loop },
    });
    if (exhausted) await this.#incidents.markUnanswered(tx, incident.id);
    if (people.length > 0) {
      await this.#incidents.assign(tx, incident.id, people);
    }
    await this.#pageStep(tx, incident, policy, at, people);
    await this.#copyTo(tx, incident, copies);
  }

  /**
   * Sends learners their copies. As direct pages of low urgency they count for no step: whoever reads one has
   * not been reached, and is not responsible.
   */
  async #copyTo(
    tx: Tx,
    { id: incidentId }: IncidentRecord,
    copies: readonly Copy[],
  ): Promise<void> {
    for (const { learner, follows } of copies) {
      await this.#paging.page(tx, {
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

  /** Pages the people of a step and sets when the escalation goes on. */
  async #pageStep(
    tx: Tx,
    incident: IncidentRecord,
    policy: PolicySnapshot,
    at: Position,
    people: readonly NamedRef[],
  ): Promise<void> {
    await this.#pageFor(tx, incident, policy, at, people);
    const next = this.#afterStep(policy, at);
    await moveEscalation(tx, incident.id, { ...positionOf(at), ...next });
    await this.#wakeAt(tx, incident.id, next.dueAt);
  }

  #pageFor(
    tx: Tx,
    { id: incidentId, urgency }: IncidentRecord,
    policy: PolicySnapshot,
    at: Position,
    people: readonly NamedRef[],
  ): Promise<void> {
    return this.#paging.page(tx, {
      incidentId,
      people,
      urgency,
      step: at.step + 1,
      loop: at.loop,
      why: isCatchAll(policy, at)
        ? 'the catch-all: nobody else could be found or answered'
        : `step ${at.step + 1} of ${policy.name}`,
    });
  }

  /** How an escalation stands when the step at `at` has been paged. */
  #afterStep(policy: PolicySnapshot, at: Position): Standing {
    if (isCatchAll(policy, at)) return { state: 'exhausted', dueAt: null };
    const dueAt = addMinutes(this.#clock.now(), delayAfter(policy, at));
    return { state: 'running', dueAt };
  }

  async #continueAfter(
    tx: Tx,
    incidentId: number,
    minutes: number,
  ): Promise<void> {
    const dueAt = addMinutes(this.#clock.now(), minutes);
    await moveEscalation(tx, incidentId, { state: 'running', dueAt });
    await this.#wakeAt(tx, incidentId, dueAt);
  }

  /** Wakes the escalation when its next step is due; null: there is none. */
  async #wakeAt(
    tx: Tx,
    incidentId: number,
    dueAt: Date | null,
    key: { readonly isNewKey?: boolean } = {},
  ): Promise<void> {
    if (!dueAt) return;
    await this.#work.enqueue(tx, {
      kind: stepKind,
      key: keyOf(incidentId),
      data: { incidentId },
      runAt: dueAt,
      ...key,
    });
  }

  async #stop(tx: Tx, incidentId: number, reason: string): Promise<void> {
    await moveEscalation(tx, incidentId, { state: 'stopped', dueAt: null });
    await this.#work.cancel(tx, keyOf(incidentId));
    await this.#paging.cancel(tx, incidentId, reason);
  }

  async #plan(escalation: EscalationRecord, when: Date): Promise<Plan> {
    const { policy } = escalation;
    const found = await firstReaching(
      policy,
      nextPosition(policy, escalation),
      step => this.#finder.peopleOf(step, when),
    );
    if (!isCatchAll(policy, found.at)) {
      return {
        ...found,
        people: found.people.map(({ ref, name }) => ({ ref, name })),
        copies: copiesOf(found.people),
        lastResortText: '',
      };
    }
    const { people, text } = await this.#finder.lastResort();
    return { ...found, people, copies: [], lastResortText: text };
  }

  #isDue(
    escalation: EscalationRecord | undefined,
  ): escalation is EscalationRecord {
    return (
      escalation?.state === 'running' &&
      escalation.dueAt !== null &&
      escalation.dueAt <= this.#clock.now()
    );
  }

  async #wakeOverdue(): Promise<number> {
    const before = addSeconds(this.#clock.now(), -lateSeconds);
    const late = await overdue(this.#database.knex, before, 200);
    if (late.length === 0) return 0;
    await this.#database.transaction(async tx => {
      for (const incidentId of late) {
        await this.#work.enqueue(tx, {
          kind: stepKind,
          key: keyOf(incidentId),
          data: { incidentId },
        });
      }
    });
    return late.length;
  }
}

const positionOf = ({ step, loop }: Position): Position => ({ step, loop });
