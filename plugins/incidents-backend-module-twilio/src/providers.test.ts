import { ConfigReader } from '@backstage/config';
import {
  isPermanentDeliveryError,
  retryAfterSecondsOf,
} from '@muster/backstage-plugin-incidents-node';
import { readTwilioAccounts } from './config';
import { smsProvider, voiceProvider } from './providers';
import { context, page } from './testing/pages';
import { TwilioStandIn, TwilioWeather } from './testing/TwilioStandIn';
import { TwilioApi } from './TwilioApi';

const base = 'https://portal.example.test';

describe('the providers', () => {
  let twilio: TwilioStandIn;
  const providers = (callbackBase?: string, config: object = twilio.config) => {
    const [account] = readTwilioAccounts(
      new ConfigReader({ incidents: { twilio: { ...config } } }),
    );
    const options = { account, api: new TwilioApi(account), callbackBase };
    return { sms: smsProvider(options), voice: voiceProvider(options) };
  };

  beforeAll(async () => {
    twilio = await TwilioStandIn.start({ delivers: false });
  });
  beforeEach(() => {
    twilio.weather = 'well';
    twilio.taken.length = 0;
  });
  afterAll(() => twilio.stop());

  it('send a page as one text message that says how to answer, and leave a reference', async () => {
    const receipt = await providers(base).sms.send(page, context);
    const [sent] = twilio.taken;
    expect(sent).toMatchObject({
      kind: 'sms',
      to: context.address,
      from: twilio.from,
      text: 'SEV2 Checkout: 5xx above 20 % & rising (INC-7). Reply: ack 7',
    });
    expect(receipt).toEqual({
      detail: `queued as ${sent.sid}`,
      reference: sent.sid,
    });
    expect(sent.text.length).toBeLessThanOrEqual(160);
  });

  it('promise no answer where Twilio cannot reach the portal', async () => {
    const { sms, voice } = providers();
    await sms.send(page, context);
    await voice.send(page, context);
    const [message, call] = twilio.taken;
    expect(message.text).not.toContain('Reply');
    expect(call.text).toContain('Acknowledge it in the portal');
    await expect(twilio.press(call.sid, '4')).rejects.toThrow('Nobody listens');
  });

  it('call and ask for a key', async () => {
    await providers(base).voice.send(page, context);
    expect(twilio.taken[0].text).toBe(
      'This is Muster. Severity 2 on Checkout. 5xx above 20 % & rising. Incident 7. To acknowledge, press 4. To pass it on to the next step, press 5. To hear it again, press star. No key was pressed. Goodbye.',
    );
  });

  it('tell of an acknowledgement by SMS, not by another call', async () => {
    const { sms, voice } = providers(base);
    expect(voice.acknowledged).toBeUndefined();
    await sms.acknowledged?.(
      {
        ...page,
        kind: 'acknowledged',
        by: { ref: 'user:default/ben', name: 'Ben Okafor' },
        at: '2026-03-02T03:02:10.000Z',
      },
      { ...context, reference: null },
    );
    expect(twilio.taken[0].text).toBe(
      'INC-7: Checkout was acknowledged by Ben Okafor at 03:02 UTC',
    );
  });

  it('read a code digit by digit, twice', async () => {
    await providers(base).voice.send(
      {
        kind: 'code',
        idempotencyKey: 'c1',
        person: page.person,
        urgency: 'low',
        code: '042317',
        expiresAt: '2026-03-02T03:12:00.000Z',
        portalUrl: 'https://portal.example.test/incidents',
      },
      context,
    );
    expect(twilio.taken[0].text).toBe(
      'This is Muster. Your code is 0, 4, 2, 3, 1, 7. Again: 0, 4, 2, 3, 1, 7. Goodbye.',
    );
  });

  it.each<
    [TwilioWeather, { permanent: boolean; wait?: number; words: RegExp }]
  >([
    ['limiting', { permanent: false, wait: 7, words: /too many requests/ }],
    ['failing', { permanent: false, words: /20503/ }],
    ['garbage', { permanent: false, words: /not its API|Twilio/ }],
    ['down', { permanent: false, words: /Twilio: / }],
    ['forbidding', { permanent: true, words: /refuses its credentials/ }],
  ])('when Twilio is %s', async (weather, { permanent, wait, words }) => {
    const { sms, voice } = providers(base);
    twilio.weather = weather;
    for (const provider of [sms, voice]) {
      const error = await provider.send(page, context).catch(thrown => thrown);
      expect(isPermanentDeliveryError(error)).toBe(permanent);
      expect(retryAfterSecondsOf(error)).toBe(wait);
      expect(error.message).toMatch(words);
    }
  });

  it.each([
    ['+15005550001', 'it is no phone number'],
    ['+15005550004', 'the person has answered STOP'],
    ['+15005550009', 'it is not a mobile number'],
  ])(
    'bad input: %s is refused for good, in words and without the number',
    async (address, words) => {
      const error = await providers(base)
        .sms.send(page, { ...context, address })
        .catch(thrown => thrown);
      expect(isPermanentDeliveryError(error)).toBe(true);
      expect(error.message).toContain(words);
      expect(error.message).not.toContain(address);
    },
  );
});

describe('readTwilioAccounts', () => {
  const read = (twilio: object) =>
    readTwilioAccounts(
      new ConfigReader({ incidents: { twilio: { ...twilio } } }),
    );
  const good = {
    accountSid: `AC${'a'.repeat(32)}`,
    authToken: 't',
    from: '+1 201 555 0100',
  };

  it('reads an account and its standby', () => {
    const standby = {
      ...good,
      accountSid: `AC${'b'.repeat(32)}`,
      voiceFrom: '+12015550101',
    };
    expect(
      read({ ...good, messagesPerMinute: 60, standby }).map(
        ({ id, from, voiceFrom, smsLimit }) => ({
          id,
          from,
          voiceFrom,
          smsLimit,
        }),
      ),
    ).toEqual([
      {
        id: 'twilio',
        from: '+12015550100',
        voiceFrom: '+12015550100',
        smsLimit: { count: 60, perMinutes: 1 },
      },
      {
        id: 'twilio-standby',
        from: '+12015550100',
        voiceFrom: '+12015550101',
        smsLimit: undefined,
      },
    ]);
    expect(readTwilioAccounts(new ConfigReader({}))).toEqual([]);
  });

  it('bad input: names every fault', () => {
    expect(() =>
      read({
        accountSid: 'x',
        from: '0791234567',
        messagesPerMinute: 0,
        apiUrl: 'ftp://x',
      }),
    ).toThrow(
      /accountSid must be AC.*authToken is missing.*apiUrl must begin.*from must begin with \+.*messagesPerMinute must be/,
    );
    expect(() => read({ ...good, standby: good })).toThrow('another account');
  });
});
