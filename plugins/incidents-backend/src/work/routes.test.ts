import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import { EndpointServer } from '../platform/http';
import { eachDatabase } from '../platform/testDatabase';
import { mountWork } from './routes';
import { createWorkFixture, eventually, WorkFixture } from './workFixture';
import { silentAudit } from '../testing/silentAudit';

jest.setTimeout(60_000);

const ada = 'user:default/ada';
const asAda = mockCredentials.user.header(ada);

describe.each(eachDatabase())('endpoints of dead letters on %s', id => {
  let fixture: WorkFixture;
  beforeEach(async () => {
    fixture = await createWorkFixture(id);
  });
  afterEach(() => fixture.stop());

  /** Three dead letters (n 1 to 3), and the endpoints as the caller with these groups sees them. */
  async function start(ownershipEntityRefs: string[] = [ada]) {
    const { enqueue, logger, newQueue } = fixture;
    const queue = newQueue();
    const done: unknown[] = [];
    let works = false;
    queue.handle(
      'demo',
      async ({ n }) => {
        if (!works) throw new Error(`fault ${n}`);
        done.push(n);
      },
      { retrySeconds: [] },
    );
    await queue.start();
    for (const n of [1, 2, 3]) {
      await enqueue(queue, { kind: 'demo', data: { n } });
      await eventually(() => expect(logger.error).toHaveBeenCalledTimes(n));
    }
    works = true;

    const server = new EndpointServer({
      auth: mockServices.auth(),
      httpAuth: mockServices.httpAuth(),
      userInfo: mockServices.userInfo({
        userEntityRef: ada,
        ownershipEntityRefs,
      }),
      permissions: mockServices.permissions(),
      logger,
      admins: [ada],
      audit: silentAudit,
      checkIncident: async () => true,
      strictAnswers: true,
      onChange: () => {},
    });
    mountWork(server, queue);
    const app = express()
      .use(server.router)
      .use(
        MiddlewareFactory.create({
          config: mockServices.rootConfig(),
          logger: mockServices.logger.mock(),
        }).error(),
      );
    return { http: request(app), done };
  }

  it('an admin reads them newest first, page by page, and has one tried again', async () => {
    const { http, done } = await start();
    const first = await http
      .get('/v1/dead-letters?limit=2')
      .set('authorization', asAda)
      .expect(200);
    expect(first.body.items).toEqual([
      {
        id: expect.any(String),
        kind: 'demo',
        data: { n: 3 },
        cause: 'Error: fault 3',
        attempts: 1,
        failedAt: '2026-03-02T09:00:00.000Z',
      },
      expect.objectContaining({ data: { n: 2 } }),
    ]);
    const second = await http
      .get(`/v1/dead-letters?limit=2&cursor=${first.body.nextCursor}`)
      .set('authorization', asAda)
      .expect(200);
    expect(second.body).toEqual({
      items: [expect.objectContaining({ data: { n: 1 } })],
      nextCursor: null,
    });

    await http
      .post(`/v1/dead-letters/${first.body.items[1].id}/retry`)
      .set('authorization', asAda)
      .expect(200, {});
    await eventually(() => expect(done).toEqual([2]));
    const left = await http
      .get('/v1/dead-letters')
      .set('authorization', asAda)
      .expect(200);
    expect(
      left.body.items.map(({ data }: { data: { n: number } }) => data.n),
    ).toEqual([3, 1]);
  });

  it('somebody else may neither read nor retry them', async () => {
    const { http } = await start(['user:default/ana']);
    const refused = [
      await http.get('/v1/dead-letters').set('authorization', asAda),
      await http.post('/v1/dead-letters/1/retry').set('authorization', asAda),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403]);
  });

  it('bad input: a cursor or an id that is not from the list', async () => {
    const { http } = await start();
    const { body: wrongCursor } = await http
      .get('/v1/dead-letters?cursor=yesterday')
      .set('authorization', asAda)
      .expect(400);
    expect(wrongCursor.error.message).toMatch(/^query.cursor 'yesterday'/);
    const { body: wrongId } = await http
      .post('/v1/dead-letters/4711/retry')
      .set('authorization', asAda)
      .expect(404);
    expect(wrongId.error.message).toMatch(/no dead letter '4711'/);
  });
});
