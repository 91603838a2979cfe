import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  incidentsPagingExtensionPoint,
  PagingChannel,
} from '@muster/backstage-plugin-incidents-node';
import { incidentsModuleWebhook } from './module';

type Data = NonNullable<ConstructorParameters<typeof ConfigReader>[0]>;

async function start(data: Data) {
  const channels: PagingChannel[] = [];
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  await startTestBackend({
    extensionPoints: [
      [
        incidentsPagingExtensionPoint,
        {
          addChannel: (channel: PagingChannel) => channels.push(channel),
          addProvider: () => {},
        },
      ],
    ],
    features: [
      incidentsModuleWebhook,
      mockServices.rootConfig.factory({ data }),
      logger.factory,
    ],
  });
  return { channels, logger };
}

describe('incidentsModuleWebhook', () => {
  it('adds the channel when it is configured, with what may be called', async () => {
    const { channels } = await start({
      incidents: {
        webhook: { secret: 'x'.repeat(16), allow: ['10.0.0.0/8'] },
      },
    });
    expect(channels.map(({ id }) => id)).toEqual(['webhook']);
    const [{ address }] = channels;
    expect(address?.parse('http://10.1.2.3/')).toEqual({
      address: 'http://10.1.2.3/',
    });
    expect(address?.parse('https://192.168.0.1/')).toHaveProperty('fault');
  });

  it('adds nothing without configuration, and says how to configure it', async () => {
    const { channels, logger } = await start({});
    expect(channels).toEqual([]);
    expect(logger.info).toHaveBeenCalledWith(
      expect.stringContaining('incidents.webhook.secret'),
    );
  });
});
