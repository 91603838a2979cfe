import { mockCredentials } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { eachDatabase, openDatabase } from './platform/testDatabase';
import { StartedIncidents, startIncidents } from './testing/startIncidents';

const checkout = 'component:default/checkout';

describe.each(eachDatabase())('bad input over HTTP on %s', id => {
  let muster: StartedIncidents;
  beforeAll(async () => {
    const { knex } = await openDatabase(id);
    muster = await startIncidents({ knex });
  }, 60_000);
  afterAll(() => muster.stop());

  const ana = mockCredentials.user.header('user:default/ana');
  const post = (path: string, body: string | object) =>
    muster.http
      .post(`/api/incidents${path}`)
      .set('authorization', ana)
      .set('content-type', 'application/json')
      .send(body);
  const get = (path: string) =>
    muster.http.get(`/api/incidents${path}`).set('authorization', ana);

  it('bad input: malformed JSON is a 400 in JSON', async () => {
    const { body } = await post('/v1/incidents', '{"entityRef":').expect(400);
    expect(body.error.message).toMatch(/JSON/);
  });

  it('bad input: an oversize body is a 413', async () => {
    await post('/v1/incidents', { title: 'x'.repeat(1_200_000) }).expect(413);
  });

  it('bad input: every faulty field is named at once', async () => {
    const { body } = await post('/v1/incidents', {
      entityRef: 'checkout',
      title: '  ',
      severity: 'SEV9',
      idempotencyKey: 'x',
    }).expect(400);
    for (const field of ['entityRef', 'title', 'severity', 'idempotencyKey']) {
      expect(body.error.message).toContain(`body.${field}`);
    }
  });

  it.each([
    ['/v1/incidents', { entityRef: 'component:default/nope', title: 'x' }],
    ['/v1/integrations', { entityRef: 'component:default/nope', name: 'x' }],
  ])('bad input: %s for an unknown entity names it', async (path, body) => {
    const answer = await post(path, body).expect(400);
    expect(answer.body.error.message).toContain('component:default/nope');
  });

  it.each([
    ['/v1/incidents/INC-999999', 404, 'INC-999999'],
    ['/v1/incidents/INC-abc', 400, 'INC-128'],
    ['/v1/incidents/99999999999999', 400, 'INC-128'],
    ['/v1/incidents?limit=0', 400, 'query.limit'],
    ['/v1/incidents?limit=1000000000', 400, 'query.limit'],
    ['/v1/incidents?status=open', 400, 'query.status'],
    ['/v1/incidents?status=triggered&status=resolved', 400, 'query.status'],
    ['/v1/incidents?cursor=nonsense', 400, 'query.cursor'],
    ['/v1/on-call?entityRef=component:default/nope', 404, 'nope'],
    [`/v1/on-call?entityRef=${checkout}&at=yesterday`, 400, 'query.at'],
    ['/v1/schedules/nope', 404, 'nope'],
  ])('bad input: GET %s is a %d that names %s', async (path, status, word) => {
    const { body } = await get(path).expect(status);
    expect(body.error.message).toContain(word);
  });

  it.each(['Null\u0000byte', 'half \ud800 pair', '🔥 fire 消防', "'; drop--"])(
    'bad input: %j as a title is stored or refused, never a 500',
    async title => {
      const { status } = await post('/v1/incidents', {
        entityRef: checkout,
        title,
        description: title,
      });
      expect([201, 400]).toContain(status);
    },
  );

  it('bad input: __proto__ in a body changes nothing', async () => {
    await post(
      '/v1/incidents',
      `{"entityRef":"${checkout}","title":"x","__proto__":{"polluted":true}}`,
    ).expect(201);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it('bad input: reassigning to a group, or to nobody the catalog knows, is refused', async () => {
    const { name } = await muster.as('ana').call(contract.incidents.create, {
      body: { entityRef: checkout, title: 'Down' },
    });
    const group = await post(`/v1/incidents/${name}/reassign`, {
      people: ['group:default/payments'],
    }).expect(400);
    expect(group.body.error.message).toContain('body.people[0]');
    await post(`/v1/incidents/${name}/reassign`, {
      people: ['user:default/ghost'],
    }).expect(400);
    const { assigned } = await muster
      .as('ana')
      .call(contract.incidents.get, { params: { id: name } });
    expect(assigned.map(person => person.name)).toContain('Ana Ruiz');
  });
});

describe.each(eachDatabase())('a catalog that is down on %s', id => {
  it('bad input: an alert is taken and pages from the last known good, and the trace says of when', async () => {
    const { knex } = await openDatabase(id);
    const before = await startIncidents({ knex });
    const { key } = await before
      .as('ana')
      .call(contract.alerts.createIntegration, {
        body: { name: 'Monitor', entityRef: checkout },
      });
    await before.stop();

    const down = catalogServiceMock.mock();
    down.queryEntities.mockRejectedValue(new Error('catalog is down'));
    down.getEntitiesByRefs.mockRejectedValue(new Error('catalog is down'));
    const muster = await startIncidents({
      knex,
      clock: before.clock,
      catalog: down,
    });
    try {
      muster.clock.advanceMinutes(30);
      await muster.http
        .post('/api/incidents/public/v2/enqueue')
        .send({
          routing_key: key,
          event_action: 'trigger',
          payload: { summary: 'Down', source: 'x', severity: 'critical' },
        })
        .expect(202);
      const { items } = await muster
        .as('ana')
        .call(contract.incidents.list, {});
      expect(items[0].assigned.map(({ name }) => name)).toEqual([
        'Ana Ruiz',
        'Ben Okafor',
      ]);
      const { trace } = await muster
        .as('ana')
        .call(contract.incidents.get, { params: { id: items[0].name } });
      expect(trace[0].text).toContain('catalog as of 2026-03-02 09:00');
    } finally {
      await muster.stop();
    }
  });
});
