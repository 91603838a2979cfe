import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  actionsServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { basicPermissions } from '@muster/backstage-plugin-incidents-common';
import {
  incidentsInboxExtensionPoint,
  incidentsPagingExtensionPoint,
  incidentsPlayActionsExtensionPoint,
  incidentsTicketsExtensionPoint,
} from '@muster/backstage-plugin-incidents-node';
import { buildRooms } from './buildRooms';
import { readAtStart } from './directory/readAtStart';
import { ChannelRegistry } from './paging/ChannelRegistry';
import { InboxPoint } from './paging/inbox/InboxPoint';
import { DatabaseClock } from './platform/clock';
import { clockServiceRef } from './platform/clockService';
import { readConfig } from './platform/config';
import { Database } from './platform/database';
import { PlayActionPoint } from './plays/actions/modules/PlayActionPoint';
import { noCatchAll } from './portal/status';
import { TicketPoint } from './postmortems/followUps/TicketPoint';

/** How often the clock is set by the database's. */
const clockSeconds = 60;
/** Further back than this is no drift. */
const setBackMs = 1000;

/**
 * The incidents backend: alerts become incidents on catalog entities, and the person on call is paged.
 *
 * @public
 */
export const incidentsPlugin = createBackendPlugin({
  pluginId: 'incidents',
  register(env) {
    const channels = new ChannelRegistry();
    env.registerExtensionPoint(incidentsPagingExtensionPoint, channels);
    const inbox = new InboxPoint();
    env.registerExtensionPoint(incidentsInboxExtensionPoint, inbox);
    const playActions = new PlayActionPoint();
    env.registerExtensionPoint(incidentsPlayActionsExtensionPoint, playActions);
    const tickets = new TicketPoint();
    env.registerExtensionPoint(incidentsTicketsExtensionPoint, tickets);
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        clock: clockServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        portalActions: actionsServiceRef,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(services) {
        const { clock, httpRouter, lifecycle, logger, scheduler } = services;
        const config = readConfig(services.config);
        if (config.catchAll.length === 0) {
          logger.warn(`${noCatchAll.text}. ${noCatchAll.remedy}.`);
        }
        channels.arrange(config.channels);
        const database = await Database.open(services.database);
        const follow = async () =>
          clock instanceof DatabaseClock
            ? clock.synchronize(() => database.readTime())
            : 0;
        await follow();
        services.permissionsRegistry.addPermissions(basicPermissions);
        const rooms = await buildRooms({
          ...services,
          config,
          database,
          channels,
          playActions,
          tickets,
        });

        inbox.connect(rooms.inbox);
        await rooms.work.prepare();

        httpRouter.use(rooms.router);
        httpRouter.addAuthPolicy({ path: '/public', allow: 'unauthenticated' });

        await scheduler.scheduleTask({
          id: 'incidents-directory',
          frequency: { seconds: config.directoryRefreshSeconds },
          timeout: { minutes: 2 },
          initialDelay: { seconds: config.directoryRefreshSeconds },
          fn: async () => {
            await rooms.refreshDirectory();
          },
        });
        await scheduler.scheduleTask({
          id: 'incidents-purge',
          frequency: { hours: 1 },
          timeout: { minutes: 10 },
          initialDelay: { minutes: 5 },
          fn: rooms.purge,
        });
        await scheduler.scheduleTask({
          id: 'incidents-watchdog',
          scope: 'local',
          frequency: { minutes: 1 },
          timeout: { seconds: 50 },
          initialDelay: { minutes: 1 },
          fn: rooms.watch,
        });
        await scheduler.scheduleTask({
          id: 'incidents-clock',
          scope: 'local',
          frequency: { seconds: clockSeconds },
          timeout: { seconds: 10 },
          initialDelay: { seconds: clockSeconds },
          fn: async () => {
            const offMs = await follow();
            await rooms.beat();
            if (offMs < -setBackMs) {
              logger.warn(
                `The database's clock was set back by ${Math.round(-offMs / 1000)} s`,
              );
              await rooms.bringForward();
            }
          },
        });
        const stopping = new AbortController();
        /** What is begun and not waited for when the backend starts; it must not outlive the database. */
        const begun: Promise<void>[] = [];
        lifecycle.addStartupHook(async () => {
          await rooms.lookBack().catch(error => {
            // Late pages are better than none.
            logger.warn(
              `What was decided before the last stop could not be looked at again: ${error}`,
            );
          });
          await rooms.work.start();
          // Not awaited: a catalog that is still starting must not hold up the pager.
          readAtStart({
            read: rooms.refreshDirectory,
            logger,
            signal: stopping.signal,
          }).then(() => {
            if (stopping.signal.aborted) return;
            begun.push(
              // Then the first who asks waits a little longer.
              rooms
                .warmUp()
                .catch(error => logger.debug(`Not warmed up: ${error}`)),
            );
          });
          begun.push(
            rooms.watch().catch(error => {
              logger.warn(
                `The watchdog cannot look yet, the next try is in a minute: ${error}`,
              );
            }),
          );
          // The clock may have been set back while nobody ran.
          await rooms.bringForward();
        });
        lifecycle.addShutdownHook(async () => {
          stopping.abort();
          await Promise.all(begun);
          await rooms.work.stop();
        });
      },
    });
  },
});
