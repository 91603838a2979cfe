import { Directory } from '../directory/service';
import { Incidents, subjectOf } from '../incidents/service';
import { PagedIncidents } from '../paging/ports';
import { addMinutes, Clock } from '../platform/clock';
import { runbookUrl } from './runbook';

/** Changes this old may still be why something broke. */
const changeMinutes = 6 * 60;

/** What paging asks of incidents, of the directory and of changes, in one. */
export function pagedIncidents(rooms: {
  incidents: Incidents;
  directory: Directory;
  clock: Clock;
  appBaseUrl: string;
  changesOf: (
    entityRef: string,
    since: Date,
  ) => Promise<readonly { readonly at: Date; readonly text: string }[]>;
  acknowledgedBy: PagedIncidents['acknowledgedBy'];
}): PagedIncidents {
  const { incidents, directory, clock, appBaseUrl } = rooms;
  return {
    async describe(incidentId) {
      const incident = await incidents.find(incidentId);
      if (!incident) return undefined;
      const entity = await directory.known(incident.entity.ref);
      return {
        ...incident,
        name: incidents.nameOf(incident.id),
        changes: await rooms.changesOf(
          incident.entity.ref,
          addMinutes(clock.now(), -changeMinutes),
        ),
        runbookUrl: runbookUrl(
          incident.entity.ref,
          entity?.runbook ?? null,
          appBaseUrl,
        ),
      };
    },
    standingOf: (tx, incidentId) => incidents.standingOf(tx, incidentId),
    acknowledgedBy: rooms.acknowledgedBy,
    nameOf: id => incidents.nameOf(id),
    appendTimeline: (tx, incidentId, ...entries) =>
      incidents.append(tx, incidentId, ...entries),
    acknowledge: async (incidentId, personRef) =>
      incidents.commands.acknowledge(
        incidentId,
        await incidents.person(personRef),
      ),
    subject: async incidentId => subjectOf(await incidents.get(incidentId)),
  };
}
