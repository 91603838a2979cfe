import { createBackendModule } from '@backstage/backend-plugin-api';

/**
 * Puts published postmortems into portal search.
 *
 * @public
 */
export const searchModuleIncidents = createBackendModule({
  pluginId: 'search',
  moduleId: 'incidents',
  register(env) {
    env.registerInit({ deps: {}, async init() {} });
  },
});
