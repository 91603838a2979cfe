import { PageMessage } from '@muster/backstage-plugin-incidents-node';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { actor, people } from './pagingFixture';
import { createPhoneFixture } from './phoneFixture';

jest.setTimeout(60_000);

const { ana, ben } = people;

/** `INC-1`, or `INC-6+INC-7` for several in one. */
const shown = (message: PageMessage): string => {
  switch (message.kind) {
    case 'incident':
      return message.incident.name;
    case 'summary':
    case 'digest':
      return message.items.map(({ incident }) => incident.name).join('+');
    default:
      return message.kind;
  }
};

describe.each(eachDatabase())('many pages at once, on %s', id => {
  let fixture: Awaited<ReturnType<typeof createPhoneFixture>>;
  let phone: string;
  beforeEach(async () => {
    fixture = await createPhoneFixture(await openDatabase(id));
    phone = await fixture.addPhone(ana, 'sms');
    await fixture.setRules(ana, [[phone, 0]]);
  });
  const pageAll = async (count: number, urgency: 'high' | 'low' = 'high') => {
    const opened: number[] = [];
    for (let n = 0; n < count; n++) {
      const incident = await fixture.open(`Number ${n}`);
      await fixture.page(incident, [ana], { urgency });
      opened.push(incident);
    }
    await fixture.work.runAll();
    return opened;
  };
  const texts = () => fixture.sms.messages.map(shown);

  it('go singly up to five a minute, then wait half a minute into one that names each that is still open', async () => {
    const opened = await pageAll(9);
    expect(texts()).toEqual(['INC-1', 'INC-2', 'INC-3', 'INC-4', 'INC-5']);
    expect(await fixture.deliveriesOf(opened[5])).toEqual(['sms queued +1']);
    await fixture.incidents.commands.resolve(opened[6], actor(ben));
    await fixture.passSeconds(29);
    expect(texts()).toHaveLength(5);
    // The test's queue has run its wake-up too early; the sweep repairs that two seconds later.
    await fixture.passSeconds(4);
    expect(texts().slice(5)).toEqual(['INC-6+INC-8+INC-9']);
    expect(await fixture.reasons(opened[5])).toEqual([
      'bundled into one message with INC-8 and INC-9',
    ]);
    expect(await fixture.deliveriesOf(opened[6])).toEqual(['sms cancelled +1']);
    expect(
      (await fixture.room.ledger.why(opened[8], ana.ref)).answers,
    ).toMatchObject([
      { paged: true, rule: 'step' },
      {
        paged: true,
        rule: 'bundled',
        text: 'By SMS: bundled into one message with INC-6 and INC-8',
      },
    ]);
    // A minute later the next one goes singly again.
    await fixture.passSeconds(61);
    await pageAll(1);
    expect(texts().at(-1)).toBe('INC-10');
  });

  it('are written into a summary that is being gathered, so that a step waits for no row of its person', async () => {
    const [gathering] = (await pageAll(6)).slice(5);
    const late = await fixture.open('Later');
    const { knex } = fixture.settings.database;
    const bundleOf = async (incident: number) =>
      (await knex('deliveries').where({ incident_id: incident }).first())
        .bundle_id;
    await knex.transaction(async tx => {
      await tx('delivery_paces').update({ updated_at: new Date(0) });
      // Whoever holds the person's pace holds up the sender only; SQLite has one connection, and holds nothing.
      if (id !== 'SQLITE_3') await fixture.page(late, [ana]);
    });
    if (id === 'SQLITE_3') await fixture.page(late, [ana]);
    expect(await bundleOf(late)).toMatch(/^storm\./);
    expect(await bundleOf(late)).toBe(await bundleOf(gathering));
    await fixture.passSeconds(33);
    expect(texts().slice(5)).toEqual(['INC-6+INC-7']);
  });

  it('never hold a SEV1, nor another person', async () => {
    await pageAll(6);
    const incident = await fixture.open('Everything is down');
    await fixture.settings.database
      .knex('incidents')
      .where({ id: incident })
      .update({ severity: 'SEV1' });
    await fixture.page(incident, [ana]);
    await fixture.page(incident, [ben], { step: 2 });
    await fixture.work.runAll();
    expect(texts().at(-1)).toBe('INC-7');
    expect((await fixture.deliveriesOf(incident)).slice(1)).toEqual([
      'email sent +0',
      'portal sent +0',
    ]);
  });

  it('are sent by themselves when they are alone in the end, and again with the same key when that fails', async () => {
    const opened = await pageAll(7);
    await fixture.incidents.commands.resolve(opened[5], actor(ben));
    fixture.sms.answerWith(() => Promise.reject(new Error('busy')));
    await fixture.passSeconds(33);
    fixture.sms.answerWith();
    await fixture.passSeconds(10);
    const [first, second] = fixture.sms.messages.slice(5);
    expect([first, second].map(shown)).toEqual(['INC-7', 'INC-7']);
    expect(first.idempotencyKey).toBe(second.idempotencyKey);
    expect(await fixture.deliveriesOf(opened[6])).toEqual(['sms sent +1']);
  });

  it('of low urgency wait for the end of quiet hours, to be told in one digest', async () => {
    // 03:00 UTC is 04:00 in Zurich.
    await fixture.setRules(ana, [[phone, 0]], {
      quietHours: { from: '22:00', to: '07:00', timezone: 'Europe/Zurich' },
    });
    const [low] = await pageAll(1, 'low');
    await fixture.passSeconds(600);
    const [, resolved] = [
      await pageAll(1, 'low'),
      ...(await pageAll(1, 'low')),
    ];
    const [high] = await pageAll(1, 'high');
    expect(texts()).toEqual([`INC-${high}`]);
    expect(
      (await fixture.room.ledger.why(low, ana.ref)).answers[1],
    ).toMatchObject({
      rule: 'quiet-hours',
      text: 'By SMS: waits for the end of quiet hours, at 06:00 UTC',
    });
    await fixture.incidents.commands.resolve(resolved, actor(ben));
    await fixture.passSeconds(3 * 3600);
    const digest = fixture.sms.messages.at(-1);
    expect(digest?.kind).toBe('digest');
    expect(texts().at(-1)).toBe('INC-1+INC-2');
  });

  it('of one release gather for some seconds into one', async () => {
    const opened = [await fixture.open('One'), await fixture.open('Two')];
    for (const incident of opened) {
      await fixture.page(incident, [ana], { bundle: 'checkout after upkeep' });
    }
    await fixture.work.runAll();
    expect(texts()).toEqual([]);
    await fixture.passSeconds(8);
    expect(texts()).toEqual(['INC-1+INC-2']);
  });

  it('that were decided before a long stop are looked at again', async () => {
    const opened = [await fixture.open('One'), await fixture.open('Two')];
    await fixture.page(opened[0], [ana]);
    await fixture.page(opened[1], [ben]);
    await fixture.room.beat();
    fixture.work.jobs.length = 0;
    fixture.clock.advanceSeconds(20 * 60);
    expect(await fixture.room.lookBack()).toBe(0);
    fixture.clock.advanceSeconds(31 * 60);
    // Ana is assigned to both; nobody waits for Ben any more.
    expect(await fixture.room.lookBack()).toBe(2);
    await fixture.passSeconds(3);
    expect(await fixture.deliveriesOf(opened[0])).toEqual(['sms sent +0']);
    expect(fixture.sms.messages).toMatchObject([{ ageMinutes: 51 }]);
    expect((await fixture.reasons(opened[1]))[0]).toBe(
      'superseded: decided at 03:00 UTC, before a stop of 31 min, and Ben Okafor is no longer assigned',
    );
  });
});

