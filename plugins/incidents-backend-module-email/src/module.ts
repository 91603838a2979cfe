import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { incidentsPagingExtensionPoint } from '@muster/backstage-plugin-incidents-node';
import { readEmailConfig } from './config';
import { EmailChannel } from './EmailChannel';

/**
 * Pages people by email, when `incidents.email` is configured.
 *
 * @public
 */
export const incidentsModuleEmail = createBackendModule({
  pluginId: 'incidents',
  moduleId: 'email',
  register(env) {
    env.registerInit({
      deps: {
        paging: incidentsPagingExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ paging, config, logger }) {
        const email = readEmailConfig(config);
        if (!email) {
          logger.info(
            'Nobody is paged by email: set incidents.email.from and incidents.email.smtp.host (or .url) to switch it on',
          );
          return;
        }
        paging.addChannel(new EmailChannel(email));
      },
    });
  },
});
