import { ConflictError } from '@backstage/errors';
import { Actor } from '@muster/backstage-plugin-incidents-common';
import { IncidentSubscriber } from '../../incidents/ports';
import { IncidentRecord, Incidents } from '../../incidents/service';
import { addMinutes, Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { PostmortemRecord } from '../model';
import { findOfIncident } from '../store';
import { Openings, PlannedOpening } from './Openings';
import { Rulings } from './Rulings';
import { SeverityFollower } from './SeverityFollower';

/** Entries after which an incident may need a postmortem. */
const telling: readonly string[] = ['resolved', 'severity-changed'];
/** Older ones are let be: an old incident is followed from its beginning when something is written on it again. */
const latestDays = 30;

/**
 * Opens the postmortem of an incident: by itself when an incident that needs one is resolved, or turns out to be worse
 * after that; and by hand.
 */
export class Opener implements IncidentSubscriber {
  readonly name = 'postmortems';
  readonly #options: {
    database: Database;
    clock: Clock;
    incidents: Incidents;
    openings: Openings;
    rulings: Rulings;
    severities: SeverityFollower;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    incidents: Incidents;
    openings: Openings;
    rulings: Rulings;
    severities: SeverityFollower;
  }) {
    this.#options = options;
  }

  async changed({
    incidentId,
    fromSeq,
    toSeq,
  }: {
    incidentId: number;
    fromSeq: number;
    toSeq: number;
  }): Promise<void> {
    const { clock, incidents } = this.#options;
    const since = addMinutes(clock.now(), -latestDays * 24 * 60);
    const entries = await incidents.entries(incidentId, fromSeq, toSeq);
    const tells = entries.some(
      ({ kind, at }) => telling.includes(kind) && new Date(at) > since,
    );
    if (tells) await this.consider(incidentId);
  }

  /** Opens the postmortem of a resolved incident that needs one, or has the one that there is follow it. */
  async consider(incidentId: number): Promise<void> {
    const { database, incidents, openings, rulings, severities } =
      this.#options;
    const incident = await incidents.find(incidentId);
    if (!incident || incident.resolvedAt === null) return;
    const ruling = await rulings.about(incident.entity.ref);
    if (await findOfIncident(database.knex, incidentId)) {
      await severities.follow(incidentId, ruling);
      return;
    }
    if (ruling(incident.severity).rule !== 'required') return;
    const planned = await openings.plan(incident, ruling, {});
    await database.transaction(tx => planned.open(tx));
  }

  /** Prepares to open it by hand, whatever the rules say. @throws InputError for an unknown template */
  async plan(
    incident: IncidentRecord,
    by: Actor,
    templateId?: string,
  ): Promise<PlannedOpening> {
    const { openings, rulings } = this.#options;
    const ruling = await rulings.about(incident.entity.ref);
    return openings.plan(incident, ruling, { by, templateId });
  }

  /**
   * Opens it by hand; answers the one that there is.
   *
   * @throws ConflictError while the incident goes on; InputError for an unknown template
   */
  async begin(
    incident: IncidentRecord,
    by: Actor,
    templateId?: string,
  ): Promise<PostmortemRecord> {
    const { database } = this.#options;
    const earlier = await findOfIncident(database.knex, incident.id);
    if (earlier) return earlier;
    if (incident.resolvedAt === null) throw this.#goesOn(incident);
    const planned = await this.plan(incident, by, templateId);
    const opened = await database.transaction(tx => planned.open(tx));
    if (!opened) throw this.#goesOn(incident);
    return opened.record;
  }

  #goesOn({ id }: IncidentRecord): ConflictError {
    return new ConflictError(
      `${this.#options.incidents.nameOf(id)} is not resolved; its postmortem begins when it is over`,
    );
  }
}
