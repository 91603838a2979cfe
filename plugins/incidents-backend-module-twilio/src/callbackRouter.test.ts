import { mockServices } from '@backstage/backend-test-utils';
import {
  DeliveryReceipt,
  PagingInbox,
  PersonReply,
} from '@muster/backstage-plugin-incidents-node';
import express from 'express';
import { once } from 'node:events';
import { Server } from 'node:http';
import { createCallbackRouter } from './callbackRouter';
import { readTwilioAccounts } from './config';
import { ConfigReader } from '@backstage/config';
import { smsProvider, voiceProvider } from './providers';
import { context, page } from './testing/pages';
import { twilioSignature } from './testing/twilioSignature';
import { TwilioStandIn } from './testing/TwilioStandIn';
import { TwilioApi } from './TwilioApi';

const ana = '+12015550123';

describe('what Twilio asks of us', () => {
  let twilio: TwilioStandIn;
  let server: Server;
  let base: string;
  const receipts: DeliveryReceipt[] = [];
  const replies: PersonReply[] = [];
  const inbox = {
    receipt: jest.fn<Promise<void>, [DeliveryReceipt]>(),
    reply: jest.fn<ReturnType<PagingInbox['reply']>, [PersonReply]>(),
    message: jest.fn<ReturnType<PagingInbox['message']>, [string]>(),
  };

  beforeAll(async () => {
    twilio = await TwilioStandIn.start({ delivers: false });
    const app = express();
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    twilio.smsUrl = `${base}/api/incidents/public/twilio/sms`;
    const logger = mockServices.logger.mock();
    app.use(
      '/api/incidents',
      createCallbackRouter({ accounts: accounts(), base, inbox, logger }),
    );
    const refused: express.ErrorRequestHandler = (error, _req, res, _next) => {
      res
        .status(error.name === 'NotAllowedError' ? 403 : 500)
        .send(error.message);
    };
    app.use(refused);
  });
  afterAll(async () => {
    server.close();
    await twilio.stop();
  });
  beforeEach(() => {
    receipts.length = 0;
    replies.length = 0;
    inbox.receipt.mockReset().mockImplementation(async receipt => {
      receipts.push(receipt);
    });
    inbox.reply.mockReset().mockImplementation(async reply => {
      replies.push(reply);
      return { ok: true, text: 'You have INC-7 <now> & here' };
    });
    inbox.message.mockReset().mockResolvedValue(page);
  });

  const accounts = () =>
    readTwilioAccounts(
      new ConfigReader({ incidents: { twilio: { ...twilio.config } } }),
    );
  const send = async (what: typeof smsProvider) => {
    const [account] = accounts();
    const api = new TwilioApi(account);
    await what({ account, api, callbackBase: base }).send(page, context);
    return twilio.taken[twilio.taken.length - 1].sid;
  };

  it('a reply reaches the inbox with its sender, and its answer goes back', async () => {
    const answer = await twilio.reply(ana, ' Ack 7 ', 'SM1');
    expect(replies).toEqual([
      { channelId: 'sms', address: ana, replyId: 'SM1', text: ' Ack 7 ' },
    ]);
    expect(answer).toBe('You have INC-7 <now> & here');
  });

  it('whoever replies while the database is away is told where to go', async () => {
    inbox.reply.mockRejectedValue(new Error('away'));
    expect(await twilio.reply(ana, 'ack')).toContain('Please use the portal');
  });

  it('what becomes of a message comes back as a receipt, once it is final', async () => {
    const sid = await send(smsProvider);
    await twilio.report(sid, 'sent');
    expect(receipts).toEqual([]);
    await twilio.report(sid, 'delivered');
    await twilio.report(sid, 'undelivered', { ErrorCode: '30003' });
    const about = {
      messageKey: 'delivery-1',
      channelId: 'sms',
      providerId: 'twilio',
    };
    expect(receipts).toEqual([
      { ...about, outcome: 'delivered', detail: `delivered as ${sid}` },
      {
        ...about,
        outcome: 'failed',
        detail: 'undelivered, Twilio 30003: the phone is off or out of reach',
      },
    ]);
  });

  it.each([
    ['completed', 'delivered'],
    ['no-answer', 'unanswered'],
    ['busy', 'unanswered'],
    ['failed', 'failed'],
  ])('a call that ends as %s counts as %s', async (status, outcome) => {
    const sid = await send(voiceProvider);
    await twilio.report(sid, status);
    expect(receipts).toMatchObject([{ channelId: 'voice', outcome }]);
    // A voicemail answers and presses nothing.
    expect(replies).toEqual([]);
  });

  it('keys acknowledge, pass on and repeat; others are explained', async () => {
    const sid = await send(voiceProvider);
    expect(await twilio.press(sid, '9')).toContain('That key means nothing');
    expect(await twilio.press(sid, '*')).toContain('Severity 2 on Checkout');
    expect(await twilio.press(sid, '4')).toBe(
      'You have INC-7 <now> & here Goodbye.',
    );
    expect(replies).toEqual([
      {
        channelId: 'voice',
        address: ana,
        replyId: `${sid}:3`,
        messageKey: 'delivery-1',
        text: 'ack',
      },
    ]);
    await expect(twilio.press(sid, '4')).rejects.toThrow('Nobody listens');
    await twilio.press(await send(voiceProvider), '5');
    expect(replies[1]).toMatchObject({ text: 'escalate' });
    inbox.message.mockResolvedValue(undefined);
    const over = await send(voiceProvider);
    expect(await twilio.press(over, '*')).toContain('This page is over');
  });

  describe('bad input', () => {
    const params = {
      AccountSid: `AC${'0'.repeat(31)}1`,
      MessageSid: 'SM9',
      From: ana,
      To: '+12015550100',
      Body: 'ack',
    };
    const post = async (
      signature: string | undefined,
      body: Record<string, string> = params,
      path = '/api/incidents/public/twilio/sms',
    ) => {
      const response = await fetch(`${base}${path}`, {
        method: 'POST',
        body: new URLSearchParams(body),
        headers: signature ? { 'X-Twilio-Signature': signature } : {},
      });
      return response.status;
    };
    const url = () => `${base}/api/incidents/public/twilio/sms`;

    it.each<[string, () => Promise<number>]>([
      ['no signature', () => post(undefined)],
      ['garbage for a signature', () => post('none')],
      [
        'a signature by another token',
        () => post(twilioSignature('guessed', url(), params)),
      ],
      [
        'a signature of other parameters',
        () =>
          post(twilioSignature('twilio-token', url(), params), {
            ...params,
            From: '+12015550199',
          }),
      ],
      [
        'a signature of another address',
        () =>
          post(
            twilioSignature('twilio-token', url(), params),
            params,
            '/api/incidents/public/twilio/sms/status?message=delivery-1',
          ),
      ],
      [
        'an account that is not ours',
        () => {
          const other = { ...params, AccountSid: `AC${'f'.repeat(32)}` };
          return post(twilioSignature('twilio-token', url(), other), other);
        },
      ],
    ])('%s is refused, and nothing happens', async (_name, attempt) => {
      expect(await attempt()).toBe(403);
      expect([...replies, ...receipts]).toEqual([]);
    });

    it('a signature of the address with its port, or without, is Twilio’s', async () => {
      const withoutPort = url().replace(/:\d+\//, '/');
      expect(
        await post(twilioSignature('twilio-token', withoutPort, params)),
      ).toBe(200);
      expect(await post(twilioSignature('twilio-token', url(), params))).toBe(
        200,
      );
    });

    it('a sender that is no number is handed on as none', async () => {
      const hidden = { ...params, From: 'anonymous' };
      expect(
        await post(twilioSignature('twilio-token', url(), hidden), hidden),
      ).toBe(200);
      expect(replies).toMatchObject([{ address: '' }]);
    });
  });
});

it('signs as Twilio does, by the known vector', () => {
  expect(
    twilioSignature(
      'twilio-token',
      'https://portal.example.test/api/incidents/twilio/voice?n=1',
      { CallSid: 'CA00', Digits: '4', From: '+15550100', To: '+15550101' },
    ),
  ).toBe('+nKKBtdbpaQ5dluR1PYcCk6teJY=');
});
