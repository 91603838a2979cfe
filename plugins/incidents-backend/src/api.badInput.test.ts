import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { contract } from '@muster/backstage-plugin-incidents-common';
import knexFactory, { Knex } from 'knex';
import { readConfig } from './platform/config';
import { Database } from './platform/database';
import { eachDatabase, openDatabase } from './platform/testDatabase';
import { endpoints } from './portal/openapi';
import { expectErrorLine } from './testing/errorLines';
import { StartedIncidents, startIncidents } from './testing/startIncidents';

jest.setTimeout(60_000);

const checkout = 'component:default/checkout';
const payments = 'group:default/payments';
const base = '/api/incidents/v1';
const int4 = 2_147_483_647;

describe.each(eachDatabase())('the API on %s', database => {
  let knex: Knex;
  let muster: StartedIncidents;
  let routingKey: string;

  beforeAll(async () => {
    ({ knex } = await openDatabase(database));
    muster = await startIncidents({ knex });
    routingKey = (
      await muster.as('ana').call(contract.alerts.createIntegration, {
        body: { name: 'Monitor', entityRef: checkout },
      })
    ).key;
  });
  afterAll(() => muster.stop());

  const authorization = (name: string) =>
    mockCredentials.user.header(`user:default/${name}`);
  const send = (
    method: 'get' | 'post' | 'put' | 'patch' | 'delete',
    path: string,
    body?: object | string,
    name = 'ana',
  ) =>
    muster.http[method](`${base}${path}`)
      .set('authorization', authorization(name))
      .set('content-type', 'application/json')
      .send(body);
  const get = (path: string, name?: string) =>
    send('get', path, undefined, name);
  const trigger = (details: object) =>
    muster.http.post('/api/incidents/public/v2/enqueue').send({
      routing_key: routingKey,
      event_action: 'trigger',
      payload: { summary: 'x', source: 'x', severity: 'error', ...details },
    });
  const open = async () =>
    (
      await muster.as('ana').call(contract.incidents.create, {
        body: { entityRef: checkout, title: 'Down' },
      })
    ).id;
  const scheduleInput = {
    name: 'Rota',
    ownerRef: payments,
    timezone: 'Europe/Zurich',
    layers: [
      {
        name: 'Daily',
        rotation: {
          unit: 'day' as const,
          every: 1,
          startDate: '2026-03-01',
          handoffTime: '09:00',
          participants: ['user:default/ana'],
        },
      },
    ],
  };
  const policyInput = {
    name: 'Policy',
    ownerRef: payments,
    steps: [{ targets: [{ type: 'group' as const, ref: payments }] }],
  };

  it.each([
    ['that is cut off', '{"title": "x'],
    ['that is no object', '"title"'],
    ['that is a list', '[]'],
    ['with a trailing comma', '{"title": "x",}'],
  ])(
    'bad input: JSON %s is 400, in JSON, without a stack',
    async (_n, text) => {
      const { status, body } = await send('post', '/incidents', text);
      expect({ status, body }).toMatchObject({ status: 400 });
      expect(body.error.message).toMatch(/\w/);
      expect(JSON.stringify(body)).not.toMatch(/stack|node_modules|\.ts:/);
    },
  );

  it('bad input: a body above the limit is 413', async () => {
    const { status, body } = await send('post', '/incidents', {
      description: 'x'.repeat(1_100_000),
    });
    expect({ status, body }).toMatchObject({ status: 413 });
    expect(body.error.message).toMatch(/^body is larger than 1mb/);
  });

  it.each([
    ['that is no JSON', 'secret words', /^body is not valid JSON/],
    [
      'that is too deep',
      `{"title": ${'['.repeat(30_000)}"secret words"${']'.repeat(30_000)}}`,
      /^body is nested too deeply/,
    ],
  ])(
    'bad input: a body %s is named, and not sent back',
    async (_n, text, why) => {
      const { status, body } = await send('post', '/incidents', text);
      expect(status).toBe(400);
      expect(body.error).toEqual({
        name: 'InputError',
        message: expect.stringMatching(why),
      });
    },
  );

  it('bad input: an encoding that is only claimed, or that nobody knows, names the body', async () => {
    const post = (encoding: string) =>
      muster.http
        .post(`${base}/incidents`)
        .set('authorization', authorization('ana'))
        .set('content-type', 'application/json')
        .set('content-encoding', encoding)
        .send('{"title": "x"}');
    const claimed = await post('gzip');
    expect(claimed.status).toBe(400);
    expect(claimed.body.error.message).toMatch(/^body could not be read/);
    const unknown = await post('snake');
    expect(unknown.status).toBe(415);
    expect(unknown.body.error.message).toMatch(/^body cannot be read.*gzip/);
  });

  it('bad input: an address below /public that is not there says so in JSON', async () => {
    const { status, body } = await muster.http.get(
      '/api/incidents/public/nothing',
    );
    expect(status).toBe(404);
    expect(body.error.message).toMatch(/There is no GET/);
  });

  it.each([10_000, 300_000])(
    'bad input: JSON of %i levels is refused or its deep part ignored, and nothing falls over',
    async levels => {
      const deep = `${'['.repeat(levels)}${']'.repeat(levels)}`;
      const inBody = await send(
        'post',
        '/incidents',
        `{"entityRef": "${checkout}", "title": ${deep}}`,
      );
      expect(inBody.status).toBe(400);
      const alert = await muster.http
        .post('/api/incidents/public/v2/enqueue')
        .set('content-type', 'application/json')
        .send(
          `{"routing_key": "${routingKey}", "event_action": "trigger", "payload": {"summary": "deep", "source": "x", "severity": "info", "custom_details": ${deep.slice(0, 100_000)}${']'.repeat(Math.max(0, 100_000 - levels))}}}`,
        );
      expect([202, 400]).toContain(alert.status);
      await get('/status').expect(200);
    },
  );

  it('bad input: every field of a wrong type is named at once', async () => {
    const { status, body } = await send('post', '/incidents', {
      entityRef: 7,
      title: {},
      description: [],
      severity: 'SEV9',
      customerImpact: true,
      idempotencyKey: 'short',
    });
    expect(status).toBe(400);
    for (const field of [
      'body.entityRef',
      'body.title',
      'body.description',
      'body.severity',
      'body.customerImpact',
      'body.idempotencyKey',
    ]) {
      expect(body.error.message).toContain(field);
    }
  });

  it('bad input: keys such as __proto__ and constructor change nothing', async () => {
    await send(
      'post',
      '/incidents',
      `{"__proto__": {"title": "polluted", "isAdmin": true}, "constructor": {"prototype": {"polluted": true}}, "entityRef": "${checkout}", "title": "Own"}`,
    ).expect(201);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    const { body } = await get('/incidents?__proto__[limit]=1').expect(200);
    expect(body.items[0].title).toBe('Own');
    await trigger({
      custom_details: JSON.parse('{"__proto__": {"polluted": true}}'),
    }).expect(202);
  });

  it.each([
    ['create', 'post', '/incidents', { title: 'x' }],
    ['an integration', 'post', '/integrations', { name: 'x' }],
    ['a binding', 'put', '/bindings', { policyId: null }],
  ] as const)(
    'bad input: %s of an entity that the catalog lacks names the field and the remedy',
    async (_what, method, path, body) => {
      const answer = await send(method, path, {
        ...body,
        entityRef: 'component:default/nope',
      });
      expect(answer.status).toBe(400);
      expect(answer.body.error.message).toMatch(
        /entityRef names component:default\/nope, which is not in the catalog/,
      );
    },
  );

  it.each([
    ['/incidents/999999999', 404],
    ['/incidents/INC-999999999', 404],
    ['/incidents/INC-abc', 400],
    ['/incidents/-1', 400],
    ['/incidents/1.5', 400],
    ['/incidents/99999999999999999999', 400],
    ['/incidents/%00', 400],
    ['/incidents/%E0%A4%A', 400],
    ['/incidents/999999999/timeline', 404],
    ['/incidents/999999999/alerts', 404],
    ['/incidents/999999999/pages', 404],
    ['/schedules/nope', 404],
    ['/schedules/%F0%9F%92%A5', 404],
    [`/schedules/${'x'.repeat(65)}`, 400],
    ['/policies/nope', 404],
    ['/integrations/nope/log', 404],
    ['/nothing-here', 404],
  ])('bad input: GET %s is %i', async (path, status) => {
    const answer = await get(path, 'dora');
    expect({ status: answer.status, body: answer.body }).toMatchObject({
      status,
      body: { error: { message: expect.stringMatching(/\w/) } },
    });
  });

  it.each([
    '/incidents?cursor=abc',
    '/incidents?cursor=9007199254740991',
    '/incidents?cursor=1e3',
    '/incidents?cursor=-1',
    '/incidents?cursor=',
    '/unknown-keys?cursor=abc',
    '/dead-letters?cursor=abc',
    '/incidents?limit=0',
    '/incidents?limit=-1',
    '/incidents?limit=1000000000',
    '/incidents?limit=ten',
    '/incidents?status=triggered&status=resolved',
    '/incidents?status[a]=triggered',
    '/incidents?status=open',
    '/incidents?severity=SEV0',
    '/incidents?entityRef=checkout',
    '/incidents?openedFrom=yesterday',
    '/incidents?openedFrom=2026-02-30T00:00:00Z',
    `/incidents?q=${'x'.repeat(201)}`,
    '/changes',
    `/changes?entityRef=${checkout}&limit=0`,
    `/on-call?entityRef=${checkout}&at=99999-01-01`,
    '/on-call?entityRef=',
    '/directory?entityRef=component:default/nope',
    '/mailbox?limit=1e9',
  ])('bad input: GET %s is 400 and names the field', async path => {
    const { status, body } = await get(path, 'dora');
    expect({ status, body }).toMatchObject({ status: 400 });
    expect(body.error.message).toMatch(/query\.\w+/);
  });

  it('bad input: numbers beyond what a column holds are refused or match nothing', async () => {
    const id = await open();
    const log = await get(`/incidents/${id}/timeline?afterSeq=${int4 + 1}`);
    expect([200, 400]).toContain(log.status);
    const edit = await send('patch', `/incidents/${id}`, {
      version: 2 ** 53 - 1,
      title: 'x',
    });
    expect([400, 409]).toContain(edit.status);
    const { id: scheduleId } = await muster
      .as('ana')
      .call(contract.oncall.createSchedule, {
        body: { ...scheduleInput, name: 'Huge' },
      });
    const update = await send('put', `/schedules/${scheduleId}`, {
      ...scheduleInput,
      name: 'Huge',
      version: int4 + 1,
    });
    expect([400, 409]).toContain(update.status);
  });

  describe.each([
    ['a NUL', 'a\u0000b', 'ab'],
    ['a lone high surrogate', 'a\ud800b', undefined],
    ['a lone low surrogate', 'a\udfffb', undefined],
    ['an emoji of four bytes', '\u{1F4A5} b', '\u{1F4A5} b'],
    ['quotes and percent signs', `'"%_\\;--`, `'"%_\\;--`],
  ])('bad input: %s', (name, text, kept) => {
    const unique = (field: string) => `${text} ${name} ${field}`;
    const shown = (field: string) =>
      kept === undefined
        ? expect.stringContaining(`${name} ${field}`)
        : `${kept} ${name} ${field}`;

    it('in every text of an incident is stored as it is meant', async () => {
      const created = await send('post', '/incidents', {
        entityRef: checkout,
        title: unique('title'),
        description: unique('description'),
        idempotencyKey: unique('key'),
      });
      expect({ status: created.status, body: created.body }).toMatchObject({
        status: 201,
        body: {
          title: shown('title'),
          description: shown('description'),
        },
      });
      const { id } = created.body;
      await send('post', `/incidents/${id}/notes`, {
        text: unique('note'),
      }).expect(200);
      await send('patch', `/incidents/${id}`, {
        version: 1,
        title: unique('edited'),
      }).expect(200);
      await send('post', `/incidents/${id}/resolve`, {
        note: unique('end'),
      }).expect(200);
      const { body } = await get(`/incidents/${id}/timeline`).expect(200);
      const texts = body.items.map((entry: { text: string }) => entry.text);
      expect(texts).toEqual(
        expect.arrayContaining([shown('note'), shown('end')]),
      );
      await get(
        `/incidents?q=${encodeURIComponent(Buffer.from(text).toString())}`,
      ).expect(200);
    });

    it('in schedules, policies and integrations', async () => {
      const schedule = await send('post', '/schedules', {
        ...scheduleInput,
        name: unique('rota'),
        description: unique('about'),
        layers: [{ ...scheduleInput.layers[0], name: unique('layer') }],
      });
      expect(schedule).toMatchObject({ status: 201 });
      await get(`/schedules/${schedule.body.id}`).expect(200);
      const policy = await send('post', '/policies', {
        ...policyInput,
        name: unique('policy'),
        description: unique('about'),
      });
      expect(policy).toMatchObject({ status: 201 });
      const integration = await send('post', '/integrations', {
        name: unique('monitor'),
        entityRef: checkout,
      });
      expect(integration).toMatchObject({ status: 201 });
      // Nothing could be found; what matters is that it is an answer.
      const odd = await send('post', '/incidents', {
        entityRef: `component:default/${text}`,
        title: 'x',
      });
      expect(odd.status).toBe(400);
    });

    it('in an alert', async () => {
      await trigger({
        summary: unique('summary'),
        source: unique('source'),
        component: unique('component'),
        group: unique('group'),
        class: unique('class'),
        custom_details: { [unique('key')]: unique('value') },
      }).expect(202);
      const { body } = await get('/incidents?limit=1');
      expect(body.items[0].title).toEqual(shown('summary'));
      await get(`/incidents/${body.items[0].id}/alerts`).expect(200);
    });
  });

  it.each([
    ['an unknown zone', { timezone: 'Mars/Olympus' }, 'body.timezone'],
    ['an empty name', { name: ' \u0000 ' }, 'body.name'],
    ['no layers', { layers: [] }, 'body.layers'],
    [
      'a start date that does not exist',
      {
        layers: [
          {
            name: 'x',
            rotation: {
              ...scheduleInput.layers[0].rotation,
              startDate: '2026-02-30',
            },
          },
        ],
      },
      'body.layers.0.rotation.startDate',
    ],
    [
      'a hand-off at 24:00',
      {
        layers: [
          {
            name: 'x',
            rotation: {
              ...scheduleInput.layers[0].rotation,
              handoffTime: '24:00',
            },
          },
        ],
      },
      'body.layers.0.rotation.handoffTime',
    ],
  ])('bad input: a schedule with %s', async (_what, change, field) => {
    const answer = await send('post', '/schedules', {
      ...scheduleInput,
      ...change,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain(field);
  });

  it('bad input: a name that is taken, an old version, a schedule in use: each is 409 with the remedy', async () => {
    const schedule = await send('post', '/schedules', {
      ...scheduleInput,
      name: 'Taken',
    }).expect(201);
    const again = await send('post', '/schedules', {
      ...scheduleInput,
      name: 'Taken',
    });
    expect(again.status).toBe(409);
    expect(again.body.error.message).toMatch(/choose another name/);

    const stale = await send('put', `/schedules/${schedule.body.id}`, {
      ...scheduleInput,
      name: 'Taken',
      version: 0,
    });
    expect(stale.status).toBe(409);
    expect(stale.body.error.message).toMatch(/Ana Ruiz changed the schedule/);

    const policy = await send('post', '/policies', {
      ...policyInput,
      name: 'Uses it',
      steps: [{ targets: [{ type: 'schedule', id: schedule.body.id }] }],
    }).expect(201);
    const used = await send('delete', `/schedules/${schedule.body.id}`);
    expect(used.status).toBe(409);
    expect(used.body.error.message).toContain('Uses it');
    await send('delete', `/policies/${policy.body.id}`).expect(200);
    await send('delete', `/schedules/${schedule.body.id}`).expect(200);
  });

  it('bad input: two edits of one version: the second is told of the first', async () => {
    const id = await open();
    await send('patch', `/incidents/${id}`, { version: 1, severity: 'SEV2' });
    const late = await send('patch', `/incidents/${id}`, {
      version: 1,
      title: 'Other',
    });
    expect(late.status).toBe(409);
    expect(late.body.error.message).toMatch(/Ana Ruiz changed severity/);
  });

  it('bad input: an edit of nothing', async () => {
    const id = await open();
    const answer = await send('patch', `/incidents/${id}`, { version: 1 });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(/must change title/);
  });

  it('bad input: an incident is given to people of the catalog only', async () => {
    const id = await open();
    for (const [ref, words] of [
      [payments, /must be a user/],
      ['user:default/nobody', /not in the catalog/],
    ] as const) {
      const answer = await send('post', `/incidents/${id}/reassign`, {
        people: ['user:default/ben', ref],
      });
      expect(answer.status).toBe(400);
      expect(answer.body.error.message).toMatch(/body\.people\W?1/);
      expect(answer.body.error.message).toMatch(words);
    }
  });

  it('bad input: a snooze ends ahead and within 30 days; only people are paged, all faults at once', async () => {
    const id = await open();
    for (const until of [
      '2020-01-01T00:00:00.000Z',
      '2099-01-01T00:00:00.000Z',
    ]) {
      const answer = await send('post', `/incidents/${id}/snooze`, { until });
      expect(answer.status).toBe(400);
      expect(answer.body.error.message).toMatch(/body\.until .*30 days/);
    }
    const answer = await send('post', `/incidents/${id}/page`, {
      people: [payments, 'user:default/nobody'],
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(/people\W?0.* must be a user/);
    expect(answer.body.error.message).toMatch(/people\W?1.*not in the catalog/);
  });

  it('bad input: a resolved incident cannot be taken, given or escalated, and says what is true', async () => {
    const id = await open();
    await send('post', `/incidents/${id}/resolve`, {}).expect(200);
    for (const [command, body] of [
      ['acknowledge', {}],
      ['join', {}],
      ['escalate', {}],
      ['resolve', {}],
      ['snooze', { until: '2026-03-03T09:00:00.000Z' }],
      ['confirm', {}],
      ['page', { people: ['user:default/ben'] }],
      ['policy', {}],
      ['reassign', { people: ['user:default/ben'] }],
    ] as const) {
      const answer = await send(
        'post',
        `/incidents/${id}/${command}`,
        body,
        'dora',
      );
      expect(answer.body).toMatchObject({
        outcome: 'unchanged',
        message: expect.stringMatching(/resolved/),
        incident: { status: 'resolved' },
      });
    }
  });

  it('bad input: no endpoint answers 500 to a body of nonsense', async () => {
    for (const { method, path, id } of endpoints.filter(
      ({ access }) => access !== 'public',
    )) {
      for (const nonsense of ['{}', '[]', 'null', '7', '{"people":{}}']) {
        const answer = await send(
          method,
          path.slice('/v1'.length).replace(/:\w+/g, '999999'),
          method === 'get' ? undefined : nonsense,
          'dora',
        );
        expect({ id, nonsense, status: answer.status }).not.toMatchObject({
          status: 500,
        });
      }
    }
  });
});

describe.each(eachDatabase())('a database that goes away, %s', database => {
  it('bad input: is 503 with Retry-After in mid-flight, for people and for monitors', async () => {
    const { knex } = await openDatabase(database);
    const away = Object.assign(new Error('connect ECONNREFUSED'), {
      code: 'ECONNREFUSED',
    });
    const muster = await startIncidents({ knex });
    const { key } = await muster
      .as('ana')
      .call(contract.alerts.createIntegration, {
        body: { name: 'Monitor', entityRef: checkout },
      });
    expectErrorLine(/^Request failed with status 503/);
    const gone = jest
      .spyOn(knex.client, 'acquireConnection')
      .mockRejectedValue(away);
    try {
      const read = await muster.http
        .get(`${base}/incidents`)
        .set('authorization', mockCredentials.user.header('user:default/ana'));
      expect(read.status).toBe(503);
      expect(read.headers['retry-after']).toMatch(/^\d+$/);
      expect(read.body.error.message).toMatch(/Try again/);
      const event = await muster.http
        .post('/api/incidents/public/v2/enqueue')
        .send({
          routing_key: key,
          event_action: 'trigger',
          payload: { summary: 'x', source: 'x', severity: 'error' },
        });
      expect(event.status).toBe(503);
      expect(event.headers['retry-after']).toMatch(/^\d+$/);
    } finally {
      gone.mockRestore();
    }
    expect(
      (await muster.as('ana').call(contract.incidents.list, {})).items,
    ).toEqual([]);
    await muster.stop();
  });

  it('bad input: a demo does not start on a database that a real portal has used', async () => {
    const { knex } = await openDatabase(database);
    const real = await startIncidents({ knex, config: { demo: false } });
    await real.stop();
    expectErrorLine(/^Plugin 'incidents' threw an error during startup/);
    await expect(startIncidents({ knex })).rejects.toThrow(
      /used by a portal without it/,
    );
  });
});

describe('a configuration that cannot be', () => {
  const read = (incidents: object) =>
    readConfig(
      mockServices.rootConfig({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          backend: { baseUrl: 'http://localhost:7007' },
          incidents: { ...incidents },
        },
      }),
    );

  it('bad input: names every faulty key at once', () => {
    const fault = (() => {
      try {
        read({
          catchAll: 'night watch',
          admins: ['group:default/admins', 7],
          pageFrom: 'SEV9',
          numberPrefix: '1-',
          publicBaseUrl: 'not a url',
          eventsPerMinutePerKey: 0,
          keys: ['short'],
          directoryRefreshSeconds: 3600,
          demo: 'yes',
        });
      } catch (error) {
        return String(error);
      }
      return 'it was accepted';
    })();
    for (const key of [
      'catchAll',
      'admins',
      'pageFrom',
      'numberPrefix',
      'publicBaseUrl',
      'eventsPerMinutePerKey',
      'keys.0',
      'directoryRefreshSeconds',
      'demo',
    ]) {
      expect(fault).toContain(`incidents.${key}`);
    }
    expect(fault).not.toContain('short');
  });

  it('bad input: says of a step of postmortems what it is to be', () => {
    const step = { title: 'Meet', by: 'writer', dueDays: 4 };
    const steps = [
      { ...step, title: ' ' },
      { ...step, title: 'x'.repeat(201) },
      { ...step, by: 'somebody' },
      { ...step, dueDays: 0 },
      { ...step, dueDays: 1.5 },
      { ...step, days: 4 },
    ];
    const readSteps = (items: object[]) => () =>
      read({ postmortems: { steps: items } }).postmortems.steps;
    for (const fault of [
      /steps\.0\.title must say what is to be done/,
      /steps\.1\.title must have 200 characters at most/,
      /steps\.2\.by .*"writer"\|"reviewers"\|"owner"/,
      /steps\.3\.dueDays must be 1 day at least/,
      /steps\.4\.dueDays must be whole days/,
      /steps\.5 .*"days"/,
    ]) {
      expect(readSteps(steps)).toThrow(fault);
    }
    expect(readSteps(Array(13).fill(step))).toThrow(
      /incidents\.postmortems\.steps must be 12 steps at most/,
    );
    expect(readSteps([{ ...step, title: ' Meet ' }])()).toEqual([step]);
    expect(read({}).postmortems.steps).toEqual([]);
  });

  it('bad input: the demo does not start in production', () => {
    const before = process.env.NODE_ENV;
    Object.assign(process.env, { NODE_ENV: 'production' });
    try {
      expect(() => read({ demo: true })).toThrow(/remove incidents\.demo/);
    } finally {
      Object.assign(process.env, { NODE_ENV: before });
    }
  });

  it('bad input: MySQL is refused with what to set instead', async () => {
    const mysql = { client: { config: { client: 'mysql2' } } };
    const knex = Object.assign(
      knexFactory({ client: 'better-sqlite3' }),
      mysql,
    );
    await expect(
      Database.open({ getClient: async () => knex }),
    ).rejects.toThrow(/PostgreSQL or SQLite.*mysql2.*Set backend\.database/);
  });
});
