import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { Database } from '../platform/database';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { keyA, keyB, startAlerts, trigger } from './testAlerts';

const invalid = {
  status: 'invalid event',
  message: 'Event object is invalid',
};
const resolve = (key: string) => ({
  routing_key: keyA,
  event_action: 'resolve',
  dedup_key: key,
});

describe.each(eachDatabase())('what senders are told, %s', id => {
  let database: Database;
  beforeEach(async () => {
    database = await openDatabase(id);
  });

  it('reads the key from the header, before the body', async () => {
    const room = await startAlerts(database);
    const { routing_key: _, ...body } = trigger('k');
    await room.send(body).set('X-Routing-Key', keyA).expect(202);
    await room.send(trigger('k')).set('x-routing-key', keyB).expect(202);
    expect((await room.allAlerts()).map(a => a.integrationId)).toEqual([
      room.a.id,
      room.b.id,
    ]);
  });

  describe('in whatever wrapping', () => {
    const post = (room: Awaited<ReturnType<typeof startAlerts>>) =>
      request(room.app).post('/public/v2/enqueue');

    it.each([
      'application/json; charset=utf-8',
      'text/plain',
      'application/vnd.api+json',
      'application/octet-stream',
    ])('takes JSON called %s', async type => {
      const room = await startAlerts(database);
      await post(room)
        .set('Content-Type', type)
        .send(JSON.stringify(trigger('k')))
        .expect(202);
      expect(await room.allAlerts()).toHaveLength(1);
    });

    it('takes gzip, and a byte order mark', async () => {
      const room = await startAlerts(database);
      const packed = post(room)
        .set('Content-Type', 'application/json')
        .set('Content-Encoding', 'gzip');
      packed.write(gzipSync(`\uFEFF${JSON.stringify(trigger('k'))}`));
      await packed.expect(202);
      expect(await room.allAlerts()).toHaveLength(1);
    });

    it('bad input: a pack that unpacks beyond the limit is refused', async () => {
      const room = await startAlerts(database);
      const packed = post(room)
        .set('Content-Type', 'application/json')
        .set('Content-Encoding', 'gzip');
      packed.write(gzipSync(Buffer.alloc(5_000_000, 0x20)));
      expect((await packed).status).toBe(413);
    });

    it.each([
      ['', 400],
      ['{', 400],
      ['null', 400],
      ['[]', 400],
      [`[${JSON.stringify(trigger('k'))}]`, 400],
      ['routing_key=x&event_action=trigger', 400],
      ['\u0000\u0001', 400],
    ])('bad input: the body %j is refused in JSON', async (text, status) => {
      const room = await startAlerts(database);
      const { body } = await post(room)
        .set('Content-Type', 'application/json')
        .send(text)
        .expect(status)
        .expect('content-type', /^application\/json/);
      expect(body).toEqual({
        ...invalid,
        errors: expect.arrayContaining([expect.any(String)]),
      });
      expect(await room.lastUnknown()).toMatchObject({ outcome: 'rejected' });
      expect(await room.allIncidents()).toEqual([]);
    });

    it('bad input: garbage instead of gzip, an unknown encoding', async () => {
      const room = await startAlerts(database);
      const type = 'application/json';
      await post(room)
        .set({ 'Content-Type': type, 'Content-Encoding': 'gzip' })
        .send('{}')
        .expect(400);
      const { body } = await post(room)
        .set({ 'Content-Type': type, 'Content-Encoding': 'zstd' })
        .send('{}')
        .expect(415);
      expect(body).toMatchObject(invalid);
    });

    it('bad input: one byte above 512 KiB is refused, the limit itself is taken', async () => {
      const room = await startAlerts(database);
      const sized = (bytes: number) => {
        const empty = JSON.stringify(
          trigger('k', { custom_details: { blob: '' } }),
        );
        const blob = 'x'.repeat(bytes - Buffer.byteLength(empty));
        return JSON.stringify(trigger('k', { custom_details: { blob } }));
      };
      const send = (text: string) =>
        post(room)
          .set({ 'Content-Type': 'application/json', 'X-Routing-Key': keyA })
          .send(text);
      const { body } = await send(sized(524_289)).expect(413);
      expect(body).toEqual({
        ...invalid,
        errors: [expect.stringContaining('524288')],
      });
      expect(await room.lastEntry(room.a.id)).toMatchObject({
        outcome: 'rejected',
        errors: [expect.stringContaining('524288')],
      });
      await send(sized(524_288)).expect(202);
    });

    it('bad input: other methods are answered in JSON, with the one that is meant', async () => {
      const room = await startAlerts(database);
      const answer = await request(room.app).get('/public/v2/enqueue');
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe('POST');
      expect(answer.body).toMatchObject({ status: 'invalid event' });
    });

    it('bad input: malformed JSON is shown to the owner of its key', async () => {
      const room = await startAlerts(database);
      await post(room)
        .set('Content-Type', 'application/json')
        .send(`{"routing_key":"${keyA}","event_action":"trigger",`)
        .expect(400);
      expect(await room.lastEntry(room.a.id)).toMatchObject({
        outcome: 'rejected',
        errors: ['The body is not valid JSON'],
        payload: '{"routing_key":"[key removed]","event_action":"trigger",',
      });
    });
  });

  it('bad input: a key that nobody has is refused and shown to admins', async () => {
    const room = await startAlerts(database);
    await room
      .send({ ...trigger('k'), routing_key: '0'.repeat(32) })
      .expect(400, { ...invalid, errors: ['Invalid routing key'] });
    expect(await room.lastUnknown()).toMatchObject({
      outcome: 'rejected',
      errors: ['Invalid routing key'],
      dedupKey: 'k',
      summary: 'Checkout latency p99 above 4s',
    });
    await room.send({ ...trigger('k'), routing_key: 'abc123' }).expect(400, {
      ...invalid,
      errors: [
        "Length of 'routing_key' is incorrect (should be 32 characters)",
      ],
    });
    await room.send({}).expect(400, {
      ...invalid,
      errors: [
        "'routing_key' is missing or blank",
        "'event_action' is missing or blank",
        "'payload' is missing or blank",
      ],
    });
  });

  it('bad input: a key that was switched off is refused, and the log says so', async () => {
    const room = await startAlerts(database);
    await room.send(trigger('k'));
    await room.integrations.revoke(room.a.id);
    const { body } = await room.send(resolve('k')).expect(400);
    expect(body.errors).toEqual([
      expect.stringMatching(/Invalid routing key.*switched off/),
    ]);
    expect(await room.lastEntry(room.a.id)).toMatchObject({
      outcome: 'rejected',
      reason: 'The integration is switched off',
    });
    expect(await room.allAlerts()).toMatchObject([{ status: 'open' }]);
  });

  it('bad input: wrong types are refused with every fault, and the owner sees it', async () => {
    const room = await startAlerts(database);
    const body = trigger('k', { summary: 7, severity: 'FATAL' });
    const answer = await room.send(body).expect(400);
    expect(answer.body.errors).toHaveLength(2);
    expect(await room.lastEntry(room.a.id)).toMatchObject({
      outcome: 'rejected',
      errors: answer.body.errors,
    });
    expect(await room.allIncidents()).toEqual([]);
  });

  it('bad input: tells the sender to retry when the database is away, in JSON', async () => {
    const room = await startAlerts(database);
    await database.knex.schema.dropTable('ingest_log');
    for (const send of [
      () => room.send(trigger('k')),
      () => room.send({}),
      () => room.sendChange({ routing_key: keyA, payload: { summary: 'x' } }),
    ]) {
      const answer = await send().expect(503).expect('retry-after', /^\d+$/);
      expect(answer.body).toMatchObject({ errors: [expect.any(String)] });
    }
    // One transaction: what could not be logged was not done.
    expect(await room.allIncidents()).toEqual([]);
    await database.knex.destroy();
    await room.send(trigger('k')).expect(503);
  });
});
