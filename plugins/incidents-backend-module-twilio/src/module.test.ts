import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  incidentsInboxExtensionPoint,
  incidentsPagingExtensionPoint,
  PagingInbox,
  PagingProvider,
} from '@muster/backstage-plugin-incidents-node';
import { incidentsModuleTwilio } from './module';
import { twilioSignature } from './testing/twilioSignature';

type Data = NonNullable<ConstructorParameters<typeof ConfigReader>[0]>;
const accountSid = `AC${'a'.repeat(32)}`;

async function start(incidents: Data) {
  const providers: PagingProvider[] = [];
  const inbox: PagingInbox = {
    receipt: async () => {},
    reply: async ({ address }) => ({ ok: true, text: `Hello ${address}` }),
    message: async () => undefined,
  };
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  const { server, stop } = await startTestBackend({
    extensionPoints: [
      [
        incidentsPagingExtensionPoint,
        {
          addChannel: () => {},
          addProvider: (one: PagingProvider) => providers.push(one),
        },
      ],
      [incidentsInboxExtensionPoint, { inbox }],
    ],
    features: [
      incidentsModuleTwilio,
      mockServices.rootConfig.factory({
        data: { incidents, backend: { baseUrl: 'http://localhost:7007' } },
      }),
      logger.factory,
    ],
  });
  return { providers, logger, port: server.port(), stop };
}

describe('incidentsModuleTwilio', () => {
  it('adds SMS and voice of each account, and takes what Twilio signs, without credentials of Backstage', async () => {
    const account = { accountSid, authToken: 't', from: '+12015550100' };
    const { providers, port } = await start({
      publicBaseUrl: 'https://hooks.example.test',
      twilio: {
        ...account,
        standby: { ...account, accountSid: `AC${'b'.repeat(32)}` },
      },
    });
    expect(providers.map(one => `${one.channel.id} ${one.id}`)).toEqual([
      'sms twilio',
      'voice twilio',
      'sms twilio-standby',
      'voice twilio-standby',
    ]);
    const path = '/api/incidents/public/twilio/sms';
    const params = {
      AccountSid: accountSid,
      From: '+12015550123',
      MessageSid: 'SM1',
      Body: 'ack',
    };
    const answers = await Promise.all(
      [`https://hooks.example.test${path}`, 'https://elsewhere.test/'].map(
        async url => {
          const response = await fetch(`http://localhost:${port}${path}`, {
            method: 'POST',
            body: new URLSearchParams(params),
            headers: {
              'X-Twilio-Signature': twilioSignature('t', url, params),
            },
          });
          return { status: response.status, body: await response.text() };
        },
      ),
    );
    expect(answers).toMatchObject([
      { status: 200, body: expect.stringContaining('Hello +12015550123') },
      { status: 403, body: expect.stringContaining('incidents.publicBaseUrl') },
    ]);
  });

  it('says what is missing: an account, or an address that Twilio reaches', async () => {
    const without = await start({});
    expect(without.providers).toEqual([]);
    expect(without.logger.info).toHaveBeenCalledWith(
      expect.stringContaining('incidents.twilio.accountSid'),
    );
    const unreached = await start({
      twilio: { accountSid, authToken: 't', from: '+12015550100' },
    });
    expect(unreached.providers).toHaveLength(2);
    expect(unreached.logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('Set incidents.publicBaseUrl'),
    );
  });
});
