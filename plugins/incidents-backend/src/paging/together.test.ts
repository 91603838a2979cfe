import { addSeconds } from '../platform/clock';
import { Database } from '../platform/database';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { eventually } from '../work/workFixture';
import { paceIdOf } from './paceStore';
import { people } from './pagingFixture';
import { createPhoneFixture } from './phoneFixture';

jest.setTimeout(60_000);

const { ana, ben } = people;

type Fixture = Awaited<ReturnType<typeof createPhoneFixture>>;

describe.each(eachDatabase())(
  'deliveries that are woken at once, on %s',
  id => {
    const setUp = async (limit?: { count: number; perMinutes: number }) => {
      const database = await openDatabase(id);
      const fixture = await createPhoneFixture(database, { limit });
      for (const person of [ana, ben]) {
        const phone = await fixture.addPhone(person, 'sms');
        await fixture.setRules(person, [[phone, 0]]);
      }
      return { fixture, database };
    };
    const pageFor = async (fixture: Fixture, count: number) => {
      for (let n = 0; n < count; n++) {
        const incident = await fixture.open(`Number ${n}`);
        await fixture.page(incident, [n % 2 === 0 ? ana : ben]);
      }
    };
    /** As the wake-ups of several lanes and replicas would, some of them twice. */
    const wakeAll = async (fixture: Fixture, names: readonly string[]) => {
      const { knex } = fixture.settings.database;
      const waiting: { id: string; channel: string }[] = await knex(
        'deliveries',
      )
        .where({ state: 'queued' })
        .select('id', 'channel');
      expect(waiting.map(({ channel }) => channel)).toEqual(names);
      fixture.work.jobs.splice(0);
      await Promise.all(
        [...waiting, ...waiting].map(one => fixture.deliver(one)),
      );
    };
    const sms = (count: number) => Array.from({ length: count }, () => 'sms');

    it('are sent once each, in few transactions', async () => {
      const { fixture, database } = await setUp();
      await pageFor(fixture, 8);
      let begun = 0;
      database.knex.on('query', ({ sql }) => {
        if (/^begin/i.test(sql)) begun++;
      });
      await wakeAll(fixture, sms(8));
      expect(fixture.sms.messages).toHaveLength(8);
      const states = await database.knex('deliveries').pluck('state');
      expect(states).toEqual(Array.from({ length: 8 }, () => 'sent'));
      // Alone, each of sixteen wake-ups costs one, and each of eight messages another one.
      expect(begun).toBeLessThan(16 + 8);
    });

    it('keep to the limit of their provider, whoever comes first', async () => {
      const { fixture } = await setUp({ count: 3, perMinutes: 1 });
      await pageFor(fixture, 6);
      await wakeAll(fixture, sms(6));
      expect(fixture.sms.messages).toHaveLength(3);
      await fixture.passSeconds(63);
      expect(fixture.sms.messages).toHaveLength(6);
    });

    it('keep to the rule of storms: five to a person go singly, those due first, and the rest as one', async () => {
      const { fixture, database } = await setUp();
      await pageFor(fixture, 16);
      await wakeAll(fixture, sms(16));
      expect(fixture.sms.messages.map(({ kind }) => kind)).toEqual(
        Array.from({ length: 10 }, () => 'incident'),
      );
      await fixture.passSeconds(33);
      expect(fixture.sms.messages.slice(10).map(({ kind }) => kind)).toEqual([
        'summary',
        'summary',
      ]);
      expect(await statesOf(database, ana.ref)).toEqual(
        Array.from({ length: 8 }, () => 'sent'),
      );
    });

    it('what cannot be done for one of them is no business of the others', async () => {
      const { fixture, database } = await setUp();
      await pageFor(fixture, 4);
      const ofAna = await database
        .knex('deliveries')
        .where({ person_ref: ana.ref })
        .first();
      // As after a restore that went wrong.
      await database.knex('delivery_paces').insert({
        id: paceIdOf(ana.ref, ofAna.method_id),
        recent: 'no JSON',
        updated_at: fixture.clock.now(),
      });
      await expect(wakeAll(fixture, sms(4))).rejects.toThrow('JSON');
      const sent = () => statesOf(database, ben.ref);
      // Whoever failed first ends the wait for all; the others are still at it.
      await eventually(async () =>
        expect(await sent()).toEqual(['sent', 'sent']),
      );
      expect(await statesOf(database, ana.ref)).toEqual(['queued', 'queued']);
    });

    it('one whose receipt cannot be written is no business of the others that arrived', async () => {
      const { fixture, database } = await setUp();
      await pageFor(fixture, 8);
      const ofAna = await idsOf(database, ana.ref);
      await database.knex.raw(
        database.dialect === 'postgres'
          ? `alter table delivery_attempts add constraint no_ana check (delivery_id not in (${ofAna}))`
          : `create trigger no_ana before insert on delivery_attempts when new.delivery_id in (${ofAna}) begin select raise(abort, 'no_ana'); end`,
      );
      await expect(wakeAll(fixture, sms(8))).rejects.toMatchObject({
        message: expect.stringContaining('no_ana'),
      });
      await eventually(async () =>
        expect(await statesOf(database, ben.ref)).toEqual(
          Array.from({ length: 4 }, () => 'sent'),
        ),
      );
      expect(fixture.sms.messages).toHaveLength(8);
    });

    it('what one channel has lost is found also behind all that waits for another', async () => {
      const { fixture, database } = await setUp();
      await pageFor(fixture, 1);
      fixture.work.jobs.splice(0);
      const [lost] = await database.knex('deliveries');
      const waiting = Array.from({ length: 501 }, (_, n) => ({
        ...lost,
        id: `call-${n}`,
        channel: 'voice',
      }));
      for (let start = 0; start < waiting.length; start += 50) {
        await database
          .knex('deliveries')
          .insert(waiting.slice(start, start + 50));
      }
      await database
        .knex('deliveries')
        .where({ id: lost.id })
        .update({ due_at: addSeconds(fixture.clock.now(), 1) });
      fixture.clock.advanceSeconds(10);
      await fixture.work.sweepAll();
      expect(fixture.work.jobs.map(({ key }) => key)).toContain(
        `paging:delivery:${lost.id}`,
      );
    });
  },
);

const idsOf = async (database: Database, personRef: string) => {
  const ids: string[] = await database
    .knex('deliveries')
    .where({ person_ref: personRef })
    .pluck('id');
  return ids.map(id => `'${id}'`).join();
};

const statesOf = (database: Database, personRef: string): Promise<string[]> =>
  database.knex('deliveries').where({ person_ref: personRef }).pluck('state');
