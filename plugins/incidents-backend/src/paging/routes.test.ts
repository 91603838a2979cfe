import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { InMemoryChannel } from '@muster/backstage-plugin-incidents-node';
import express from 'express';
import request from 'supertest';
import { EndpointServer } from '../platform/http';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { createFixture, people } from './pagingFixture';
import { silentAudit } from '../testing/silentAudit';

// A fresh database per test takes its time on a busy machine.
jest.setTimeout(60_000);

const asAna = mockCredentials.user.header(people.ana.ref);

describe.each(eachDatabase())('paging’s endpoints, on %s', id => {
  async function start(options: Parameters<typeof createFixture>[1] = {}) {
    const database = await openDatabase(id);
    const fixture = await createFixture(database, options);
    const logger = mockServices.logger.mock();
    const server = new EndpointServer({
      auth: mockServices.auth(),
      httpAuth: mockServices.httpAuth(),
      userInfo: mockServices.userInfo({
        userEntityRef: people.ana.ref,
        ownershipEntityRefs: [people.ana.ref],
      }),
      permissions: mockServices.permissions(),
      logger,
      admins: [],
      audit: silentAudit,
      checkIncident: async () => true,
      strictAnswers: true,
      onChange: () => {},
    });
    fixture.room.mount(server);
    const app = express().use(server.router);
    app.use(
      MiddlewareFactory.create({
        config: mockServices.rootConfig(),
        logger,
      }).error(),
    );
    return { ...fixture, database, http: request(app) };
  }

  it('the ledger answers why somebody was paged and what became of it', async () => {
    const { http, open, page, work } = await start();
    const incident = await open();
    await page(incident, [people.ana, people.eve]);
    await work.runAll();
    const { body } = await http
      .get(`/v1/incidents/INC-${incident}/pages`)
      .set('authorization', asAna)
      .expect(200);
    expect(body.items).toMatchObject([
      {
        person: people.ana,
        step: 1,
        why: 'step 1 of Payments primary',
        deliveries: [
          {
            channel: 'email',
            state: 'sent',
            address: 'a••@example.test',
            attempts: [{ outcome: 'sent' }],
          },
          { channel: 'portal', state: 'sent', address: null },
        ],
      },
      {
        person: people.eve,
        deliveries: [
          {
            channel: 'email',
            state: 'failed',
            reason: 'the catalog has no email address',
          },
          { channel: 'portal', state: 'sent' },
        ],
      },
    ]);
  });

  it('bad input: the ledger of an incident that does not exist is not found', async () => {
    const { http } = await start();
    const { body } = await http
      .get('/v1/incidents/INC-404/pages')
      .set('authorization', asAna)
      .expect(404);
    expect(body.error.message).toBe('There is no INC-404');
  });

  it('a test page reaches the caller through each of their channels, and the first run remembers it', async () => {
    const { http, email, notifications, room } = await start();
    expect(await room.testPageSentOnce()).toBe(false);
    const { body } = await http
      .post('/v1/me/test-page')
      .set('authorization', asAna)
      .expect(200);
    expect(body.results).toEqual([
      { channel: 'email', ok: true, detail: 'kept' },
      {
        channel: 'portal',
        ok: true,
        detail: 'handed to the portal’s notifications',
      },
    ]);
    expect(email.calls).toEqual([
      {
        message: expect.objectContaining({ kind: 'test', person: people.ana }),
        context: expect.objectContaining({ address: 'ana@example.test' }),
      },
    ]);
    expect(notifications.send).toHaveBeenCalledWith(
      expect.objectContaining({
        recipients: { type: 'entity', entityRef: people.ana.ref },
      }),
    );
    expect(await room.testPageSentOnce()).toBe(true);
  });

  it('bad input: a test page says what failed through which channel, and counts only when one got through', async () => {
    const broken = new InMemoryChannel('email');
    broken.answerWith(async () => {
      throw new Error('connect ECONNREFUSED, for ana@example.test');
    });
    const { http, notifications, room } = await start({ channels: [broken] });
    notifications.send.mockRejectedValueOnce(new Error('503'));
    const { body } = await http
      .post('/v1/me/test-page')
      .set('authorization', asAna)
      .expect(200);
    expect(body.results).toEqual([
      {
        channel: 'email',
        ok: false,
        detail: 'connect ECONNREFUSED, for a••@example.test',
      },
      { channel: 'portal', ok: false, detail: '503' },
    ]);
    expect(await room.testPageSentOnce()).toBe(false);
  });

  it('bad input: a service has no channels to test', async () => {
    const { http, email } = await start();
    await http
      .post('/v1/me/test-page')
      .set('authorization', mockCredentials.service.header())
      .expect(403);
    expect(email.calls).toEqual([]);
  });

  describe('the demo’s mailbox', () => {
    it('keeps what would have been sent, newest first, once per delivery', async () => {
      const demo = { demo: true, channels: [] };
      const { http, open, page, work, clock, database } = await start(demo);
      const incident = await open();
      await page(incident, [people.ana]);
      await work.runAll();
      clock.advanceMinutes(1);
      // As after a sender that died: what is sent again does not appear again.
      await database
        .knex('deliveries')
        .where({ channel: 'email' })
        .update({ state: 'queued', due_at: clock.now() });
      await page(incident, [people.ben], { step: 2 });
      await work.sweepAll();
      await work.runAll();
      const { body } = await http
        .get('/v1/mailbox')
        .set('authorization', asAna)
        .expect(200);
      expect(body.items).toMatchObject([
        { to: people.ben, address: 'ben@example.test' },
        {
          to: people.ana,
          address: 'ana@example.test',
          at: '2026-03-02T03:00:00.000Z',
          subject: `SEV2 checkout: 5xx above 20 % (INC-${incident})`,
          text: expect.stringContaining('/public/acknowledge/'),
        },
      ]);
      const limited = await http
        .get('/v1/mailbox?limit=1')
        .set('authorization', asAna)
        .expect(200);
      expect(limited.body.items).toHaveLength(1);
    });

    it('gives way to a real email channel', async () => {
      const { room } = await start({ demo: true });
      expect((await room.channels()).map(({ title }) => title)).toEqual([
        'Memory (email)',
        'Portal',
      ]);
    });

    it('bad input: outside the demo there is none, and it says so', async () => {
      const { http } = await start();
      const { body } = await http
        .get('/v1/mailbox')
        .set('authorization', asAna)
        .expect(404);
      expect(body.error.message).toContain('only in the demo');
    });

    it('bad input: an absurd limit is refused by name', async () => {
      const { http } = await start({ demo: true });
      const { body } = await http
        .get('/v1/mailbox?limit=0')
        .set('authorization', asAna)
        .expect(400);
      expect(body.error.message).toContain('query.limit');
    });
  });

  it('shows a person their own channels in full, and whether they wake them', async () => {
    const { room } = await start();
    expect(await room.channelsOf(people.ana.ref)).toEqual([
      {
        channel: 'email',
        title: 'Memory (email)',
        address: 'ana@example.test',
        wakes: false,
      },
      { channel: 'portal', title: 'Portal', address: null, wakes: false },
    ]);
    expect(await room.channelsOf(people.eve.ref)).toEqual([
      { channel: 'portal', title: 'Portal', address: null, wakes: false },
    ]);
    const demo = await start({ demo: true });
    expect(
      (await demo.room.channelsOf(people.ana.ref)).map(({ wakes }) => wakes),
    ).toEqual([true, false]);
  });
});