describe.each(eachDatabase())('a provider’s limit, on %s', id => {
  it('puts pages off and lets high urgency go first, whenever it came', async () => {
    const fixture = await createPhoneFixture(await openDatabase(id), {
      limit: { count: 2, perMinutes: 1 },
    });
    for (const person of [ana, ben]) {
      const phone = await fixture.addPhone(person, 'sms');
      await fixture.setRules(person, [[phone, 0]]);
    }
    const page = async (urgency: 'high' | 'low') => {
      const incident = await fixture.open();
      await fixture.page(incident, [ana], { urgency });
      await fixture.work.runAll();
    };
    for (const urgency of ['low', 'low', 'low', 'low', 'high'] as const) {
      await page(urgency);
    }
    const sent = () => fixture.sms.messages.map(shown);
    expect(sent()).toEqual(['INC-1', 'INC-2']);
    await fixture.passSeconds(63);
    // Of the two of the next minute one is for the last to come, and INC-4 waits on.
    expect(sent().slice(2)).toEqual(['INC-3', 'INC-5']);
    await fixture.passMinutes(3);
    expect(sent()).toHaveLength(5);
  });
});

describe.each(eachDatabase())('a copy of another environment, on %s', id => {
  it('holds every page until an admin decides, and loses none', async () => {
    const database = await openDatabase(id);
    const production = await createPhoneFixture(database, {
      environment: 'production',
    });
    await production.room.claimEnvironment();
    const phone = await production.addPhone(ana, 'sms');
    await production.setRules(ana, [[phone, 0]]);
    const incident = await production.open();
    await production.page(incident, [ana]);

    const staging = await createPhoneFixture(database, {
      environment: 'staging',
    });
    await staging.room.claimEnvironment();
    await staging.passSeconds(30);
    await staging.passSeconds(30);
    expect(staging.sms.messages).toEqual([]);
    expect(await staging.room.environment()).toEqual({
      configured: 'staging',
      claimed: 'production',
      holding: true,
      reason:
        'this database belongs to the environment ‘production’, and the configuration names ‘staging’',
      remedy: expect.stringContaining('or mend incidents.environment'),
      heldDeliveries: 1,
    });
    expect(
      (await staging.room.ledger.why(incident, ana.ref)).answers[1],
    ).toMatchObject({ rule: 'environment', paged: false });
    const nameless = await createPhoneFixture(database);
    await nameless.room.claimEnvironment();
    expect(await nameless.room.environment()).toMatchObject({
      holding: true,
      reason:
        'this database belongs to the environment ‘production’, and the configuration names none',
    });
    await staging.room.decideEnvironment('release', 'Dora Admin');
    await staging.passSeconds(5);
    expect(staging.sms.messages).toHaveLength(1);
    // Whoever it belonged to holds now.
    await production.passSeconds(61);
    expect((await production.room.environment()).holding).toBe(true);
    const second = await production.open('Another');
    await production.page(second, [ana]);
    await production.work.runAll();
    await production.room.decideEnvironment('discard', 'Dora Admin');
    await production.passSeconds(5);
    expect(production.sms.messages).toEqual([]);
    expect(await production.reasons(second)).toEqual([
      'Dora Admin has discarded what was held for another environment',
    ]);
    await expect(
      production.room.decideEnvironment('release', 'Dora Admin'),
    ).rejects.toThrow('Nothing is held');
  });

  it('notices a copy of one without a name by the host of its portal', async () => {
    const database = await openDatabase(id);
    const at = async (portalUrl: string, environment?: string) => {
      const portal = await createPhoneFixture(database, {
        portalUrl,
        environment,
      });
      await portal.room.claimEnvironment();
      return portal.room;
    };
    const holding = async (portalUrl: string, environment?: string) =>
      (await (await at(portalUrl, environment)).environment()).holding;
    expect(await holding('https://portal.example.test')).toBe(false);
    // Another port is another replica.
    expect(await holding('https://portal.example.test:7443')).toBe(false);
    const copy = await at('https://staging.example.test');
    expect(await copy.environment()).toMatchObject({
      holding: true,
      reason:
        'this database was used by the portal at ‘portal.example.test’, whose environment has no name, and this portal is at ‘staging.example.test’',
      remedy: expect.stringContaining('set app.baseUrl back'),
    });
    // A name makes the copy no less a copy.
    expect(await holding('https://staging.example.test', 'staging')).toBe(true);
    await copy.decideEnvironment('release', 'Dora Admin');
    expect((await copy.environment()).holding).toBe(false);
    expect(await holding('https://portal.example.test')).toBe(true);
    // Whose database it is may give it a name, and then move to another host.
    expect(await holding('https://staging.example.test', 'staging')).toBe(
      false,
    );
    expect(await holding('https://moved.example.test', 'staging')).toBe(false);
  });
});
