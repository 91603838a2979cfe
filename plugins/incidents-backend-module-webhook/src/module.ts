import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  incidentsPagingExtensionPoint,
  OutsideHttp,
} from '@muster/backstage-plugin-incidents-node';
import { readWebhookConfig } from './config';
import { WebhookChannel } from './WebhookChannel';

/**
 * Pages to addresses of one's own, when `incidents.webhook` is configured.
 *
 * @public
 */
export const incidentsModuleWebhook = createBackendModule({
  pluginId: 'incidents',
  moduleId: 'webhook',
  register(env) {
    env.registerInit({
      deps: {
        paging: incidentsPagingExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ paging, config, logger }) {
        const webhook = readWebhookConfig(config);
        if (!webhook) {
          logger.info(
            'Nobody is paged by webhook: set incidents.webhook.secret to switch it on',
          );
          return;
        }
        const { allow } = webhook;
        paging.addChannel(
          new WebhookChannel({
            ...webhook,
            outside: new OutsideHttp({ allow }),
            now: () => new Date(),
          }),
        );
      },
    });
  },
});
