import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { contract } from '@muster/backstage-plugin-incidents-common';
import express from 'express';
import request from 'supertest';
import { Database } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { entity, keyA, keyB, startAlerts, trigger } from './testAlerts';
import { silentAudit } from '../testing/silentAudit';

const entities = [
  entity('checkout'),
  entity('search'),
  entity('mailer', { ownerRef: 'group:default/platform' }),
];
const mailer = { name: 'Mail watch', entityRef: 'component:default/mailer' };
const checkout = { name: 'Watch', entityRef: 'component:default/checkout' };

/** The room's endpoints, called as a member of the shop team unless said otherwise. */
async function serve(
  database: Database,
  permission:
    AuthorizeResult.ALLOW | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
) {
  const room = await startAlerts(database, { entities });
  const groups: Record<string, string[]> = {
    'user:default/ana': ['group:default/shop'],
    'user:default/root': ['group:default/admins'],
    'user:default/guest': [],
  };
  const server = new EndpointServer({
    auth: mockServices.auth(),
    httpAuth: mockServices.httpAuth(),
    userInfo: mockServices.userInfo.mock({
      getUserInfo: async credentials => {
        const { userEntityRef } = mockServices
          .auth()
          .isPrincipal(credentials, 'user')
          ? credentials.principal
          : { userEntityRef: '' };
        return {
          userEntityRef,
          ownershipEntityRefs: [
            userEntityRef,
            ...(groups[userEntityRef] ?? []),
          ],
        };
      },
    }),
    permissions: mockServices.permissions({ result: permission }),
    logger: mockServices.logger.mock(),
    admins: ['group:default/admins'],
    audit: silentAudit,
    checkIncident: async () => permission === AuthorizeResult.ALLOW,
    strictAnswers: true,
    onChange: () => {},
  });
  room.alerts.mount(server);
  const app = express();
  app.use(room.alerts.publicRouter, server.router, mockErrorHandler());
  const as =
    (person: string) => (method: 'get' | 'post', path: string, body?: object) =>
      request(app)
        [method](path)
        .set(
          'authorization',
          mockCredentials.user.header(`user:default/${person}`),
        )
        .send(body);
  return {
    ...room,
    server,
    ana: as('ana'),
    root: as('root'),
    guest: as('guest'),
  };
}

