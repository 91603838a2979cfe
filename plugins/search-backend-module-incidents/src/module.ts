import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
} from '@backstage/backend-plugin-api';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import { PostmortemCollator } from './PostmortemCollator';

const scheduleKey = 'search.collators.incidents.schedule';
const usualSchedule = {
  frequency: { minutes: 10 },
  timeout: { minutes: 15 },
  // A backend that starts answers its own plugins a little later.
  initialDelay: { seconds: 3 },
};

/**
 * Puts published postmortems into portal search.
 *
 * @public
 */
export const searchModuleIncidents = createBackendModule({
  pluginId: 'search',
  moduleId: 'incidents',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        indexRegistry: searchIndexRegistryExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({ auth, config, discovery, indexRegistry, scheduler }) {
        const schedule = config.has(scheduleKey)
          ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
              config.getConfig(scheduleKey),
            )
          : usualSchedule;
        indexRegistry.addCollator({
          schedule: scheduler.createScheduledTaskRunner(schedule),
          factory: new PostmortemCollator({ auth, discovery }),
        });
      },
    });
  },
});
