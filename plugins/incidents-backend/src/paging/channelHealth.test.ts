import { smsChannel } from '@muster/backstage-plugin-incidents-node';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { healthOfChannels, limitSentence, stateOf } from './channelHealth';
import { ChannelRegistry } from './ChannelRegistry';
import { createFixture, people } from './pagingFixture';
import { recordTries } from './providerStore';

jest.setTimeout(60_000);

describe.each(eachDatabase())('channel health, on %s', id => {
  it('counts what each provider did in the last hour, and what waits', async () => {
    const fixture = await createFixture(await openDatabase(id));
    const { clock, settings, email } = fixture;
    const { database, channels } = settings;
    const health = async () =>
      (await healthOfChannels({ database, clock, channels, demo: true })).find(
        one => one.id === 'email',
      );
    expect((await health())?.providers).toMatchObject([{ state: 'unused' }]);

    const first = await fixture.open();
    await fixture.page(first, [people.ana]);
    await fixture.work.runAll();
    const sentAt = clock.now().toISOString();
    clock.advanceSeconds(30 * 60);
    email.answerWith(() =>
      Promise.reject(new Error('554 ana@example.test is ill')),
    );
    const second = await fixture.open();
    await fixture.page(second, [people.ana]);
    const failedAt = clock.now().toISOString();
    expect(await health()).toMatchObject({
      waiting: 1,
      oldestWaitingAt: failedAt,
    });
    const [{ deliveries }] = await fixture.ledger(second);
    const delivery = deliveries.find(({ channel }) => channel === 'email');
    if (delivery) await fixture.deliver(delivery);
    expect(await health()).toEqual({
      id: 'email',
      title: 'Memory (email)',
      wakes: true,
      providers: [
        {
          id: 'email',
          title: 'Memory (email)',
          state: 'failing',
          sentLastHour: 1,
          failedLastHour: 1,
          lastSuccessAt: sentAt,
          lastFailure: { at: failedAt, detail: '554 a••@example.test is ill' },
        },
      ],
      waiting: 0,
      oldestWaitingAt: null,
      limit: null,
    });
    clock.advanceSeconds(40 * 60);
    expect((await health())?.providers).toMatchObject([
      { sentLastHour: 0, failedLastHour: 1 },
    ]);
  });

  it('shows a standby beside the provider that it stands in for', async () => {
    const database = await openDatabase(id);
    const { clock } = await createFixture(database);
    const channels = new ChannelRegistry();
    for (const provider of ['twilio', 'twilio-standby']) {
      channels.addProvider({
        id: provider,
        title: provider,
        channel: smsChannel,
        limit: { count: 60, perMinutes: 1 },
        send: async () => ({ detail: '' }),
      });
    }
    const tries = [
      { channel: 'sms', provider: 'twilio', ok: false, detail: 'down' },
      {
        channel: 'sms',
        provider: 'twilio-standby',
        ok: true,
        detail: 'queued',
      },
    ];
    await recordTries(database.knex, tries, clock.now());
    expect(
      await healthOfChannels({ database, clock, channels, demo: false }),
    ).toMatchObject([
      {
        id: 'sms',
        wakes: true,
        limit: 'at most 60 a minute',
        providers: [{ state: 'failing' }, { state: 'working' }],
      },
    ]);
  });
});

describe('words of channel health', () => {
  const early = new Date('2026-03-02T03:00:00.000Z');
  const late = new Date('2026-03-02T03:05:00.000Z');

  it('a provider fails when the last thing that it did was to fail', () => {
    const failed = (at: Date) => ({ at, detail: 'down' });
    expect(stateOf({ lastSuccess: null, lastFailure: null })).toBe('unused');
    expect(stateOf({ lastSuccess: early, lastFailure: failed(late) })).toBe(
      'failing',
    );
    expect(stateOf({ lastSuccess: late, lastFailure: failed(early) })).toBe(
      'working',
    );
    expect(stateOf({ lastSuccess: null, lastFailure: failed(late) })).toBe(
      'failing',
    );
  });

  it('says limits', () => {
    expect(limitSentence(undefined)).toBeNull();
    expect(limitSentence({ count: 5, perMinutes: 10 })).toBe(
      'at most 5 in 10 minutes',
    );
  });
});
