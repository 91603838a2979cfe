// A channel of one's own in forty lines: pushes to ntfy (https://ntfy.sh), where people subscribe to a topic.
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  composePageText,
  incidentsPagingExtensionPoint,
  PermanentDeliveryError,
} from '@muster/backstage-plugin-incidents-node';

export default createBackendModule({
  pluginId: 'incidents',
  moduleId: 'ntfy',
  register(env) {
    env.registerInit({
      deps: {
        paging: incidentsPagingExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ paging, config }) {
        const server = config.getString('ntfy.server');
        paging.addChannel({
          id: 'ntfy',
          title: 'Push (ntfy)',
          phrase: 'by push',
          wakes: true,
          // People add their topic themselves, and prove with a code that they read it.
          address: {
            label: 'Topic',
            example: 'ana-on-call-7f3a',
            parse: text =>
              /^[\w-]{8,64}$/.test(text.trim())
                ? { address: text.trim() }
                : { fault: 'must be 8 to 64 letters, digits, - or _' },
          },
          async send(message, { address, signal }) {
            const { subject, text } = composePageText(message);
            const response = await fetch(server, {
              method: 'POST',
              signal,
              body: JSON.stringify({
                topic: address,
                title: subject,
                message: text,
                priority: message.urgency === 'high' ? 5 : 3,
                click:
                  'incidentUrl' in message ? message.incidentUrl : undefined,
              }),
            });
            const said = `ntfy answered ${response.status}`;
            if (response.ok) return { detail: said };
            // What is thrown otherwise is tried again.
            if (response.status < 429) throw new PermanentDeliveryError(said);
            throw new Error(said);
          },
        });
      },
    });
  },
});
