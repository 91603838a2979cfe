import {
  Environment,
  PortalStatus,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../directory/service';
import { IncidentAccess, Incidents } from '../incidents/service';
import { Paging } from '../paging/service';
import { Clock, minutesBetween } from '../platform/clock';
import { MusterConfig } from '../platform/config';
import { isoOrNull } from '../platform/database';
import { WatchdogReport } from '../watchdog/service';
import { WorkQueue } from '../work/service';
import { exportOf, RoomsOfPerson } from './meExport';
import { PortalFacts } from './routes';
import { problemsOf } from './status';

/** Gathers from the rooms what the portal shows of itself. */
export function portalFacts(rooms: {
  readonly clock: Clock;
  readonly config: MusterConfig;
  readonly directory: Directory;
  readonly incidents: Incidents;
  readonly access: Pick<IncidentAccess, 'readable'>;
  readonly paging: Pick<PortalFacts, 'channelsOf'> &
    RoomsOfPerson['paging'] & {
      readonly service: Paging;
      channels(): Promise<PortalStatus['channels']>;
      environment(): Promise<Environment>;
      testPageSentOnce(): Promise<boolean>;
    };
  readonly work: WorkQueue;
  readonly escalation: { readonly policies: { any(): Promise<boolean> } };
  readonly alerts: { anyEventYet(): Promise<boolean> };
  readonly watchdog: WatchdogReport;
  readonly onCall: RoomsOfPerson['onCall'];
  readonly audit: RoomsOfPerson['audit'];
}): PortalFacts {
  const { clock, config, directory, incidents, paging, work } = rooms;

  const peopleIn = async (refs: readonly string[]): Promise<number> =>
    (await Promise.all(refs.map(ref => directory.membersOf(ref)))).flat()
      .length;

  return {
    baseUrl: config.publicUrl.replace(/\/public$/, ''),
    directory,
    assignedTo: async (personRef, viewer) => {
      const criteria = await rooms.access.readable(viewer);
      return criteria === 'none'
        ? []
        : incidents.openAssignedTo(personRef, criteria);
    },
    exportOf: person => exportOf(person, rooms),
    channelsOf: personRef => paging.channelsOf(personRef),
    reachable: async personRef =>
      (await paging.service.reachable([personRef])).has(personRef),
    async status() {
      const asOf = await directory.asOf();
      const channels = await paging.channels();
      const { reason, remedy, heldDeliveries } = await paging.environment();
      return {
        demo: config.demo,
        problems: problemsOf(
          {
            catchAllPeople: await peopleIn(config.catchAll),
            adminPeople: await peopleIn(config.admins),
            channels: channels.map(({ id }) => id),
            catalogAgeMinutes: asOf && minutesBetween(asOf, clock.now()),
            keysFromConfig: config.keys.length > 0 || config.demo,
            deadLetters: (await work.deadLetters({ limit: 100 })).length,
            unassigned: await incidents.countUnassigned(),
            watchdogRepairs: await rooms.watchdog.repairedLately(),
            heldPages:
              reason === null || remedy === null
                ? null
                : { reason, remedy, count: heldDeliveries },
          },
          config,
        ),
        channels,
        firstRun: {
          monitorConnected: await rooms.alerts.anyEventYet(),
          onCallSet: await rooms.escalation.policies.any(),
          testPageSent: await paging.testPageSentOnce(),
        },
        eventsUrl: `${config.publicUrl}/v2/enqueue`,
        catalogAsOf: isoOrNull(asOf),
      };
    },
  };
}
