import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { addMinutes } from '../platform/clock';
import { Database } from '../platform/database';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { RecordingQueue } from '../testing/RecordingQueue';
import { StartedIncidents, startIncidents } from '../testing/startIncidents';
import { until } from '../testing/until';
import { Watchdog } from './Watchdog';

jest.setTimeout(60_000);

const checkout = 'component:default/checkout';

describe.each(eachDatabase())('the watchdog on %s', id => {
  let database: Database;
  let knex: Knex;
  let muster: StartedIncidents;
  let dog: Watchdog;
  let queue: RecordingQueue;
  const logger = mockServices.logger.mock();
  const told: [number, string][] = [];
  let held = false;

  beforeAll(async () => {
    database = await openDatabase(id);
    ({ knex } = database);
    muster = await startIncidents({ knex });
    queue = new RecordingQueue();
    dog = new Watchdog({
      database,
      clock: muster.clock,
      work: queue,
      incidents: {
        nameOf: number => `INC-${number}`,
        append: async (_tx, incidentId, ...entries) => {
          for (const { text } of entries) told.push([incidentId, text]);
        },
      },
      logger,
      metrics: metricsServiceMock.mock(),
      pageFrom: 'SEV4',
      isHolding: async () => held,
    });
  });
  afterAll(() => muster.stop());

  /** A new incident of checkout, of which everybody of Payments is paged at once. */
  const incident = async (): Promise<number> => {
    const { id: number } = await muster
      .as('ana')
      .call(contract.incidents.create, {
        body: { entityRef: checkout, title: 'Down' },
      });
    return number;
  };
  /** The watchdog's next look; what it told of. */
  const look = async () => {
    muster.clock.advanceSeconds(35);
    told.length = 0;
    await dog.check();
    return told.map(([number]) => number);
  };
  const escalationOf = (number: number) =>
    knex('escalations').where({ incident_id: number }).first();
  const change = (number: number, to: object) =>
    knex('escalations').where({ incident_id: number }).update(to);
  /** The step that the engine ran last, when it has run one more. */
  const goesOn = (number: number) =>
    until(async () => {
      const row = await escalationOf(number);
      return row?.state === 'exhausted' ? true : undefined;
    });

  it('leaves alone what goes on, and whatever has a reason to stand still', async () => {
    const running = await incident();
    const waiting = await incident();
    await change(waiting, { due_at: null, waiting_for: 'alerts' });
    const recorded = await incident();
    await knex('incidents')
      .where({ id: recorded })
      .update({ severity: 'SEV5' });
    await change(recorded, { state: 'held', due_at: null });
    const acknowledged = await incident();
    await muster.as('ana').call(contract.incidents.acknowledge, {
      params: { id: String(acknowledged) },
    });
    const before = await knex('escalations').orderBy('incident_id');
    expect(await look()).toEqual([]);
    expect(await knex('escalations').orderBy('incident_id')).toEqual(before);
    expect(await dog.lastCheck()).toMatchObject({ incidents: 3, repaired: 0 });
    for (const number of [running, waiting, recorded]) {
      await muster
        .as('ana')
        .call(contract.incidents.resolve, { params: { id: String(number) } });
    }
  });

  const past = new Date('2026-01-01T00:00:00Z');
  const damages: [string, (number: number) => Promise<unknown>][] = [
    [
      'whose escalation is gone',
      number => knex('escalations').where({ incident_id: number }).delete(),
    ],
    ['without a next time', number => change(number, { due_at: null })],
    [
      'that waits for what does not exist',
      number => change(number, { due_at: null, waiting_for: 'godot' }),
    ],
    ['in a state of no meaning', number => change(number, { state: 'lost' })],
    [
      'that was stopped by nobody',
      number => change(number, { state: 'stopped', due_at: null }),
    ],
    [
      'that snoozes though it is triggered',
      number => change(number, { state: 'snoozed' }),
    ],
    [
      'that is recorded only though it pages',
      number => change(number, { state: 'held', due_at: null }),
    ],
    [
      'that is due in another century',
      number => change(number, { due_at: new Date('2199-01-01T00:00:00Z') }),
    ],
    [
      'that waits for maintenance of which nobody knows',
      number => change(number, { suspended: true }),
    ],
    [
      'with a policy of garbage and no next time',
      number => change(number, { policy: '{"steps":', due_at: null }),
    ],
    [
      'with a policy of another kind',
      number => change(number, { policy: '{"steps":[{"go":1}]}', state: 'x' }),
    ],
  ];
  it('sets going whatever stands still: the catch-all is reached in the end', async () => {
    const damaged: number[] = [];
    for (const [, damage] of damages) {
      const number = await incident();
      await damage(number);
      damaged.push(number);
    }
    // Every wake-up is lost as well.
    if (id === 'SQLITE_3') await knex('work_jobs').delete();
    else await knex.raw('delete from incidents_work.job');
    expect(await look()).toEqual(damaged);
    expect(logger.warn).toHaveBeenLastCalledWith(
      expect.stringContaining(`repaired ${damages.length} incidents`),
    );
    expect(await dog.repairedLately()).toBe(damages.length);
    expect(queue.jobs.map(({ data }) => data.incidentId)).toEqual(damaged);
    // The watchdog's own wake-ups went nowhere: the sweep finds what is overdue. Payments is one step, so the
    // next one is the catch-all.
    muster.clock.advanceSeconds(3);
    for (const number of damaged) await goesOn(number);
    expect(await look()).toEqual([]);
    const { items } = await muster.as('ana').call(contract.paging.ledger, {
      params: { id: String(damaged[0]) },
    });
    expect(items.map(({ person }) => person.name)).toContain('Night Watch');
    const status = await muster.as('dora').call(contract.portal.status, {});
    expect(status.problems.map(problem => problem.id)).toContain(
      'watchdog-repairs',
    );
  });

  describe('when nobody else looks any more', () => {
    let number: number;
    beforeAll(async () => {
      number = await incident();
      await muster.stop();
      // Of a storm some may still wait for their summary.
      await knex('deliveries').update({ state: 'sent' });
    });

    it('releases what maintenance has forgotten', async () => {
      await knex('incidents')
        .where({ id: number })
        .update({ held_until: past, held_reason: 'x' });
      expect(await look()).toEqual([number]);
      expect(
        (await knex('incidents').where({ id: number }).first()).held_until,
      ).toBeNull();
      await knex('escalations').update({ state: 'exhausted' });

      // Nobody runs the engine any more.
      await change(number, { state: 'running', due_at: muster.clock.now() });
      muster.clock.advanceMinutes(2);
      queue.jobs.length = 0;
      expect(await look()).toEqual([]);
      expect(await look()).toEqual([number]);
      expect(queue.jobs).toHaveLength(1);
      muster.clock.advanceMinutes(5);
      expect(await look()).toEqual([number]);
      expect(told[0][1]).toContain('The catch-all is paged now');
      expect(JSON.parse((await escalationOf(number)).policy).steps).toEqual([]);
    });

    it('wakes the senders of pages that nobody has sent for minutes, unless all are held', async () => {
      const { id: delivery, channel } = await knex('deliveries').first();
      const lateBy = (minutes: number) =>
        knex('deliveries')
          .where({ id: delivery })
          .update({
            state: 'queued',
            due_at: addMinutes(muster.clock.now(), -minutes),
          });
      const woken = async () => {
        queue.jobs.length = 0;
        await look();
        return queue.jobs.filter(({ data }) => data.deliveryId === delivery);
      };
      const wakeUp = {
        kind: `paging.deliver.${channel}`,
        key: `paging:delivery:${delivery}`,
      };
      held = true;
      for (const expected of [[], []]) {
        await lateBy(5);
        expect(await woken()).toEqual(expected);
      }
      held = false;
      for (const expected of [[], [expect.objectContaining(wakeUp)]]) {
        await lateBy(5);
        expect(await woken()).toEqual(expected);
      }
      await lateBy(1);
      expect(await woken()).toEqual([]);
    });
  });

  it('says to the outside whether anybody watches', async () => {
    const { clock } = muster;
    muster = await startIncidents({ knex, clock });
    const ask = () => muster.http.get('/api/incidents/public/watchdog');
    await look();
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body).toEqual({
      checkedAt: clock.now().toISOString(),
      incidents: expect.any(Number),
      repaired: expect.any(Number),
    });
    clock.advanceMinutes(4);
    expect((await ask()).status).toBe(503);
    await knex.schema.renameTable('watchdog_checks', 'away');
    expect((await ask()).body).toMatchObject({ checkedAt: null });
    await knex.schema.renameTable('away', 'watchdog_checks');
  });
});
