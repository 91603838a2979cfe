import request from 'supertest';
import { Database } from '../platform/database';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { keyA, keyB, startAlerts, trigger } from './testAlerts';

const accepted = { status: 'success', message: 'Event processed' };
const ack = (key: string) => ({
  routing_key: keyA,
  event_action: 'acknowledge',
  dedup_key: key,
});
const resolve = (key: string) => ({ ...ack(key), event_action: 'resolve' });

describe.each(eachDatabase())('limits and what is kept, %s', id => {
  let database: Database;
  beforeEach(async () => {
    database = await openDatabase(id);
  });

  it('folds repeats above the limit, refuses what is new, and lets one key not starve another', async () => {
    const room = await startAlerts(database, { eventsPerMinutePerKey: 3 });
    await room.send(trigger('a', { severity: 'warning' })).expect(202);
    await room.send(trigger('b')).expect(202);
    await room.send(trigger('c')).expect(202);
    await room
      .send(trigger('b', { summary: 'again', severity: 'info' }))
      .expect(202, { ...accepted, dedup_key: 'b' });
    const refused = await room.send(trigger('new'));
    expect([
      refused.status,
      refused.body,
      refused.headers['retry-after'],
    ]).toEqual([
      429,
      {
        status: 'throttle exceeded',
        message: expect.any(String),
        errors: [expect.any(String)],
      },
      '20',
    ]);
    await room.send(trigger(undefined)).expect(429);
    await room.send(resolve('never')).expect(429);
    await room
      .sendChange({ routing_key: keyA, payload: { summary: 'x' } })
      .expect(429);
    expect(await room.lastEntry(room.a.id)).toMatchObject({
      outcome: 'throttled',
    });
    // What raises, acknowledges or resolves a known alert is not lost.
    await room.send(trigger('a', { severity: 'critical' })).expect(202);
    await room.send(ack('b')).expect(202);
    await room.send(resolve('c')).expect(202);
    expect(await room.allAlerts()).toMatchObject([
      { dedupKey: 'a', severity: 'critical', count: 2 },
      { dedupKey: 'b', severity: 'critical', count: 2, status: 'open' },
      { dedupKey: 'c', status: 'resolved' },
    ]);
    await room.send({ ...trigger('new'), routing_key: keyB }).expect(202);
    room.clock.advanceSeconds(20);
    await room.send(trigger('new')).expect(202);
  });

  it('folds all but the first of many at once with a new key, also when only one may come', async () => {
    const room = await startAlerts(database, { eventsPerMinutePerKey: 1 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => room.send(trigger('k'))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(202));
    expect(await room.allAlerts()).toMatchObject([{ count: 20 }]);
    // Steps that wait for many alerts count them too.
    expect(room.repeats()).toBe(19);
  });

  it('writes only a few log entries a minute of what is above the limit', async () => {
    const room = await startAlerts(database, { eventsPerMinutePerKey: 1 });
    await room.send(trigger('a'));
    for (let n = 0; n < 70; n++) await room.send(trigger(`new-${n}`));
    for (let n = 0; n < 20; n++) await room.send(trigger('a'));
    const { items } = await room.log.ofIntegration(room.a.id, { limit: 200 });
    expect(items).toHaveLength(61);
    expect((await room.allAlerts())[0].count).toBe(21);
  });

  it('keeps no key in alerts, incidents, changes or logs', async () => {
    const room = await startAlerts(database);
    await room
      .send(
        trigger(
          'k',
          {
            summary: `see https://x.test/?key=${keyA}`,
            custom_details: { url: `https://x.test/${keyA}`, keyB },
          },
          { links: [{ href: `https://x.test/${keyA}`, text: 'x' }] },
        ),
      )
      .expect(202);
    await room
      .sendChange({
        routing_key: keyB,
        payload: { summary: keyB, custom_details: keyB },
      })
      .expect(202);
    await request(room.app)
      .post('/public/v2/enqueue')
      .set('content-type', 'application/json')
      .send(`{"routing_key":"${keyA}","event_action":`);
    for (const table of [
      'alerts',
      'incidents',
      'timeline',
      'change_events',
      'ingest_log',
      'integrations',
    ]) {
      const stored = JSON.stringify(await database.knex(table));
      expect(stored).not.toContain(keyA);
    }
    const log = await room.log.ofIntegration(room.b.id, { limit: 1 });
    expect(JSON.stringify(log)).not.toContain(keyB);
    expect(JSON.stringify(room.logger)).not.toContain(keyA);
  });

  it('cuts the stored request and says so, not the alert', async () => {
    const room = await startAlerts(database);
    const blob = 'x'.repeat(100_000);
    await room.send(trigger('k', { custom_details: { blob } })).expect(202);
    const { payload } = await room.lastEntry(room.a.id);
    expect(payload.length).toBeLessThan(66_000);
    expect(payload).toContain('more characters were not kept');
    expect(await room.allAlerts()).toMatchObject([{ details: { blob } }]);
  });

  it('stores details as they came, whatever they are', async () => {
    const room = await startAlerts(database);
    const details = JSON.parse(
      '{"__proto__":{"polluted":1},"nul":"a\\u0000b","x":"<script>alert(1)</script>","Größe":[1,{"d":null},"🚨"],"z":1,"a":2}',
    );
    await room.send(trigger('k', { custom_details: details })).expect(202);
    const [alert] = await room.allAlerts();
    expect(JSON.stringify(alert.details)).toBe(JSON.stringify(details));
    expect('polluted' in {}).toBe(false);
  });

  it('remembers when an integration was heard of, without a write for every event', async () => {
    const room = await startAlerts(database);
    expect(await room.alerts.anyEventYet()).toBe(false);
    const first = room.clock.now();
    await room.send(trigger('k'));
    room.clock.advanceSeconds(9);
    await room.send(trigger('k'));
    const lastEventAt = async () =>
      (await room.integrations.get(room.a.id)).lastEventAt;
    expect(await lastEventAt()).toEqual(first);
    room.clock.advanceSeconds(1);
    await room.send(trigger('k'));
    expect(await lastEventAt()).toEqual(room.clock.now());
    expect(await room.alerts.anyEventYet()).toBe(true);
  });

  it('purges the log after thirty days', async () => {
    const room = await startAlerts(database);
    await room.send(trigger('k'));
    room.clock.advanceMinutes(30 * 24 * 60);
    await room.send(trigger('k'));
    room.clock.advanceMinutes(1);
    expect(await room.alerts.purge()).toBe(1);
    expect(await room.lastEntry(room.a.id)).toMatchObject({
      outcome: 'appended',
    });
  });

  it('keeps the newest thousand of unknown keys', async () => {
    const room = await startAlerts(database);
    const rows = Array.from({ length: 1_500 }, (_, n) => ({
      at: room.clock.now(),
      type: 'alert',
      outcome: 'rejected',
      errors: '[]',
      warnings: '[]',
      payload: `${n}`,
    }));
    for (let n = 0; n < rows.length; n += 50) {
      await database.knex('ingest_log').insert(rows.slice(n, n + 50));
    }
    await room.send({ ...trigger('k'), routing_key: '0'.repeat(32) });
    const [{ n }] = await database.knex('ingest_log').count({ n: 'id' });
    expect(Number(n)).toBe(1_000);
    expect((await room.lastUnknown()).dedupKey).toBe('k');
  });
});
