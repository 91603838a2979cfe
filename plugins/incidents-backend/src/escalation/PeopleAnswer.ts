import { Actor } from '@muster/backstage-plugin-incidents-common';
import { IncidentRecord } from '../incidents/service';
import { Paging } from '../paging/service';
import { Clock } from '../platform/clock';
import { Tx } from '../platform/database';
import { noteAcknowledged } from './askedStore';
import { QuietWatch } from './QuietWatch';
import { findEscalation, moveEscalation } from './store';
import { Wakeups } from './Wakeups';

interface Options {
  readonly clock: Clock;
  readonly paging: Paging;
  readonly quiet: QuietWatch;
  readonly wakeups: Wakeups;
}

/** What an acknowledgement, a snooze and the answer to a question do to an escalation. */
export class PeopleAnswer {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** As `EscalationReaction.acknowledged`. */
  async acknowledged(
    tx: Tx,
    incident: IncidentRecord,
    by: Actor,
  ): Promise<void> {
    const { clock, paging, quiet, wakeups } = this.#options;
    const personRef = personOf(by);
    if (personRef !== undefined) {
      await noteAcknowledged(tx, incident.id, personRef, clock.now());
    }
    const escalation = await findEscalation(tx, incident.id);
    if (escalation) {
      const standing = quiet.standing(escalation.policy, incident);
      await moveEscalation(tx, incident.id, standing);
      if (standing.dueAt) {
        await wakeups.at(tx, incident.id, standing.dueAt);
      } else await wakeups.cancel(tx, incident.id);
    }
    await paging.cancel(
      tx,
      incident.id,
      `acknowledged by ${by.name}`,
      personRef === undefined ? undefined : { acknowledgedBy: personRef },
    );
  }

  /** As `EscalationReaction.acknowledgedToo`. */
  async acknowledgedToo(
    tx: Tx,
    incident: IncidentRecord,
    by: Actor,
  ): Promise<'page' | 'own-pages' | 'question' | undefined> {
    const { clock, paging, quiet } = this.#options;
    const personRef = personOf(by);
    if (personRef === undefined) return undefined;
    const isHolder = incident.acknowledgedBy?.ref === personRef;
    if (isHolder || incident.assigned.some(({ ref }) => ref === personRef)) {
      if (await quiet.answered(tx, incident, by)) return 'question';
    }
    const wasAsked = await noteAcknowledged(
      tx,
      incident.id,
      personRef,
      clock.now(),
    );
    if (!wasAsked) return undefined;
    await paging.cancel(tx, incident.id, `acknowledged by ${by.name}`, {
      personRefs: [personRef],
    });
    const escalation = await findEscalation(tx, incident.id);
    return escalation?.policy.steps[escalation.step]?.multiAck
      ? 'page'
      : 'own-pages';
  }

  /** As `EscalationReaction.snoozed`. */
  async snoozed(
    tx: Tx,
    incident: IncidentRecord,
    until: Date,
    by: Actor,
  ): Promise<void> {
    const { clock, paging, wakeups } = this.#options;
    const personRef = personOf(by);
    if (personRef !== undefined) {
      await noteAcknowledged(tx, incident.id, personRef, clock.now());
    }
    await paging.cancel(tx, incident.id, `snoozed by ${by.name}`, {
      acknowledgedBy: by.ref,
    });
    await moveEscalation(tx, incident.id, { state: 'snoozed', dueAt: until });
    await wakeups.at(tx, incident.id, until);
  }

  /** As `EscalationReaction.confirmed`. */
  confirmed(tx: Tx, incident: IncidentRecord, by: Actor): Promise<boolean> {
    return this.#options.quiet.answered(tx, incident, by);
  }
}

const personOf = ({ kind, ref }: Actor): string | undefined =>
  kind === 'person' && ref !== null ? ref : undefined;
