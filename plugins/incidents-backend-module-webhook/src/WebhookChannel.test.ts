import { ConfigReader } from '@backstage/config';
import {
  IncidentPageMessage,
  isPermanentDeliveryError,
  OutsideHttp,
  retryAfterSecondsOf,
  SendContext,
} from '@muster/backstage-plugin-incidents-node';
import { once } from 'node:events';
import { createServer, IncomingHttpHeaders, Server } from 'node:http';
import { readWebhookConfig } from './config';
import { secretOf, signatureOf } from './signature';
import { WebhookChannel } from './WebhookChannel';

const page: IncidentPageMessage = {
  kind: 'incident',
  idempotencyKey: 'delivery-1',
  person: { ref: 'user:default/ana', name: 'Ana Ruiz' },
  urgency: 'high',
  incident: {
    id: 7,
    name: 'INC-7',
    title: '5xx above 20 %',
    description: '',
    severity: 'SEV2',
    customerImpact: 'yes',
    openedAt: '2026-03-02T03:02:10.000Z',
  },
  service: { ref: 'component:default/checkout', name: 'Checkout' },
  owner: null,
  changes: [],
  runbookUrl: null,
  incidentUrl: 'https://portal.example.test/incidents/INC-7',
  acknowledgeUrl: 'https://portal.example.test/ack/x',
  copyOf: null,
  why: 'step 1 of Payments primary',
  ageMinutes: 0,
};

describe('WebhookChannel', () => {
  let server: Server;
  let address: string;
  let answer: (path: string) => {
    status: number;
    headers?: Record<string, string>;
  };
  const received: {
    headers: IncomingHttpHeaders;
    body: string;
    path: string;
  }[] = [];
  const channel = new WebhookChannel({
    secret: 'a master secret of tests',
    allow: ['127.0.0.1'],
    outside: new OutsideHttp({ allow: ['127.0.0.1'], timeoutMs: 500 }),
    now: () => new Date('2026-03-02T03:02:10.000Z'),
  });
  const to = (where: string): SendContext => ({
    person: { ...page.person, email: null },
    address: where,
    attempt: 1,
    signal: new AbortController().signal,
  });
  const failure = (where: string) =>
    channel.send(page, to(where)).then(
      () => undefined,
      error => error,
    );

  beforeAll(async () => {
    server = createServer(async (req, res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      received.push({ headers: req.headers, body, path: req.url ?? '' });
      if (req.url === '/silent') return;
      const { status, headers } = answer(req.url ?? '');
      res.writeHead(status, headers);
      res.end(req.url === '/endless' ? 'x'.repeat(10_000_000) : '{"ok":true}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}/pages`;
  });
  beforeEach(() => {
    received.length = 0;
    answer = () => ({ status: 204 });
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
  });

  it('posts the page with its text and links, signed for this address alone', async () => {
    const receipt = await channel.send(page, to(address));
    expect(receipt).toEqual({ detail: 'answered 204' });
    const [{ headers, body }] = received;
    const parsed = JSON.parse(body);
    expect(parsed).toMatchObject({
      version: 1,
      id: 'delivery-1',
      kind: 'incident',
      incident: { name: 'INC-7' },
      acknowledgeUrl: page.acknowledgeUrl,
      subject: 'SEV2 Checkout: 5xx above 20 % (INC-7)',
    });
    expect(parsed.signingSecret).toBeUndefined();
    const secret = secretOf('a master secret of tests', address);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': 'delivery-1',
      'x-muster-timestamp': '1772420530',
      'x-muster-signature': signatureOf(secret, 1772420530, body),
    });
    expect(secretOf('a master secret of tests', `${address}?2`)).not.toBe(
      secret,
    );
  });

  it('hands the address its secret with the code that verifies it', async () => {
    await channel.send(
      {
        kind: 'code',
        idempotencyKey: 'c1',
        person: page.person,
        urgency: 'low',
        code: '042317',
        expiresAt: '2026-03-02T03:12:00.000Z',
        portalUrl: 'https://portal.example.test/incidents',
      },
      to(address),
    );
    expect(JSON.parse(received[0].body)).toMatchObject({
      code: '042317',
      signingSecret: secretOf('a master secret of tests', address),
    });
  });

  it.each<
    [number, Record<string, string>, { permanent: boolean; wait?: number }]
  >([
    [302, { Location: 'http://127.0.0.1:1/' }, { permanent: true }],
    [404, {}, { permanent: true }],
    [429, { 'Retry-After': '30' }, { permanent: false, wait: 30 }],
    [503, {}, { permanent: false }],
    [500, {}, { permanent: false }],
  ])('%s is an answer, too', async (status, headers, { permanent, wait }) => {
    answer = () => ({ status, headers });
    const error = await failure(address);
    expect(isPermanentDeliveryError(error)).toBe(permanent);
    expect(retryAfterSecondsOf(error)).toBe(wait);
    expect(error.message).toContain(`answered ${status}`);
    expect(error.message).not.toContain('ok');
    expect(received).toHaveLength(1);
  });

  it('waits no longer than its time, and reads no more than a little', async () => {
    const error = await failure(address.replace('/pages', '/silent'));
    expect(error.message).toBe('no answer within 0.5 s');
    expect(isPermanentDeliveryError(error)).toBe(false);
    const endless = channel.send(
      page,
      to(address.replace('/pages', '/endless')),
    );
    expect((await endless).detail).toBe('answered 204');
  });
});

describe('readWebhookConfig', () => {
  const read = (webhook?: object) =>
    readWebhookConfig(
      new ConfigReader({
        incidents: webhook ? { webhook: { ...webhook } } : {},
      }),
    );

  it('reads the secret and the hosts that are allowed', () => {
    expect(read()).toBeUndefined();
    expect(read({ secret: 'x'.repeat(16) })).toEqual({
      secret: 'x'.repeat(16),
      allow: [],
    });
  });

  it('bad input: a short secret is refused', () => {
    expect(() => read({ secret: 'short' })).toThrow('at least 16 characters');
  });
});
