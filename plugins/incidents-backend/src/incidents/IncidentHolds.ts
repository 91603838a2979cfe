import { Database, Tx } from '../platform/database';
import { IncidentLog } from './IncidentLog';
import { heldEntry, system } from './IncidentOpener';
import { IncidentRecord } from './model';
import { EscalationReaction, FindMaintenance, Maintenance } from './ports';
import { lockIncident, updateIncident } from './store';

/** What became of an incident when maintenance was looked at. */
export type Settled = 'held' | 'moved' | 'released' | 'unchanged';

/** Holds open incidents for maintenance and lets them go; each in one transaction with what escalation does. */
export class IncidentHolds {
  readonly #options: {
    database: Database;
    log: IncidentLog;
    findMaintenance: () => FindMaintenance | undefined;
    escalation: () => EscalationReaction;
  };

  constructor(options: {
    database: Database;
    log: IncidentLog;
    findMaintenance: () => FindMaintenance | undefined;
    escalation: () => EscalationReaction;
  }) {
    this.#options = options;
  }

  /**
   * Makes an open incident held or not, as the windows say now. Safe at any time, and to call twice.
   *
   * @param ending - what the timeline says when it is released, a whole sentence
   */
  settle(
    id: number,
    ending: (tx: Tx, incident: IncidentRecord) => Promise<string>,
  ): Promise<Settled> {
    const { database, findMaintenance } = this.#options;
    return database.transaction(async tx => {
      const incident = await lockIncident(database, tx, id);
      if (!incident || incident.status === 'resolved') return 'unchanged';
      const hold = await findMaintenance()?.holding(tx, incident.entity.ref);
      if (isSame(incident.held, hold)) return 'unchanged';
      await updateIncident(tx, id, {
        held_reason: hold?.reason ?? null,
        held_until: hold?.until ?? null,
      });
      const { log, escalation } = this.#options;
      if (!hold) {
        await log.append(tx, id, {
          kind: 'released',
          actor: system,
          text: await ending(tx, incident),
        });
        await escalation().released(tx, { ...incident, held: null });
        return 'released';
      }
      await log.append(tx, id, heldEntry(hold));
      if (incident.held) return 'moved';
      await escalation().held(tx, { ...incident, held: hold });
      return 'held';
    });
  }
}

const isSame = (
  before: Maintenance | null,
  now: Maintenance | undefined,
): boolean =>
  before === null || now === undefined
    ? before === null && now === undefined
    : before.reason === now.reason &&
      before.until.getTime() === now.until.getTime();
