import { addMinutes } from '../platform/clock';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { PermanentDeliveryError } from '@muster/backstage-plugin-incidents-node';
import { actor, people } from './pagingFixture';
import { createPhoneFixture } from './phoneFixture';

jest.setTimeout(60_000);

const { ana, ben } = people;

describe.each(eachDatabase())('the cycle of a page, on %s', id => {
  let fixture: Awaited<ReturnType<typeof createPhoneFixture>>;
  let phone: string;
  let call: string;

  beforeAll(async () => {
    fixture = await createPhoneFixture(await openDatabase(id));
    phone = await fixture.addPhone(ana, 'sms');
    call = await fixture.addPhone(ana, 'voice');
  });
  beforeEach(async () => {
    fixture.sms.answerWith();
    // Nothing of the test before is within the minute.
    fixture.clock.advanceSeconds(120);
    await fixture.work.runAll();
  });

  it('reaches the person by one rule after the other, each at its time', async () => {
    await fixture.setRules(ana, [
      [phone, 0],
      [call, 5],
      [phone, 10],
    ]);
    const incident = await fixture.open();
    await fixture.page(incident, [ana]);
    await fixture.work.runAll();
    expect(await fixture.deliveriesOf(incident)).toEqual([
      'sms sent +0',
      'voice queued +5',
      'sms queued +10',
    ]);
    expect(fixture.sms.addresses.at(-1)).toBe('+41791234567');
    expect((await fixture.story(incident))[0]).toBe(
      'Paged Ana Ruiz by SMS, by phone after 5 min and by SMS after 10 min: step 1 of Payments primary',
    );
    await fixture.passMinutes(6);
    expect((await fixture.deliveriesOf(incident))[1]).toBe('voice sent +5');
    await fixture.incidents.commands.acknowledge(incident, actor(ben));
    await fixture.passMinutes(6);
    expect((await fixture.deliveriesOf(incident))[2]).toBe('sms cancelled +10');
  });

  it('falls over to the next method at once, and tells escalation when none is left', async () => {
    await fixture.setRules(ana, [
      [phone, 0],
      [call, 20],
    ]);
    fixture.sms.answerWith(async () => {
      throw new PermanentDeliveryError('no such number');
    });
    const incident = await fixture.open();
    await fixture.page(incident, [ana]);
    await fixture.work.runAll();
    expect(await fixture.deliveriesOf(incident)).toEqual([
      'sms failed +0',
      'voice sent +0',
    ]);
    expect((await fixture.story(incident)).at(-1)).toBe(
      'Ana Ruiz could not be paged by SMS (+41••67), and trying again is no use: no such number. Paged by phone at once instead',
    );
    expect(fixture.outcome.reachedNobody).not.toHaveBeenCalled();
    await fixture.setRules(ana, [[phone, 0]]);
    fixture.clock.advanceSeconds(60);
    await fixture.page(incident, [ana], { step: 2 });
    await fixture.work.runAll();
    expect(fixture.outcome.reachedNobody).toHaveBeenCalledTimes(1);
  });

  it('sends one page where two meet within a minute, and credits the younger to the older', async () => {
    await fixture.setRules(ana, [
      [phone, 0],
      [call, 10],
    ]);
    const incident = await fixture.open();
    await fixture.page(incident, [ana]);
    await fixture.work.runAll();
    fixture.clock.advanceSeconds(59);
    await fixture.page(incident, [ana], { step: 2 });
    fixture.clock.advanceSeconds(1);
    await fixture.page(incident, [ana], { step: 3 });
    await fixture.work.runAll();
    expect(await fixture.deliveriesOf(incident)).toEqual([
      'sms sent +0',
      'voice queued +10',
      'sms cancelled +0',
      'voice cancelled +10',
      'sms sent +0',
      'voice queued +10',
    ]);
  });

  it('after an outage sends once what has come due several times', async () => {
    await fixture.setRules(ana, [
      [phone, 0],
      [phone, 10],
      [phone, 20],
      [phone, 40],
    ]);
    const incident = await fixture.open();
    await fixture.page(incident, [ana]);
    // Nobody runs for half an hour, and every wake-up is lost.
    fixture.work.jobs.length = 0;
    await fixture.passSeconds(30 * 60);
    const states = await fixture.deliveriesOf(incident);
    expect(states.filter(state => state.startsWith('sms sent'))).toHaveLength(
      1,
    );
    expect(states.filter(state => state.includes('cancelled'))).toHaveLength(2);
    expect(states[3]).toBe('sms queued +40');
  });

  it('adds rules that are still ahead to a running cycle, and recalls nothing', async () => {
    const { contacts } = fixture.room;
    await fixture.setRules(ana, [[phone, 0]]);
    const incident = await fixture.open();
    await fixture.page(incident, [ana]);
    await fixture.work.runAll();
    await fixture.passMinutes(3);
    const { version } = await contacts.view(ana.ref);
    const rule = (methodId: string, afterMinutes: number) => ({
      methodId,
      afterMinutes,
    });
    await contacts.setRules(ana.ref, {
      version,
      high: [rule(call, 1), rule(call, 8), rule(phone, 9)],
      low: [],
      quietHours: null,
    });
    expect(await fixture.deliveriesOf(incident)).toEqual([
      'sms sent +0',
      'voice queued +8',
      'sms queued +9',
    ]);
    await contacts.setRules(ana.ref, {
      version: version + 1,
      high: [rule(phone, 9)],
      low: [],
      quietHours: null,
    });
    expect((await fixture.deliveriesOf(incident))[1]).toBe(
      'voice cancelled +8',
    );
    await fixture.passMinutes(7);
    expect((await fixture.deliveriesOf(incident))[2]).toBe('sms sent +9');
  });

  it('cancels what waits for a method that is removed, and goes on without it', async () => {
    const other = await fixture.addPhone(ana, 'sms', '+41790000000');
    await fixture.setRules(ana, [
      [phone, 0],
      [other, 3],
    ]);
    const incident = await fixture.open();
    await fixture.page(incident, [ana]);
    await fixture.work.runAll();
    await fixture.room.contacts.remove(ana.ref, other);
    expect(await fixture.deliveriesOf(incident)).toEqual([
      'sms sent +0',
      'sms cancelled +3',
    ]);
    expect((await fixture.room.contacts.view(ana.ref)).rules.high).toEqual([
      { methodId: phone, afterMinutes: 0 },
    ]);
  });

  it('tells whoever was sent a page, once, that somebody else has it', async () => {
    await fixture.setRules(ana, [
      [phone, 0],
      [call, 0],
      [phone, 2],
    ]);
    const incident = await fixture.open();
    await fixture.page(incident, [ana]);
    await fixture.passMinutes(3);
    const before = fixture.sms.told.length;
    const database = fixture.settings.database;
    await fixture.incidents.commands.acknowledge(incident, actor(ben));
    await database.transaction(tx =>
      fixture.room.service.cancel(tx, incident, 'acknowledged by Ben Okafor', {
        acknowledgedBy: ben.ref,
      }),
    );
    await fixture.work.runAll();
    await fixture.work.runAll();
    expect(fixture.sms.told.slice(before)).toMatchObject([
      { person: ana, by: ben, incident: { id: incident } },
    ]);
  });

  it('lets each person of a multi-acknowledge step be paged until they have acknowledged', async () => {
    await fixture.setRules(ana, [
      [phone, 0],
      [call, 5],
    ]);
    await fixture.setRules(ben, [['portal', 5]]);
    const incident = await fixture.open();
    await fixture.page(incident, [ana, ben], { multiAck: true });
    await fixture.work.runAll();
    const database = fixture.settings.database;
    await database.transaction(async tx => {
      await tx('incidents')
        .where({ id: incident })
        .update({ status: 'acknowledged' });
      await fixture.room.service.cancel(tx, incident, 'acknowledged by Ben', {
        acknowledgedBy: ben.ref,
      });
    });
    await fixture.passMinutes(6);
    expect(await fixture.deliveriesOf(incident)).toEqual([
      'sms sent +0',
      'voice sent +5',
      'portal cancelled +5',
    ]);
  });

  it('brings forward what was planned before the clock was set back, and nothing else', async () => {
    await fixture.setRules(ana, [
      [phone, 0],
      [call, 30],
    ]);
    const incident = await fixture.open();
    await fixture.page(incident, [ana]);
    expect(await fixture.room.bringForward()).toBe(0);
    const later = addMinutes(fixture.clock.now(), 31 * 60);
    await fixture.settings.database
      .knex('deliveries')
      .where({ incident_id: incident, channel: 'voice' })
      .update({ due_at: later });
    expect(await fixture.room.bringForward()).toBe(1);
    expect((await fixture.deliveriesOf(incident))[1]).toBe('voice queued +30');
  });
});
