import { Severity } from '@muster/backstage-plugin-incidents-common';
import request from 'supertest';
import { Database, instantOrNull } from '../../platform/database';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { alertsOfIncident } from '../alertStore';
import { randomKey } from '../routingKey';
import { entity, startAlerts, trigger } from '../testAlerts';
import { saveSettings } from './entitySettingsStore';
import { Heartbeats } from './Heartbeats';
import { MaintenanceWindows } from './MaintenanceWindows';

jest.setTimeout(60_000);

const checkout = {
  ref: 'component:default/checkout',
  name: 'checkout',
};
const ana = { ref: 'user:default/ana', name: 'Ana' };
const by = { kind: 'person' as const, ...ana };

describe.each(eachDatabase())('upkeep on %s', id => {
  let database: Database;

  beforeEach(async () => {
    database = await openDatabase(id);
  });

  /** The room with its queue in our hands. */
  async function start() {
    const room = await startAlerts(database, {
      entities: [entity('checkout'), entity('search')],
    });
    const { clock, work, app } = room;
    const options = { ...room, database, newKey: randomKey };
    const windows = new MaintenanceWindows(options);
    const heartbeats = new Heartbeats(options);
    /** What is due now happens. */
    const settle = async () => {
      await work.sweepAll();
      await work.runDue(clock.now());
    };
    return {
      ...room,
      windows,
      heartbeats,
      settle,
      /** A minute after the other, so that somebody listens all the time. */
      pass: async (minutes: number) => {
        for (let minute = 0; minute < minutes; minute++) {
          clock.advanceMinutes(1);
          // Every job is lost: the sweep finds what is overdue.
          work.jobs.length = 0;
          clock.advanceSeconds(3);
          await settle();
          clock.advanceSeconds(-3);
        }
      },
      hold: (minutes: number, from = 0, entities = [checkout]) =>
        windows.create(
          {
            entities,
            start:
              from === 0 ? undefined : new Date(+clock.now() + from * 60_000),
            end: new Date(+clock.now() + (from + minutes) * 60_000),
            reason: 'New database',
          },
          by,
        ),
      heartbeat: async (everyMinutes: number, severity: Severity = 'SEV3') => {
        const made = await heartbeats.create({
          name: 'Nightly',
          entity: checkout,
          everyMinutes,
          severity,
          paused: false,
        });
        return {
          id: made.heartbeat.id,
          beat: () => request(app).post(`/public/heartbeat/${made.token}`),
          get: () => heartbeats.get(made.heartbeat.id),
        };
      },
    };
  }

  describe('maintenance', () => {
    it('holds what opens while it lasts and lets it go at its end', async () => {
      const {
        send,
        settle,
        told,
        clock,
        work,
        hold,
        allIncidents,
        incidents,
        windows,
      } = await start();
      const window = await hold(30);
      await send(trigger('a'));
      await send(trigger('b'));
      const [b, a] = await allIncidents();
      expect(a.held).toEqual({ reason: 'New database', until: window.end });
      await settle();
      expect(await windows.get(window.id)).toMatchObject({ holding: 2 });
      await incidents.commands.resolve(b.id, by);
      told.length = 0;

      clock.advanceMinutes(31);
      work.jobs.length = 0;
      await settle();
      expect(told).toEqual([`released ${a.id}`]);
      expect((await incidents.get(a.id)).held).toBeNull();
      const last = await database
        .knex('timeline')
        .where({ incident_id: a.id, kind: 'released' })
        .first('text');
      expect(last.text).toContain(
        `Resolved meanwhile, without paging anybody: INC-${b.id}`,
      );
      await settle();
      expect(told).toHaveLength(1);
    });

    it('stops what is running when it begins, and nothing elsewhere', async () => {
      const { send, settle, told, clock, hold, allIncidents } = await start();
      await hold(30, 5);
      await send(trigger('a'));
      await send(
        trigger('s', {}, { routing_key: 'feedface12345678feedface12345678' }),
      );
      await settle();
      expect((await allIncidents()).map(({ held }) => held)).toEqual([
        null,
        null,
      ]);
      told.length = 0;
      clock.advanceMinutes(6);
      await settle();
      expect(told).toEqual([`held ${(await allIncidents())[1].id}`]);
    });

    it('goes on while another window covers the entity, and ends early or later as people say', async () => {
      const { send, settle, told, clock, hold, allIncidents, windows } =
        await start();
      const first = await hold(10);
      const second = await hold(30);
      await send(trigger('a'));
      const [{ id: incident }] = await allIncidents();
      const held = async () => (await allIncidents())[0].held?.until;
      expect(await held()).toEqual(second.end);
      await windows.end(first.id);
      await settle();
      expect(await held()).toEqual(second.end);

      const later = new Date(+second.end + 600_000);
      await windows.change(second.id, {
        start: undefined,
        end: later,
        reason: 'It takes longer',
      });
      await settle();
      expect(await held()).toEqual(later);
      clock.advanceMinutes(35);
      await settle();
      expect(await held()).toEqual(later);
      expect(told).not.toContain(`released ${incident}`);

      await windows.end(second.id);
      await settle();
      expect(told).toContain(`released ${incident}`);
      await expect(
        windows.change(second.id, {
          start: undefined,
          end: later,
          reason: 'x',
        }),
      ).rejects.toThrow('is over');
    });

    it('catches what was opened in the moment in which it began', async () => {
      const { send, settle, clock, hold, allIncidents } = await start();
      await send(trigger('a'));
      await hold(30);
      await settle();
      // As if the opening transaction had not seen the window yet.
      await database
        .knex('incidents')
        .update({ held_until: null, held_reason: null });
      clock.advanceSeconds(40);
      await settle();
      expect((await allIncidents())[0].held).not.toBeNull();
    });
  });

  describe('heartbeats', () => {
    it('opens an incident by silence, which a beat resolves', async () => {
      const { heartbeat, pass, allIncidents, incidents } = await start();
      const nightly = await heartbeat(3, 'SEV4');
      await pass(10);
      expect(await allIncidents()).toEqual([]);
      expect(await nightly.get()).toMatchObject({ silentSince: null });

      expect((await nightly.beat()).body).toEqual({ status: 'ok' });
      await pass(2);
      await nightly.beat();
      await pass(2);
      expect(await allIncidents()).toEqual([]);
      await pass(1);
      const [incident] = await allIncidents();
      expect(incident).toMatchObject({
        title: 'No heartbeat from Nightly for 3 minutes',
        severity: 'SEV4',
        status: 'triggered',
      });
      expect(await nightly.get()).toMatchObject({ incidentId: incident.id });
      const first = await database
        .knex('timeline')
        .where({ incident_id: incident.id, seq: 1 })
        .first('data');
      expect(JSON.parse(first.data)).toMatchObject({ heartbeat: 'Nightly' });
      await pass(5);
      expect(await alertsOfIncident(database.knex, incident.id)).toMatchObject([
        { count: 1, dedupKey: `heartbeat:${nightly.id}` },
      ]);

      // Resolved by hand although it is silent still.
      await incidents.commands.resolve(incident.id, by);
      await pass(4);
      expect(await allIncidents()).toMatchObject([
        { status: 'triggered' },
        { status: 'resolved' },
      ]);

      await nightly.beat();
      await pass(1);
      expect(await allIncidents()).toMatchObject([
        { status: 'resolved' },
        { status: 'resolved' },
      ]);
    });

    it('takes no silence of its own for theirs, nor a clock that is set back', async () => {
      const {
        heartbeat,
        heartbeats,
        clock,
        settle,
        pass,
        alerts,
        allIncidents,
      } = await start();
      const nightly = await heartbeat(3);
      await nightly.beat();
      await settle();
      clock.advanceMinutes(60);
      await settle();
      expect(await allIncidents()).toEqual([]);
      clock.advanceMinutes(-60);
      await alerts.bringForward();
      const row = await database.knex('heartbeats').first('due_at');
      expect(instantOrNull(row.due_at)).toEqual(
        new Date(+clock.now() + 180_000),
      );
      await pass(5);
      expect(await allIncidents()).toHaveLength(1);

      await heartbeats.change(nightly.id, {
        name: 'Nightly',
        everyMinutes: 3,
        severity: 'SEV3',
        paused: true,
      });
      await settle();
      expect(await allIncidents()).toMatchObject([{ status: 'resolved' }]);
      await pass(5);
      expect(await allIncidents()).toHaveLength(1);
    });

    it('tells nothing of an unknown token, and asks to come again when nothing can be stored', async () => {
      const { heartbeat, app } = await start();
      const nightly = await heartbeat(3);
      const unknown = await request(app).get('/public/heartbeat/nobody');
      expect(unknown.status).toBe(404);
      expect(unknown.body).toEqual({
        error: { name: 'NotFoundError', message: 'There is no such heartbeat' },
        response: { statusCode: 404 },
      });
      expect((await request(app).put('/public/heartbeat/nobody')).status).toBe(
        405,
      );
      await database.knex.schema.renameTable('heartbeats', 'away');
      const lost = await nightly.beat();
      expect(lost.status).toBe(503);
      expect(lost.headers['retry-after']).toBe('5');
    });
  });

  it('resolves what nobody has touched for as long as its owners say', async () => {
    const { send, clock, settle, incidents, allIncidents } = await start();
    await send(trigger('a'));
    const [{ id: a }] = await allIncidents();
    const set = (minutes: number | null, version: number) =>
      saveSettings(
        database.knex,
        { entityRef: checkout.ref, autoResolveMinutes: minutes, version },
        ana,
        clock,
      );
    clock.advanceMinutes(60);
    await settle();
    expect((await incidents.get(a)).status).toBe('triggered');
    await set(60, 0);
    await incidents.commands.note(a, by, 'I look at it');
    clock.advanceMinutes(59);
    await settle();
    expect((await incidents.get(a)).status).toBe('triggered');
    await send(trigger('a'));
    clock.advanceMinutes(59);
    await settle();
    expect((await incidents.get(a)).status).toBe('triggered');
    clock.advanceMinutes(1);
    await settle();
    expect((await incidents.get(a)).status).toBe('resolved');
    await expect(set(null, 0)).rejects.toThrow('Ana changed these settings');
  });
});
