import { once } from 'node:events';
import { createServer, IncomingHttpHeaders, Server } from 'node:http';
import { OutsideHttp } from '@muster/backstage-plugin-incidents-node';
import { AuthorityGuard } from '../authority';
import { Redactor } from '../Redactor';
import { HttpRequest } from './HttpRequest';

const token = 'Bearer s3cr3t-of-jenkins';

/** What the other side does, by path. */
const answers: Record<
  string,
  { status: number; headers?: object; body?: string }
> = {
  '/made': {
    status: 201,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Set-Cookie': 'a=b',
    },
    body: '{"id":7}',
  },
  '/busy': { status: 429, headers: { 'Retry-After': '17' }, body: 'later' },
  '/broken': { status: 500, body: 'disk full' },
  '/refused': { status: 422, body: 'no such branch' },
  '/moved': { status: 302, headers: { Location: 'http://169.254.169.254/' } },
  '/long': { status: 200, body: 'x'.repeat(70_000) },
};

describe('http.request', () => {
  let server: Server;
  let base: string;
  const seen: {
    method?: string;
    url?: string;
    headers: IncomingHttpHeaders;
    body: string;
  }[] = [];

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const { method, url = '', headers } = request;
      let body = '';
      for await (const chunk of request) body += chunk;
      seen.push({ method, url, headers, body });
      if (url === '/hangs') return;
      if (url === '/drops') {
        request.socket.destroy();
        return;
      }
      // An other side that repeats what it was sent.
      const echo = JSON.stringify({
        sent: headers,
        bare: headers['x-token']?.slice(7),
      });
      const answer = answers[url] ?? {
        status: 200,
        headers: {
          'Content-Type': 'application/json',
          'X-Echo': headers['x-token'] ?? '',
        },
        body: echo,
      };
      response.writeHead(answer.status, { ...answer.headers });
      response.end(answer.body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    seen.length = 0;
  });

  const action = () => {
    const { host } = new URL(base);
    return new HttpRequest({
      guard: new AuthorityGuard({
        directory: {
          peopleBehind: async () => new Map(),
          named: async () => [],
          known: async () => undefined,
        },
        incidents: {
          get: async () => {
            throw new Error('the database is away');
          },
          nameOf: String,
        },
        admins: [],
      }),
      http: new OutsideHttp({
        allow: ['127.0.0.1'],
        setting: 'incidents.plays.http.allow',
      }),
      secrets: new Map([
        ['JENKINS', { value: token, hosts: [host] }],
        ['ELSEWHERE', { value: 'another-secret', hosts: ['ci.example.com'] }],
        [
          'THEIRS',
          {
            value: 'a-third-secret',
            hosts: ['a.example'],
            owners: ['group:default/search'],
          },
        ],
      ]),
      redactor: new Redactor([token, 'another-secret']),
    });
  };
  const context = {
    authority: {
      kind: 'play' as const,
      approvedBy: { ref: 'user:default/ana', name: 'Ana Ruiz' },
      everywhere: true,
    },
    actor: { kind: 'play' as const, ref: 'p', name: 'Roll back' },
    runId: 'r',
    path: 'each[2].call',
    playName: 'Roll back',
    version: 1,
    actions: ['http.request@1'],
    ownerRef: 'group:default/payments',
    incidentId: null,
    entityRef: null,
    at: new Date('2026-03-02T03:00:00.000Z'),
    idempotencyKey: 'r/each[2].call/0',
  };
  const run = (input: object, signal = new AbortController().signal) =>
    action().run(input, { ...context, signal });

  it('sends what it is told, with the key of the attempt, and answers status, headers and body', async () => {
    const result = await run({
      method: 'POST',
      url: `${base}/made`,
      headers: [
        { name: 'X-Run', value: '1' },
        { name: 'X-Token', secret: 'JENKINS' },
      ],
      json: { branch: 'main' },
    });
    expect(result).toEqual({
      outcome: 'succeeded',
      output: expect.objectContaining({
        status: 201,
        body: '{"id":7}',
        json: { id: 7 },
        isCut: false,
      }),
    });
    expect(JSON.stringify(result)).not.toContain('set-cookie');
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/made',
        body: '{"branch":"main"}',
        headers: expect.objectContaining({
          'x-run': '1',
          'x-token': token,
          'content-type': 'application/json',
          'idempotency-key': 'r/each[2].call/0',
          'x-muster-run': 'r',
        }),
      },
    ]);
  });

  it('shows no secret: not in a dry run, not in what comes back, not in faults', async () => {
    const headers = [{ name: 'X-Token', secret: 'JENKINS' }];
    const { outcome, ...answer } = await run({ url: `${base}/echo`, headers });
    expect(outcome).toBe('succeeded');
    expect(seen[0].headers['x-token']).toBe(token);
    const lines = await action().simulate(
      { url: `${base}/echo?x=s3cr3t-of-jenkins`, headers },
      context,
    );
    expect(lines).toEqual([
      `GET ${base}/echo?x=•••`,
      'X-Token: the secret JENKINS',
    ]);
    expect(JSON.stringify([answer, lines])).not.toContain('s3cr3t');
  });

  it.each([
    [{ url: '/busy', method: 'POST' }, 'answered 429: later', true, 17],
    [{ url: '/broken' }, 'answered 500: disk full', true, undefined],
    [
      { url: '/broken', method: 'POST' },
      'answered 500: disk full',
      false,
      undefined,
    ],
    [
      { url: '/broken', method: 'POST', idempotent: true },
      'answered 500',
      true,
      undefined,
    ],
    [{ url: '/refused' }, 'answered 422: no such branch', false, undefined],
    [{ url: '/moved' }, 'redirects are not followed', false, undefined],
    [{ url: '/made', expect: [200] }, 'answered 201', false, undefined],
    [{ url: '/drops' }, 'could not be called', true, undefined],
    [
      { url: '/drops', method: 'PATCH' },
      'it may have had its effect',
      false,
      undefined,
    ],
  ])('%j: %s', async (input, detail, retry, retryAfterSeconds) => {
    const result = await run({ ...input, url: base + input.url });
    expect(result).toEqual({
      outcome: 'failed',
      detail: expect.stringContaining(detail),
      retry,
      ...(retryAfterSeconds && { retryAfterSeconds }),
    });
  });

  it('reads no more than 64 KB, and ends when its time is over', async () => {
    expect(await run({ url: `${base}/long` })).toMatchObject({
      outcome: 'succeeded',
      output: {
        isCut: true,
        json: null,
        body: expect.stringMatching(/^x{65536}$/),
      },
    });
    const time = new AbortController();
    const hanging = run({ url: `${base}/hangs`, method: 'POST' }, time.signal);
    await once(server, 'request');
    time.abort();
    expect(await hanging).toEqual({
      outcome: 'failed',
      detail: 'no answer in the time that the step has',
      retry: false,
    });
  });

  it('is idempotent by its method, unless the step says otherwise', () => {
    const url = 'https://ci.example.com/';
    const says = (input: object) => action().isIdempotent({ url, ...input });
    expect(
      ['GET', 'PUT', 'DELETE', 'POST', 'PATCH'].map(method => says({ method })),
    ).toEqual([true, true, true, false, false]);
    expect(says({ method: 'POST', idempotent: true })).toBe(true);
    expect(says({ method: 'PUT', idempotent: false })).toBe(false);
    expect(says({ method: 'NONE' })).toBe(false);
  });

  it.each([
    [
      { url: 'https://169.254.169.254/latest/meta-data/' },
      'with.url leads into the network, which is not allowed (incidents.plays.http.allow)',
    ],
    [{ url: 'https://[::ffff:10.0.0.1]/' }, 'with.url leads into the network'],
    [{ url: 'http://ci.example.com/' }, 'with.url must begin with https://'],
    [{ url: 'https://ana:pw@ci.example.com/' }, 'no user and password'],
    [{ url: '' }, 'with.url must not be empty'],
    [{ url: 'https://a.example/', method: 'TRACE' }, 'with.method'],
    [
      { url: 'https://a.example/', json: 1, body: 'x', method: 'POST' },
      'not both',
    ],
    [{ url: 'https://a.example/', body: 'x' }, 'must have no body'],
    [
      { url: 'https://a.example/', headers: [{ name: 'Host', value: 'b' }] },
      'with.headers.0',
    ],
    [
      {
        url: 'https://a.example/',
        headers: [{ name: 'X', value: 'a\r\nHost: b' }],
      },
      'with.headers.0',
    ],
    [
      { url: 'https://a.example/', headers: [{ name: 'X', secret: 'NONE' }] },
      'with.headers[0] names the secret NONE, which incidents.plays.secrets does not have',
    ],
    [
      {
        url: 'https://a.example/',
        headers: [{ name: 'X', secret: 'JENKINS' }],
      },
      'with.headers[0] would send the secret JENKINS to a.example',
    ],
    [
      { url: 'https://a.example/', headers: [{ name: 'X', secret: 'THEIRS' }] },
      'with.headers[0] names the secret THEIRS, which plays of group:default/payments may not use',
    ],
  ])('bad input: %j', async (input, detail) => {
    expect(await run(input)).toEqual({
      outcome: 'failed',
      detail: expect.stringContaining(detail),
      retry: false,
    });
    await expect(action().simulate(input, context)).rejects.toThrow(detail);
  });

  it('is tried again when nobody could be asked for leave: nothing was sent', async () => {
    expect(
      await action().run(
        { url: base, method: 'POST' },
        {
          ...context,
          incidentId: 7,
          authority: { ...context.authority, everywhere: false },
          signal: new AbortController().signal,
        },
      ),
    ).toMatchObject({ outcome: 'failed', retry: true });
    expect(seen).toEqual([]);
  });

  it('is refused by whoever did not approve it', async () => {
    expect(
      await action().run(
        { url: base },
        { ...context, actions: [], signal: new AbortController().signal },
      ),
    ).toMatchObject({
      outcome: 'failed',
      retry: false,
      detail: expect.stringContaining('is not approved to use http.request@1'),
    });
    expect(seen).toEqual([]);
  });
});
