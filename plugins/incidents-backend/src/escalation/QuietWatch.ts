import {
  Actor,
  PolicySnapshot,
} from '@muster/backstage-plugin-incidents-common';
import { IncidentRecord, Incidents, system } from '../incidents/service';
import { Paging } from '../paging/service';
import { addMinutes, Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { askEach, noteAcknowledged } from './askedStore';
import { beginning } from './moves';
import { quietMove } from './quiet';
import { EscalationRecord, findEscalation, moveEscalation } from './store';
import { Wakeups } from './Wakeups';

interface Options {
  readonly database: Database;
  readonly clock: Clock;
  readonly incidents: Incidents;
  readonly paging: Paging;
  readonly wakeups: Wakeups;
}

/** Asks the people who have an incident whether they are at it, when its policy says so and nothing happens. */
export class QuietWatch {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** How an escalation stands once somebody has the incident. */
  standing(
    { whenQuiet }: PolicySnapshot,
    { urgency }: IncidentRecord,
  ): Pick<EscalationRecord, 'state' | 'dueAt' | 'askedAt' | 'unansweredSince'> {
    const anew = { askedAt: null, unansweredSince: null };
    if (!whenQuiet || urgency !== 'high') {
      return { state: 'stopped', dueAt: null, ...anew };
    }
    const now = this.#options.clock.now();
    const dueAt = addMinutes(now, whenQuiet.askAfterMinutes);
    return { state: 'watching', dueAt, ...anew };
  }

  /** Asks, or triggers the incident again, if that is due. Safe to run twice. */
  async runDue({ incidentId }: EscalationRecord): Promise<void> {
    const { database, clock, incidents, wakeups } = this.#options;
    await database.transaction(async tx => {
      const incident = await incidents.lock(tx, incidentId);
      const now = clock.now();
      const escalation = await findEscalation(tx, incidentId);
      if (
        incident?.status !== 'acknowledged' ||
        escalation?.state !== 'watching' ||
        escalation.dueAt === null ||
        escalation.dueAt > now
      ) {
        return;
      }
      const { whenQuiet } = escalation.policy;
      if (!whenQuiet) return;
      const move = await this.#nextMove(tx, incident, escalation);
      if (move.at > now) {
        // Something has happened since; only now it is known how long that helps.
        await this.#next(tx, incidentId, move);
      } else if (move.kind === 'ask') {
        await this.#ask(tx, incident, whenQuiet.askAfterMinutes);
        const asked = {
          ...escalation,
          askedAt: now,
          unansweredSince: move.unansweredSince ?? now,
        };
        await this.#next(
          tx,
          incidentId,
          await this.#nextMove(tx, incident, asked),
          now,
        );
      } else {
        await incidents.escalating.triggerAgain(
          tx,
          incidentId,
          `Nobody has said within ${whenQuiet.triggerAfterMinutes} minutes that they are at it, so the incident is triggered again`,
        );
        await moveEscalation(tx, incidentId, {
          ...beginning,
          state: 'running',
          dueAt: now,
          askedAt: null,
          unansweredSince: null,
        });
        await wakeups.at(tx, incidentId, now);
      }
    });
  }

  /** Somebody is at it. False when nobody has asked. */
  async answered(
    tx: Tx,
    incident: IncidentRecord,
    by: Actor,
  ): Promise<boolean> {
    const { clock, paging } = this.#options;
    const escalation = await findEscalation(tx, incident.id);
    if (escalation?.state !== 'watching' || !escalation.unansweredSince) {
      return false;
    }
    const people = new Set(incident.assigned.map(({ ref }) => ref));
    if (by.ref !== null) people.add(by.ref);
    for (const ref of people) {
      await noteAcknowledged(tx, incident.id, ref, clock.now());
    }
    await paging.cancel(tx, incident.id, `${by.name} is at it`, {
      personRefs: [...people],
    });
    await this.#next(
      tx,
      incident.id,
      await this.#nextMove(tx, incident, {
        ...escalation,
        unansweredSince: null,
      }),
    );
    return true;
  }

  async #ask(tx: Tx, incident: IncidentRecord, minutes: number): Promise<void> {
    const { incidents, paging } = this.#options;
    const { id: incidentId, assigned } = incident;
    const names = assigned.map(({ name }) => name).join(', ');
    await incidents.append(tx, incidentId, {
      kind: 'asked-if-quiet',
      actor: system,
      text: `Nothing has happened for ${minutes} minutes: ${names || 'nobody'} ${assigned.length === 1 ? 'is' : 'are'} asked whether they are at it`,
      data: { people: assigned },
    });
    if (assigned.length === 0) return;
    await askEach(
      tx,
      incidentId,
      assigned.map(({ ref }) => ref),
    );
    await paging.page(tx, {
      incidentId,
      people: assigned,
      urgency: 'low',
      step: null,
      loop: 0,
      why: `are you at it? Nothing has happened for ${minutes} minutes`,
      multiAck: true,
    });
  }

  async #nextMove(
    tx: Tx,
    incident: IncidentRecord,
    escalation: EscalationRecord,
  ) {
    const { incidents, clock } = this.#options;
    const { whenQuiet } = escalation.policy;
    if (!whenQuiet) throw new Error('A policy without whenQuiet watches');
    const lastActivityAt =
      (await incidents.lastActivityAt(tx, incident.id)) ??
      incident.acknowledgedAt ??
      clock.now();
    return quietMove(whenQuiet, { ...escalation, lastActivityAt });
  }

  async #next(
    tx: Tx,
    incidentId: number,
    { at, unansweredSince }: { at: Date; unansweredSince: Date | null },
    askedAt?: Date,
  ): Promise<void> {
    await moveEscalation(tx, incidentId, {
      state: 'watching',
      dueAt: at,
      unansweredSince,
      ...(askedAt && { askedAt }),
    });
    await this.#options.wakeups.at(tx, incidentId, at);
  }
}
