import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  incidentsInboxExtensionPoint,
  incidentsPagingExtensionPoint,
} from '@muster/backstage-plugin-incidents-node';
import { createCallbackRouter } from './callbackRouter';
import { callbackPaths } from './callbacks';
import { readCallbackBase, readTwilioAccounts } from './config';
import { smsProvider, voiceProvider } from './providers';
import { TwilioApi } from './TwilioApi';

/**
 * Pages people by SMS and phone call, when `incidents.twilio` is configured.
 *
 * @public
 */
export const incidentsModuleTwilio = createBackendModule({
  pluginId: 'incidents',
  moduleId: 'twilio',
  register(env) {
    env.registerInit({
      deps: {
        paging: incidentsPagingExtensionPoint,
        point: incidentsInboxExtensionPoint,
        config: coreServices.rootConfig,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
      },
      async init({ paging, point, config, httpRouter, logger }) {
        const accounts = readTwilioAccounts(config);
        if (accounts.length === 0) {
          logger.info(
            'Nobody is paged by SMS or phone: set incidents.twilio.accountSid, authToken and from to switch it on',
          );
          return;
        }
        const base = readCallbackBase(config);
        if (base === undefined) {
          logger.warn(
            'Twilio cannot reach this portal: people cannot reply to an SMS or press a key, and nothing says that a message arrived. Set incidents.publicBaseUrl to an address that is reached from outside.',
          );
        } else {
          logger.info(
            `Replies by SMS arrive when Twilio’s numbers post incoming messages to ${base}${callbackPaths.smsReply}`,
          );
          const { inbox } = point;
          httpRouter.addAuthPolicy({
            path: '/public/twilio',
            allow: 'unauthenticated',
          });
          httpRouter.use(
            createCallbackRouter({ accounts, base, inbox, logger }),
          );
        }
        for (const account of accounts) {
          const api = new TwilioApi(account);
          const options = { account, api, callbackBase: base };
          paging.addProvider(smsProvider(options));
          paging.addProvider(voiceProvider(options));
        }
      },
    });
  },
});
