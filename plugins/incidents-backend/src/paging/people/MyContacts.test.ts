import { addMinutes } from '../../platform/clock';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { people } from '../pagingFixture';
import { createPhoneFixture } from '../phoneFixture';

jest.setTimeout(60_000);

const { ana, ben, eve } = people;
const number = '+41791234567';

describe.each(eachDatabase())('how a person is reached, on %s', id => {
  let fixture: Awaited<ReturnType<typeof createPhoneFixture>>;
  beforeAll(async () => {
    fixture = await createPhoneFixture(await openDatabase(id));
  });
  beforeEach(() => {
    fixture.sms.answerWith();
    fixture.clock.advanceSeconds(3600);
  });
  const contacts = () => fixture.room.contacts;
  const add = (personRef: string, address = number, channel = 'sms') =>
    contacts().add(personRef, { channel, address, label: 'Mine' });
  const lastCode = () => {
    const message = fixture.sms.messages.at(-1);
    return message?.kind === 'code' ? message.code : 'none';
  };
  const wrong = () => (lastCode() === '000000' ? '000001' : '000000');

  it('is everything the catalog knows, without any set-up, and says honestly that it wakes nobody', async () => {
    const view = await contacts().view(eve.ref);
    expect(view).toMatchObject({
      methods: [
        {
          id: 'catalog:email',
          source: 'catalog',
          verified: false,
          trouble: 'the catalog has no email address',
        },
        { id: 'portal', source: 'catalog', verified: true, wakes: false },
      ],
      isDefault: true,
      version: 0,
      reachable: false,
      warnings: [
        'Nothing here wakes you: mail and the portal are copies. Add and verify a phone or another way that wakes you',
      ],
    });
    expect(view.addable.map(({ channel }) => channel)).toEqual([
      'sms',
      'voice',
    ]);
    expect((await contacts().view(ana.ref)).methods[0]).toMatchObject({
      address: 'ana@example.test',
      verified: true,
    });
  });

  it('refuses an address that is none, a channel that takes none, and one that is there', async () => {
    await expect(add(ben.ref, '+41 79')).rejects.toThrow(
      'body.address is no phone number: check its digits',
    );
    await expect(add(ben.ref, '079 123 45 67')).rejects.toThrow(
      'body.address must begin with + and the code of the country',
    );
    await expect(add(ben.ref, 'x', 'portal')).rejects.toThrow(
      'body.channel is portal; methods can be added for sms, voice',
    );
    const { id: methodId } = await add(ben.ref, '+41 79 999 99 99');
    await expect(add(ben.ref, '+41799999999')).rejects.toThrow(
      'body.address: you have added this one already; send a code to it',
    );
    await contacts().remove(ben.ref, methodId);
    expect((await contacts().view(ben.ref)).methods).toHaveLength(2);
  });

  it('takes a number once its code has come back, and then it wakes', async () => {
    const method = await add(ana.ref);
    expect(method).toMatchObject({
      address: number,
      label: 'Mine',
      source: 'own',
      verified: false,
      wakes: true,
      trouble: null,
    });
    expect(fixture.sms.addresses.at(-1)).toBe(number);
    expect((await contacts().view(ana.ref)).warnings).toContain(
      'SMS +41••67 is not verified, so nothing is sent to it: enter the code',
    );
    await expect(
      contacts().verify(ana.ref, method.id, wrong()),
    ).rejects.toThrow('body.code is not the code that was sent; 4 more tries');
    await expect(
      contacts().verify(ben.ref, method.id, lastCode()),
    ).rejects.toThrow('You have no contact method');
    const code = lastCode();
    expect(code).toMatch(/^\d{6}$/);
    await contacts().sendCode(ana.ref, method.id);
    // The code before is void; once in a million times it is the new one's twin.
    const before = code === lastCode() ? wrong() : code;
    await expect(contacts().verify(ana.ref, method.id, before)).rejects.toThrow(
      'is not the code',
    );
    const spaced = `${lastCode().slice(0, 3)} ${lastCode().slice(3)}`;
    expect(await contacts().verify(ana.ref, method.id, spaced)).toMatchObject({
      verified: true,
    });
    expect(await contacts().view(ana.ref)).toMatchObject({
      reachable: true,
      warnings: [],
      isDefault: true,
    });
    expect([
      ...(await fixture.room.service.reachable([ana.ref, ben.ref])),
    ]).toEqual([ana.ref]);
    // Asked again it stays so, whatever the code.
    await contacts().verify(ana.ref, method.id, 'again');
  });

  it('voids a code after five tries or ten minutes, and sends five an hour to an address, removed or not', async () => {
    const other = '+41790000001';
    const method = await add(eve.ref, other);
    for (let tries = 0; tries < 5; tries++) {
      await expect(
        contacts().verify(eve.ref, method.id, wrong()),
      ).rejects.toThrow('is not the code');
    }
    await expect(
      contacts().verify(eve.ref, method.id, lastCode()),
    ).rejects.toThrow('was tried 5 times and is void; send a new one');
    await contacts().sendCode(eve.ref, method.id);
    fixture.clock.advanceSeconds(600);
    await expect(
      contacts().verify(eve.ref, method.id, lastCode()),
    ).rejects.toThrow('was good for 10 minutes; send a new one');
    await contacts().remove(eve.ref, method.id);
    const again = await add(eve.ref, other);
    await contacts().sendCode(eve.ref, again.id);
    await contacts().sendCode(eve.ref, again.id);
    await expect(contacts().sendCode(eve.ref, again.id)).rejects.toThrow(
      'address: 5 codes have been sent to this address within an hour; the next may be sent at',
    );
    fixture.clock.advanceSeconds(3000);
    await contacts().sendCode(eve.ref, again.id);
    await contacts().remove(eve.ref, again.id);
  });

  it('keeps a method whose code could not be sent, and says why', async () => {
    fixture.sms.answerWith(() => Promise.reject(new Error('line is busy')));
    const method = await add(eve.ref, '+41790000002');
    expect(method.trouble).toBe(
      'The code could not be sent to +41••02: line is busy',
    );
    await expect(contacts().sendCode(eve.ref, method.id)).rejects.toThrow(
      'line is busy',
    );
    await contacts().remove(eve.ref, method.id);
  });

  it('names every rule that cannot be, and lets nobody overwrite what they have not seen', async () => {
    const unverified = await add(ana.ref, '+41790000003');
    const rule = (methodId: string, afterMinutes = 0) => ({
      methodId,
      afterMinutes,
    });
    const { version } = await contacts().view(ana.ref);
    const wanted = {
      high: [rule('gone'), rule('portal'), rule('portal')],
      low: [rule(unverified.id)],
      quietHours: null,
      version,
    };
    const saved = contacts().setRules(ana.ref, wanted);
    await expect(saved).rejects.toThrow('body.high.0.methodId names gone');
    await expect(saved).rejects.toThrow('body.high.2.methodId repeats');
    await expect(saved).rejects.toThrow(
      'body.low.0.methodId names +41••03, which cannot be used since it has not been verified; verify it with a code first',
    );
    const view = await contacts().setRules(ana.ref, {
      ...wanted,
      high: [rule('portal', 5)],
      low: [],
    });
    expect(view).toMatchObject({
      isDefault: false,
      version: version + 1,
      reachable: false,
      rules: { high: [rule('portal', 5)], low: [] },
    });
    expect(view.warnings[0]).toBe(
      'Nothing wakes you: no rule of high urgency uses SMS +41••67',
    );
    await expect(
      contacts().setRules(ana.ref, { ...wanted, high: [], low: [] }),
    ).rejects.toThrow('You have changed your rules elsewhere');
    await expect(contacts().remove(ana.ref, 'portal')).rejects.toThrow(
      'params.id names a method that the catalog or the portal gives',
    );
  });

  it('is nowhere to be read in the database', async () => {
    const { knex } = fixture.settings.database;
    const dump = JSON.stringify([
      await knex('contact_methods').select(),
      await knex('contact_codes').select(),
      await knex('deliveries').select(),
    ]);
    expect(dump).not.toContain('79123');
    expect(dump).toContain('+41••67');
    expect(dump).not.toContain(lastCode());
  });

  it('goes a month after the person has left the catalog, and when they erase it', async () => {
    const { knex } = fixture.settings.database;
    await add(ben.ref, '+41790000004');
    const left = (days: number) =>
      knex('directory_entities')
        .where({ ref: ben.ref })
        .update({
          vanished_at: addMinutes(fixture.clock.now(), -days * 24 * 60),
        });
    const methodsOf = async (personRef: string) =>
      (await knex('contact_methods').where({ person_ref: personRef })).length;
    await left(29);
    await fixture.room.purge();
    expect(await methodsOf(ben.ref)).toBe(1);
    await left(31);
    await fixture.room.purge();
    expect(await methodsOf(ben.ref)).toBe(0);
    expect(await methodsOf(ana.ref)).toBe(2);
    await contacts().erase([ana.ref]);
    expect(await methodsOf(ana.ref)).toBe(0);
    expect((await contacts().view(ana.ref)).isDefault).toBe(true);
  });
});
