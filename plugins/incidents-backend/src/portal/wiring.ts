import { ChangeEvent } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../directory/service';
import { Incidents, subjectOf } from '../incidents/service';
import { PagedIncidents } from '../paging/ports';
import { Batcher } from '../platform/Batcher';
import { addMinutes, Clock } from '../platform/clock';
import { instant } from '../platform/database';
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
    entityRefs: readonly string[],
    since: Date,
  ) => Promise<ReadonlyMap<string, readonly ChangeEvent[]>>;
  acknowledgedBy: PagedIncidents['acknowledgedBy'];
}): PagedIncidents {
  const { incidents, directory, clock, appBaseUrl, changesOf } = rooms;
  // The deliveries of a page start together, and so do those of a storm.
  const changes = new Batcher<string, readonly ChangeEvent[]>(
    async refs => {
      const since = addMinutes(clock.now(), -changeMinutes);
      const found = await changesOf([...new Set(refs)], since);
      return refs.map(ref => found.get(ref) ?? []);
    },
    { width: 2, most: 100 },
  );
  return {
    async describe(incidentId) {
      const incident = await incidents.find(incidentId);
      if (!incident) return undefined;
      const entity = await directory.known(incident.entity.ref);
      const newest = await changes.run(incident.entity.ref);
      return {
        ...incident,
        name: incidents.nameOf(incident.id),
        changes: newest.map(({ at, summary }) => ({
          at: instant(at),
          text: summary,
        })),
        runbookUrl: runbookUrl(
          incident.entity.ref,
          entity?.runbook ?? null,
          appBaseUrl,
        ),
      };
    },
    standingOf: (tx, incidentId) => incidents.standingOf(tx, incidentId),
    standingsOf: (tx, ids) => incidents.standingsOf(tx, ids),
    acknowledgedBy: rooms.acknowledgedBy,
    nameOf: id => incidents.nameOf(id),
    appendTimeline: (tx, incidentId, ...entries) =>
      incidents.append(tx, incidentId, ...entries),
    acknowledge: async (incidentId, personRef) =>
      incidents.commands.acknowledge(
        incidentId,
        await incidents.person(personRef),
      ),
    escalate: async (incidentId, personRef) =>
      incidents.commands.escalate(
        incidentId,
        await incidents.person(personRef),
      ),
    subject: async incidentId => subjectOf(await incidents.get(incidentId)),
  };
}
