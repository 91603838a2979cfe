import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { DeliveryReceipt } from '@muster/backstage-plugin-incidents-node';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { people } from '../pagingFixture';
import { createPhoneFixture } from '../phoneFixture';

jest.setTimeout(60_000);

const { ana, ben, eve } = people;
const anasNumber = '+41791234567';
/** Looks the same behind its mask. */
const bensNumber = '+41791111167';

describe.each(eachDatabase())('what comes back from providers, on %s', id => {
  let fixture: Awaited<ReturnType<typeof createPhoneFixture>>;
  let count = 0;

  beforeAll(async () => {
    fixture = await createPhoneFixture(await openDatabase(id));
    const [anas, bens] = [
      await fixture.addPhone(ana, 'sms', anasNumber),
      await fixture.addPhone(ben, 'sms', bensNumber),
    ];
    await fixture.setRules(ana, [[anas, 0]]);
    await fixture.setRules(ben, [[bens, 0]]);
  });
  beforeEach(async () => {
    fixture.sms.answerWith();
    // Storms and pages of a day ago are no business of these tests.
    fixture.clock.advanceSeconds(25 * 3600);
  });

  const reply = (
    text: string,
    more: { address?: string; replyId?: string; messageKey?: string } = {},
  ) =>
    fixture.room.inbox.reply({
      channelId: 'sms',
      address: anasNumber,
      replyId: `SM${++count}`,
      text,
      ...more,
    });
  const paged = async (who: NamedRef = ana, title?: string) => {
    const incidentId = await fixture.open(title);
    await fixture.page(incidentId, [who]);
    await fixture.passSeconds(1);
    return { incidentId, name: `INC-${incidentId}` };
  };
  const statusOf = async (incidentId: number) =>
    (await fixture.incidents.get(incidentId)).status;
  const lastKey = () => {
    const { messages } = fixture.sms;
    return messages[messages.length - 1].idempotencyKey;
  };
  const receiptOf = (
    outcome: 'delivered' | 'failed' | 'unanswered',
  ): DeliveryReceipt => ({
    messageKey: lastKey(),
    channelId: 'sms',
    providerId: 'sms',
    outcome,
    detail: `${outcome} by SM1`,
  });
  const receipt = async (
    outcome: DeliveryReceipt['outcome'],
    more: Partial<DeliveryReceipt> = {},
  ) => {
    await fixture.room.inbox.receipt({ ...receiptOf(outcome), ...more });
    await fixture.passSeconds(1);
  };

  it('“ack” takes the one incident that waits, by number the one that is named', async () => {
    const first = await paged();
    expect(await reply('Ack')).toEqual({
      ok: true,
      text: `You have ${first.name}.`,
    });
    expect(await statusOf(first.incidentId)).toBe('acknowledged');
    const [second, third] = [await paged(), await paged()];
    expect(await reply('ack')).toEqual({
      ok: false,
      text: `You were paged for ${third.name} and ${second.name}. Reply ack ${third.incidentId}, or ack all.`,
    });
    expect(await reply(`ack ${second.name}`)).toMatchObject({ ok: true });
    expect(await statusOf(second.incidentId)).toBe('acknowledged');
    expect(await statusOf(third.incidentId)).toBe('triggered');
    expect(await reply('ack all')).toEqual({
      ok: true,
      text: `You have ${third.name}.`,
    });
  });

  it('says who has it when it is taken, and passes it on only for whoever has it', async () => {
    const { incidentId, name } = await paged();
    await fixture.settings.incidents.acknowledge(incidentId, ben.ref);
    expect((await reply('ack')).text).toContain('Ben Okafor');
    expect(await reply(`escalate ${incidentId}`)).toEqual({
      ok: false,
      text: `${name} is not with you any more.`,
    });
    expect(await statusOf(incidentId)).toBe('acknowledged');
  });

  it('a key acknowledges the page that was called about, whatever else waits', async () => {
    const { incidentId } = await paged();
    const key = lastKey();
    const other = await paged();
    expect(await reply('ack', { messageKey: key })).toMatchObject({ ok: true });
    expect(await statusOf(incidentId)).toBe('acknowledged');
    expect(await statusOf(other.incidentId)).toBe('triggered');
    expect(await fixture.room.inbox.message(key)).toBeUndefined();
    expect(await fixture.room.inbox.message(lastKey())).toMatchObject({
      kind: 'incident',
      incident: { id: other.incidentId },
    });
  });

  it('bad input: a reply that comes again does nothing and is told the same', async () => {
    const { incidentId, name } = await paged();
    const answer = await reply('ack', { replyId: 'SM-replayed' });
    expect(answer.text).toBe(`You have ${name}.`);
    const later = await paged();
    expect(await reply('ack', { replyId: 'SM-replayed' })).toEqual(answer);
    expect(await statusOf(later.incidentId)).toBe('triggered');
    expect(await statusOf(incidentId)).toBe('acknowledged');
  });

  it.each([
    [
      'a number of nobody',
      'ack',
      { address: '+41790000067' },
      'belongs to nobody',
    ],
    ['no number', 'ack', { address: '' }, 'belongs to nobody'],
    ['something else', 'who is this?', {}, 'Reply ack and the number'],
    [
      'an incident of somebody else',
      'ack 1',
      { address: bensNumber },
      'not paged',
    ],
    ['a message that is none', 'ack', { messageKey: 'x' }, 'Nothing waits'],
    ['no id', 'ack', { replyId: '' }, 'has no id'],
  ])('bad input: %s', async (_name, text, more, words) => {
    const { incidentId } = await paged();
    const answer = await reply(text, more);
    expect(answer).toMatchObject({ ok: false });
    expect(answer.text).toContain(words);
    expect(await statusOf(incidentId)).toBe('triggered');
  });

  it('a receipt makes it delivered, once, and is told in the ledger', async () => {
    const { incidentId } = await paged();
    await receipt('unanswered');
    await receipt('delivered');
    await receipt('delivered');
    await receipt('failed');
    const [{ deliveries }] = await fixture.ledger(incidentId);
    expect(deliveries).toMatchObject([
      {
        state: 'delivered',
        attempts: [
          {
            outcome: 'sent',
            detail: 'kept; unanswered by SM1; delivered by SM1',
          },
        ],
      },
    ]);
  });

  it('what nobody took has the person’s next method due at once, and only the next', async () => {
    const first = await fixture.addPhone(eve, 'sms', '+41790000070');
    const second = await fixture.addPhone(eve, 'sms', '+41790000071');
    await fixture.setRules(eve, [
      [first, 0],
      [second, 10],
      [first, 20],
    ]);
    const { incidentId } = await paged(eve);
    const messageKey = lastKey();
    for (let n = 0; n < 2; n++) {
      await receipt('unanswered', { messageKey, detail: 'nobody picked up' });
    }
    expect(await fixture.deliveriesOf(incidentId)).toEqual([
      'sms sent +0',
      'sms sent +0',
      'sms queued +20',
    ]);
    expect((await fixture.story(incidentId)).at(-1)).toMatch(
      /^Eve .* was not reached by SMS \(.*\): nobody picked up\. Paged by SMS at once$/,
    );
    await fixture.settings.incidents.acknowledge(incidentId, eve.ref);
  });

  it('a receipt of failure fails the delivery, and the step that reached nobody is told', async () => {
    const { incidentId } = await paged();
    fixture.outcome.reachedNobody.mockClear();
    await receipt('failed', { providerId: 'another' });
    await receipt('failed', { channelId: 'voice' });
    await receipt('failed', { messageKey: 'unknown' });
    expect(await fixture.deliveriesOf(incidentId)).toEqual(['sms sent +0']);
    await receipt('failed');
    expect(await fixture.deliveriesOf(incidentId)).toEqual(['sms failed +0']);
    expect(await fixture.reasons(incidentId)).toEqual(['failed by SM1']);
    expect(fixture.outcome.reachedNobody).toHaveBeenCalledWith({
      incidentId,
      step: 1,
      loop: 0,
    });
  });

  it('a receipt that is faster than our own note is right', async () => {
    fixture.sms.answerWith(async () => {
      await fixture.room.inbox.receipt(receiptOf('delivered'));
      await fixture.work.runDue(fixture.clock.now());
      return { detail: 'queued' };
    });
    const { incidentId } = await paged();
    expect(await fixture.deliveriesOf(incidentId)).toEqual([
      'sms delivered +0',
    ]);
    fixture.sms.answerWith(async () => {
      await fixture.room.inbox.receipt(receiptOf('failed'));
      await fixture.work.runDue(fixture.clock.now());
      return { detail: 'queued' };
    });
    const second = await paged();
    await fixture.passSeconds(3);
    expect(await fixture.deliveriesOf(second.incidentId)).toEqual([
      'sms failed +0',
    ]);
  });
});
