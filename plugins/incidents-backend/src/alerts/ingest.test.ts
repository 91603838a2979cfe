import { Database } from '../platform/database';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { entity, keyA, keyB, startAlerts, trigger } from './testAlerts';

const accepted = { status: 'success', message: 'Event processed' };
const ack = (key: string) => ({
  routing_key: keyA,
  event_action: 'acknowledge',
  dedup_key: key,
});
const resolve = (key: string) => ({ ...ack(key), event_action: 'resolve' });

describe.each(eachDatabase())('what monitors send, %s', id => {
  let database: Database;
  beforeEach(async () => {
    database = await openDatabase(id);
  });

  it('makes an alert and an incident that pages', async () => {
    const room = await startAlerts(database);
    const { status, body } = await room.send(trigger('disk-db3'));
    expect([status, body]).toEqual([
      202,
      { ...accepted, dedup_key: 'disk-db3' },
    ]);
    const [incident] = await room.allIncidents();
    expect(incident).toMatchObject({
      title: 'Checkout latency p99 above 4s',
      severity: 'SEV3',
      status: 'triggered',
      openedBy: { kind: 'integration', ref: room.a.id, name: 'Watch A' },
      entity: { ref: 'component:default/checkout' },
    });
    expect(room.told).toEqual([`paged ${incident.id}`]);
    expect(await room.allAlerts()).toEqual([
      expect.objectContaining({
        incidentId: incident.id,
        dedupKey: 'disk-db3',
        status: 'open',
        count: 1,
        occurredAt: room.clock.now(),
      }),
    ]);
    expect(await room.lastEntry(room.a.id)).toMatchObject({
      outcome: 'created',
      incidentId: incident.id,
      dedupKey: 'disk-db3',
    });
  });

  it('takes severity from the alert, the tier and the floor', async () => {
    const room = await startAlerts(database, {
      entities: [
        entity('checkout', { tier: 1 }),
        entity('search', { severityFloor: 'SEV1' }),
      ],
    });
    await room.send(trigger('a'));
    await room.send(trigger('b', { severity: 'info' }));
    await room.send({
      ...trigger('c', { severity: 'info' }),
      routing_key: keyB,
    });
    const severities = (await room.allIncidents()).map(i => i.severity);
    expect(severities).toEqual(['SEV1', 'SEV5', 'SEV2']);
    expect(room.told.map(line => line.split(' ')[0])).toEqual([
      'paged',
      'recorded',
      'paged',
    ]);
  });

  it('opens incidents also for an entity that nobody knows any more', async () => {
    const room = await startAlerts(database, { entities: [] });
    await room.send(trigger('a')).expect(202);
    expect(await room.allIncidents()).toHaveLength(1);
  });

  it('makes a new alert of every trigger without a dedup key, each key returned', async () => {
    const room = await startAlerts(database);
    const one = await room.send(trigger(undefined));
    const two = await room.send(trigger(undefined));
    expect(one.body.dedup_key).not.toBe(two.body.dedup_key);
    expect(await room.allAlerts()).toHaveLength(2);
    await room.send(resolve(one.body.dedup_key)).expect(202);
    expect((await room.allAlerts()).map(a => a.status)).toEqual([
      'resolved',
      'open',
    ]);
  });

  it('counts repeats on the alert and tells the timeline only what is new', async () => {
    const room = await startAlerts(database);
    await room.send(trigger('k', { custom_details: 1 }));
    const [{ lastSeq: before }] = await room.allIncidents();
    room.clock.advanceMinutes(2);
    await room.send(trigger('k', { custom_details: 2 }));
    expect(await room.allIncidents()).toEqual([
      expect.objectContaining({ lastSeq: before }),
    ]);
    await room.send(trigger('k', { summary: 'Disk 93%', custom_details: 3 }));
    const [alert] = await room.allAlerts();
    expect(alert).toMatchObject({
      count: 3,
      summary: 'Disk 93%',
      details: 3,
      lastAt: room.clock.now(),
    });
    expect(+alert.lastAt - +alert.firstAt).toBe(120_000);
    const [after] = await room.allIncidents();
    expect(after.lastSeq).toBe(before + 1);
    expect(room.told).toEqual([`paged ${after.id}`]);
  });

  it('raises severity by a repeat, and never lowers it', async () => {
    const room = await startAlerts(database);
    await room.send(trigger('k', { severity: 'warning' }));
    await room.send(trigger('k', { severity: 'critical' }));
    await room.send(trigger('k', { severity: 'info' }));
    const [incident] = await room.allIncidents();
    expect(incident.severity).toBe('SEV3');
    expect(room.told).toEqual([
      `paged ${incident.id}`,
      `louder ${incident.id}`,
    ]);
    expect(await room.allAlerts()).toMatchObject([
      { severity: 'critical', count: 3 },
    ]);
  });

  it('keeps the incident with its people when a monitor acknowledges', async () => {
    const room = await startAlerts(database);
    await room.send(trigger('k'));
    await room.send(ack('k')).expect(202);
    await room.send(ack('k')).expect(202);
    const [incident] = await room.allIncidents();
    expect(incident).toMatchObject({
      status: 'acknowledged',
      assigned: [{ name: 'Ana' }],
    });
    await room.send(trigger('k'));
    expect(room.told).toEqual([
      `paged ${incident.id}`,
      `acknowledged ${incident.id}`,
    ]);
    expect(await room.lastEntry(room.a.id)).toMatchObject({
      outcome: 'appended',
    });
  });

  it('resolves the incident with its last alert; the same key is then a recurrence', async () => {
    const room = await startAlerts(database);
    await room.send(trigger('k'));
    await room.send(resolve('k')).expect(202, {
      ...accepted,
      dedup_key: 'k',
    });
    const [first] = await room.allIncidents();
    expect(first.status).toBe('resolved');
    room.clock.advanceMinutes(29);
    await room.send(trigger('k'));
    const [second] = await room.allIncidents();
    expect(second).toMatchObject({
      status: 'triggered',
      recurrenceOf: first.id,
    });
    await room.send(resolve('k'));
    room.clock.advanceMinutes(31);
    await room.send(trigger('k'));
    const [third] = await room.allIncidents();
    expect(third.recurrenceOf).toBeNull();
    expect((await room.allAlerts()).map(a => a.status)).toEqual([
      'resolved',
      'resolved',
      'open',
    ]);
  });

  it('leaves a major incident to its people when its last alert resolves', async () => {
    const room = await startAlerts(database, {
      entities: [entity('checkout', { tier: 1 })],
    });
    await room.send(trigger('k'));
    await room.send(resolve('k'));
    expect(await room.allIncidents()).toMatchObject([
      { severity: 'SEV2', status: 'triggered', phase: 'monitoring' },
    ]);
  });

  it('closes alerts with the incident that a person resolves', async () => {
    const room = await startAlerts(database);
    await room.send(trigger('k'));
    const [{ id: number }] = await room.allIncidents();
    await room.incidents.commands.resolve(number, {
      kind: 'person',
      ref: 'user:default/ana',
      name: 'Ana',
    });
    expect(await room.allAlerts()).toMatchObject([
      { status: 'resolved', resolvedAt: room.clock.now() },
    ]);
    await room.send(trigger('k'));
    expect(await room.allIncidents()).toHaveLength(2);
  });

  it.each(['acknowledge', 'resolve'])(
    'drops an %s of what is unknown, resolved, or another integration’s, and says why in the log',
    async action => {
      const room = await startAlerts(database);
      await room.send(trigger('gone'));
      await room.send(resolve('gone'));
      await room.send(trigger('k'));
      const say = (key: string, dedupKey: string) =>
        room
          .send({
            routing_key: key,
            event_action: action,
            dedup_key: dedupKey,
          })
          .expect(202);
      await say(keyA, 'never');
      await say(keyA, 'gone');
      await say(keyB, 'k');
      expect(await room.allIncidents()).toMatchObject([
        { status: 'triggered' },
        { status: 'resolved' },
      ]);
      for (const integration of [room.a, room.b]) {
        expect(await room.lastEntry(integration.id)).toMatchObject({
          outcome: 'dropped',
          action,
          reason: expect.stringContaining('No open alert'),
        });
      }
    },
  );

  it('records a change event, and neither alert nor page', async () => {
    const room = await startAlerts(database);
    await room
      .sendChange({
        routing_key: keyA,
        payload: {
          summary: 'Deploy checkout 4.18.0',
          timestamp: '2026-03-02T07:00:00.000+0000',
        },
      })
      .expect(202, {
        status: 'success',
        message: 'Change event processed',
      });
    await room.sendChange({ routing_key: keyA, payload: { summary: 'Now' } });
    const since = new Date('2026-03-02T00:00:00Z');
    expect(
      await room.alerts.changesOf('component:default/checkout', since),
    ).toMatchObject([
      { summary: 'Now', at: room.clock.now().toISOString() },
      { summary: 'Deploy checkout 4.18.0', at: '2026-03-02T07:00:00.000Z' },
    ]);
    expect(
      await room.alerts.changesOf('component:default/search', since),
    ).toEqual([]);
    expect(await room.allIncidents()).toEqual([]);
    expect(await room.lastEntry(room.a.id)).toMatchObject({
      type: 'change',
      outcome: 'change',
    });
  });

  it('makes one alert and one incident of twenty triggers at once', async () => {
    const room = await startAlerts(database);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => room.send(trigger('k'))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(202));
    expect(await room.allAlerts()).toMatchObject([{ count: 20 }]);
    expect(await room.allIncidents()).toHaveLength(1);
    expect(room.told).toHaveLength(1);
  });

  it('loses none of twenty repeats at once that each say something else, while a person resolves', async () => {
    const room = await startAlerts(database);
    await room.send(trigger('k'));
    const [{ id: number }] = await room.allIncidents();
    const [answers] = await Promise.all([
      Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          room.send(trigger('k', { summary: `Disk ${n}%` })),
        ),
      ),
      room.incidents.commands.resolve(number, {
        kind: 'person',
        ref: 'user:default/ana',
        name: 'Ana',
      }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(202));
    const alerts = await room.allAlerts();
    expect(alerts.reduce((sum, { count }) => sum + count, 0)).toBe(21);
    const open = alerts.filter(({ status }) => status === 'open');
    expect(open.length).toBe(alerts.length - 1);
  });

  it('starts over when the alert was opened elsewhere while its people were looked up', async () => {
    let raced = false;
    const room = await startAlerts(database, {
      duringPrepare: async () => {
        if (raced) return;
        raced = true;
        await room.send(trigger('k')).expect(202);
      },
    });
    await room.send(trigger('k')).expect(202);
    expect(await room.allAlerts()).toMatchObject([{ count: 2 }]);
    expect(await room.allIncidents()).toHaveLength(1);
  });
});
