import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Alerts } from '../../../alerts/service';
import { Directory } from '../../../directory/service';
import { IncidentRecord, Incidents } from '../../../incidents/service';
import { addMinutes, Clock } from '../../../platform/clock';
import { Recorded, startOf } from './drawn';

/** Changes so long before the beginning may have to do with it. */
const minutesBefore = 2 * 60;

/** What reading recordings needs. */
export interface RecordingsOptions {
  readonly clock: Clock;
  readonly directory: Directory;
  readonly incidents: Pick<Incidents, 'timelinesOf' | 'nameOf'>;
  readonly alerts: Pick<Alerts, 'timesOf' | 'changesBetween'>;
}

/** Reads what was recorded of incidents, outside of any transaction. */
export class Recordings {
  readonly #options: RecordingsOptions;

  constructor(options: RecordingsOptions) {
    this.#options = options;
  }

  /** Timeline, alerts, and changes of the entity and of what it depends on. */
  async of(incident: IncidentRecord): Promise<Recorded> {
    const { clock, directory, incidents, alerts: book } = this.#options;
    const [timelines, alerts, entity] = await Promise.all([
      incidents.timelinesOf([incident.id]),
      book.timesOf(incident.id),
      directory.known(incident.entity.ref),
    ]);
    const changes = await book.changesBetween(
      [incident.entity.ref, ...(entity?.dependsOnRefs ?? [])],
      addMinutes(startOf({ incident, alerts }), -minutesBefore),
      incident.resolvedAt ?? clock.now(),
    );
    return {
      incident,
      name: incidents.nameOf(incident.id),
      entries: timelines.get(incident.id) ?? [],
      alerts,
      changes,
    };
  }
}

/** Everybody who took part, as far as it was recorded: assigned, responders, and whoever did something. */
export function participantsOf({ incident, entries }: Recorded): NamedRef[] {
  const acted = entries.flatMap(({ actor: { kind, ref, name } }) =>
    kind === 'person' && ref !== null ? [{ ref, name }] : [],
  );
  const all = [...incident.assigned, ...incident.responders, ...acted];
  return [...new Map(all.map(person => [person.ref, person])).values()];
}