describe.each(eachDatabase())('the endpoints of alerts, %s', id => {
  let database: Database;
  beforeEach(async () => {
    database = await openDatabase(id);
  });

  it('serves all but what monitors call', async () => {
    const { server } = await serve(database);
    const { enqueue, enqueueChange, beat, ...own } = contract.alerts;
    expect([...server.mounted].sort()).toEqual(
      Object.values(own)
        .map(endpoint => endpoint.id)
        .sort(),
    );
  });

  it('makes an integration whose key works and is never seen again', async () => {
    const { ana, send } = await serve(database);
    const { body } = await ana('post', '/v1/integrations', checkout).expect(
      201,
    );
    expect(body).toMatchObject({
      name: 'Watch',
      entity: { ref: 'component:default/checkout', name: 'checkout' },
      key: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
      keyHint: body.key.slice(-4),
      status: 'active',
      createdBy: { ref: 'user:default/ana' },
      lastEventAt: null,
      url: 'https://portal.example.test/api/incidents/public/v2/enqueue',
      changeUrl:
        'https://portal.example.test/api/incidents/public/v2/change/enqueue',
      may: ['revoke', 'read-log'],
    });
    await send({ ...trigger('k'), routing_key: body.key }).expect(202);
    const list = await ana('get', '/v1/integrations').expect(200);
    expect(JSON.stringify(list.body)).not.toContain(body.key);
    expect(JSON.stringify(await database.knex('integrations'))).not.toContain(
      body.key,
    );
    expect(list.body.items).toHaveLength(3);
  });

  it('takes a key that was brought', async () => {
    const { ana, send } = await serve(database);
    const key = 'BroughtFromAnotherProduct0000042';
    const { body } = await ana('post', '/v1/integrations', {
      ...checkout,
      key,
    }).expect(201);
    expect(body).toMatchObject({ key, keyHint: '0042' });
    await send({ ...trigger('k'), routing_key: key }).expect(202);
  });

  it('bad input: refuses a key that is or was in use', async () => {
    const { ana, a, integrations } = await serve(database);
    const again = { ...checkout, key: keyA };
    const { body } = await ana('post', '/v1/integrations', again).expect(409);
    expect(body.error.message).toMatch(/body.key is the key of another/);
    await integrations.revoke(a.id);
    await ana('post', '/v1/integrations', again).expect(409);
  });

  it('bad input: names every faulty field', async () => {
    const { ana } = await serve(database);
    const { body } = await ana('post', '/v1/integrations', {
      name: ' ',
      entityRef: 'checkout',
      key: 'short',
    }).expect(400);
    for (const field of ['body.name', 'body.entityRef', 'body.key']) {
      expect(body.error.message).toContain(field);
    }
  });

  it('bad input: names the entity that the catalog lacks', async () => {
    const { ana, directory } = await serve(database);
    jest
      .spyOn(directory, 'mustHave')
      .mockRejectedValue(
        new NotFoundError('body.entityRef: not in the catalog'),
      );
    const { body } = await ana('post', '/v1/integrations', checkout).expect(
      404,
    );
    expect(body.error.message).toContain('body.entityRef');
  });

  it('lists integrations of an entity, with what the caller may do', async () => {
    const { ana, root, guest } = await serve(database);
    await root('post', '/v1/integrations', mailer).expect(201);
    const mayOf = async (who: typeof ana) => {
      const { body } = await who('get', '/v1/integrations').expect(200);
      return body.items.map((item: { name: string; may: string[] }) => [
        item.name,
        item.may,
      ]);
    };
    const all = ['revoke', 'read-log'];
    expect(new Map(await mayOf(ana))).toEqual(
      new Map([
        ['Mail watch', []],
        ['Watch A', all],
        ['Watch B', all],
      ]),
    );
    expect(await mayOf(guest)).toEqual(
      expect.arrayContaining([['Watch A', []]]),
    );
    const { body } = await root(
      'get',
      '/v1/integrations?entityRef=component:default/mailer',
    ).expect(200);
    expect(body.items).toMatchObject([{ name: 'Mail watch', may: all }]);
  });

  it('revokes for good, and again changes nothing', async () => {
    const { ana, a, clock, send } = await serve(database);
    const path = `/v1/integrations/${a.id}/revoke`;
    const { body } = await ana('post', path).expect(200);
    expect(body).toMatchObject({
      status: 'revoked',
      revokedAt: clock.now().toISOString(),
      may: ['read-log'],
    });
    clock.advanceMinutes(5);
    const again = await ana('post', path).expect(200);
    expect(again.body.revokedAt).toBe(body.revokedAt);
    await send(trigger('k')).expect(400);
    await ana('post', '/v1/integrations/none/revoke').expect(404);
  });

  it('shows an integration’s log page by page, newest first', async () => {
    const { ana, a, send } = await serve(database);
    for (const key of ['one', 'two', 'three']) await send(trigger(key));
    const path = `/v1/integrations/${a.id}/log?limit=2`;
    const first = await ana('get', path).expect(200);
    const keys = (answer: { body: { items: { dedupKey: string }[] } }) =>
      answer.body.items.map(({ dedupKey }) => dedupKey);
    expect(keys(first)).toEqual(['three', 'two']);
    const second = await ana(
      'get',
      `${path}&cursor=${first.body.nextCursor}`,
    ).expect(200);
    expect(keys(second)).toEqual(['one']);
    expect(second.body.nextCursor).toBeNull();
    await ana('get', `${path}&cursor=x`).expect(400);
  });

  it('shows alerts of an incident, open ones first', async () => {
    const { guest, send, a } = await serve(database);
    await send(trigger('k', { custom_details: { x: [1] } }));
    const { body } = await guest('get', '/v1/incidents/INC-1/alerts');
    expect(body.items).toMatchObject([
      {
        incidentId: 1,
        dedupKey: 'k',
        integration: { id: a.id, name: 'Watch A' },
        details: { x: [1] },
        count: 1,
        resolvedAt: null,
      },
    ]);
    await guest('get', '/v1/incidents/INC-99/alerts').expect(404);
  });

  it('shows changes of an entity in a span of time', async () => {
    const { guest, sendChange, clock } = await serve(database);
    for (const summary of ['one', 'two', 'three']) {
      await sendChange({ routing_key: keyB, payload: { summary } });
      clock.advanceMinutes(1);
    }
    const path = '/v1/changes?entityRef=component:default/search';
    const summaries = async (query: string) => {
      const { body } = await guest('get', path + query).expect(200);
      return body.items.map(({ summary }: { summary: string }) => summary);
    };
    expect(await summaries('')).toEqual(['three', 'two', 'one']);
    expect(await summaries('&limit=1')).toEqual(['three']);
    expect(
      await summaries(
        '&from=2026-03-02T09:01:00.000Z&to=2026-03-02T09:02:00.000Z',
      ),
    ).toEqual(['two']);
  });

  it('lets only owners and admins manage, and only admins see unknown keys', async () => {
    const { ana, root, guest, a } = await serve(database);
    const manage: ['get' | 'post', string, object?][] = [
      ['post', '/v1/integrations', mailer],
      ['get', '/v1/unknown-keys'],
    ];
    for (const call of manage) await ana(...call).expect(403);
    await root('get', '/v1/unknown-keys').expect(200);
    const own: typeof manage = [
      ['post', '/v1/integrations', checkout],
      ['get', `/v1/integrations/${a.id}/log`],
      ['post', `/v1/integrations/${a.id}/revoke`],
    ];
    for (const call of own) {
      await guest(...call).expect(403);
      await root(...call).expect(({ status }) =>
        expect(status).toBeLessThan(300),
      );
    }
  });

  it('is narrowed by the portal’s permission policy', async () => {
    const { ana, send } = await serve(database, AuthorizeResult.DENY);
    await ana('post', '/v1/integrations', checkout).expect(403);
    await send(trigger('k')).expect(202);
    const { body } = await ana('get', '/v1/incidents/INC-1/alerts').expect(403);
    expect(body.error.message).toContain('permission policy');
  });
});
