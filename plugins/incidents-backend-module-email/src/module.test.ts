import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  incidentsPagingExtensionPoint,
  PagingChannel,
} from '@muster/backstage-plugin-incidents-node';
import { readEmailConfig } from './config';
import { incidentsModuleEmail } from './module';

type Data = NonNullable<ConstructorParameters<typeof ConfigReader>[0]>;

async function start(data: Data) {
  const channels: PagingChannel[] = [];
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  await startTestBackend({
    extensionPoints: [
      [
        incidentsPagingExtensionPoint,
        { addChannel: (channel: PagingChannel) => channels.push(channel) },
      ],
    ],
    features: [
      incidentsModuleEmail,
      mockServices.rootConfig.factory({ data }),
      logger.factory,
    ],
  });
  return { channels, logger };
}

const read = (email: Data) =>
  readEmailConfig(new ConfigReader({ incidents: { email } }));

describe('incidentsModuleEmail', () => {
  it('adds the channel when it is configured', async () => {
    const { channels } = await start({
      incidents: {
        email: { from: 'muster@example.test', smtp: { host: 'localhost' } },
      },
    });
    expect(channels.map(({ id }) => id)).toEqual(['email']);
  });

  it('adds nothing without configuration, and says how to configure it', async () => {
    const { channels, logger } = await start({});
    expect(channels).toEqual([]);
    expect(logger.info).toHaveBeenCalledWith(
      expect.stringContaining('incidents.email.from'),
    );
  });
});

describe('readEmailConfig', () => {
  it.each([
    [
      'a host alone',
      { host: 'smtp.example.test' },
      { host: 'smtp.example.test', port: 587, secure: false },
    ],
    [
      'port 465',
      { host: 'smtp.example.test', port: 465 },
      { host: 'smtp.example.test', port: 465, secure: true },
    ],
    [
      'secure with a login',
      { host: 'h', secure: true, user: 'u', password: 'p' },
      { host: 'h', port: 465, secure: true, auth: { user: 'u', pass: 'p' } },
    ],
    ['a url', { url: 'smtps://u:p@h' }, { url: 'smtps://u:p@h' }],
  ])('reads %s', (_name, smtp, expected) => {
    expect(read({ from: 'Muster <m@example.test>', smtp })).toEqual({
      from: 'Muster <m@example.test>',
      smtp: expected,
    });
  });

  it.each([
    ['no sender', { smtp: { host: 'h' } }, 'incidents.email.from'],
    [
      'a sender that is no address',
      { from: 'Muster', smtp: { host: 'h' } },
      'incidents.email.from',
    ],
    ['no server', { from: 'm@example.test' }, 'incidents.email.smtp'],
    [
      'two servers',
      { from: 'm@example.test', smtp: { host: 'h', url: 'smtp://h' } },
      'incidents.email.smtp',
    ],
    [
      'a url that is not SMTP',
      { from: 'm@example.test', smtp: { url: 'https://h' } },
      'incidents.email.smtp.url',
    ],
    [
      'a user without password',
      { from: 'm@example.test', smtp: { host: 'h', user: 'u' } },
      'user and password',
    ],
  ])('bad input: %s is refused by name', (_name, email, words) => {
    expect(() => read(email)).toThrow(words);
  });
});
