import { InMemoryChannel } from '@muster/backstage-plugin-incidents-node';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { createFixture, people } from './pagingFixture';

// A fresh database takes its time on a busy machine.
jest.setTimeout(60_000);

const { ana, ben, eve } = people;
const note = (recipientRef: string) => ({
  recipientRef,
  about: 'cover:r1',
  subject: 'Ben Okafor covers for you',
  text: 'Payments primary: Mon',
  url: 'https://portal.example.test/incidents/me',
});

describe.each(eachDatabase())('notes, on %s', id => {
  async function setUp() {
    const database = await openDatabase(id);
    const wakingOnly = new InMemoryChannel('siren');
    Object.assign(wakingOnly, { notify: undefined });
    const email = new InMemoryChannel('email');
    const fixture = await createFixture(database, {
      channels: [email, wakingOnly],
    });
    return {
      ...fixture,
      email,
      wakingOnly,
      database,
      post: (recipientRef: string) =>
        database.transaction(tx =>
          fixture.room.notes.post(tx, note(recipientRef)),
        ),
      told: () => fixture.notifications.send.mock.calls.map(([sent]) => sent),
      rows: (): Promise<object[]> =>
        database
          .knex('notes')
          .orderBy(['person_name', 'channel'])
          .select('person_name', 'channel', 'due_at', 'sent_at', 'reason'),
    };
  }

  it('reach a person in the portal and by mail, once, and through no channel that only wakes', async () => {
    const { post, passSeconds, told, email, wakingOnly } = await setUp();
    await post(ana.ref);
    for (const seconds of [0, 3, 600]) await passSeconds(seconds);
    expect(told()).toEqual([
      {
        recipients: { type: 'entity', entityRef: ana.ref },
        payload: {
          title: 'Ben Okafor covers for you',
          description: 'Payments primary: Mon',
          link: '/incidents/me',
          severity: 'normal',
          topic: 'incidents',
          scope: `incidents:cover:r1:${ana.ref}`,
        },
      },
    ]);
    expect(email.notes).toMatchObject([
      {
        note: { person: ana, subject: 'Ben Okafor covers for you' },
        context: { address: 'ana@example.test' },
      },
    ]);
    expect([email.calls, wakingOnly.notes]).toEqual([[], []]);
  });

  it('reach everybody of a group, also without a mail address, and nobody of an empty one', async () => {
    const { post, passSeconds, told, email, rows } = await setUp();
    await post('group:default/payments');
    await post(eve.ref);
    await post('group:default/nobody');
    await passSeconds(0);
    expect(email.notes.map(({ note: { person } }) => person)).toEqual(
      expect.arrayContaining([ana, ben]),
    );
    expect(email.notes).toHaveLength(told().length - 1);
    expect(await rows()).toContainEqual({
      person_name: 'Eve Quiet',
      channel: 'portal',
      due_at: null,
      sent_at: expect.anything(),
      reason: null,
    });
  });

  it('one that fails repeats no other, survives a lost queue, and is given up after a day', async () => {
    const { post, work, clock, passSeconds, told, email, rows, logger } =
      await setUp();
    email.answerWith(async () => {
      throw new Error('451 busy');
    });
    await post(ana.ref);
    await expect(work.runAll()).rejects.toThrow('451 busy');
    await work.runAll();
    expect(told()).toHaveLength(1);
    work.jobs.splice(0);
    await expect(passSeconds(3)).rejects.toThrow('451 busy');
    expect(email.notes).toHaveLength(2);
    expect(told()).toHaveLength(1);
    clock.advanceMinutes(24 * 60);
    expect(await work.sweepAll()).toBe(0);
    await work.runAll();
    expect(email.notes).toHaveLength(2);
    expect(await rows()).toMatchObject([
      {
        channel: 'email',
        due_at: null,
        sent_at: null,
        reason: 'it could not be sent within a day',
      },
      { channel: 'portal', due_at: null, reason: null },
    ]);
    expect(logger.warn).toHaveBeenCalledWith(
      'Gave up 1 notes: it could not be sent within a day',
    );
  });

  it('without a notifications backend that is said once, the mail goes out, and nothing is tried again', async () => {
    const { post, passSeconds, notifications, email, logger, work, rows } =
      await setUp();
    notifications.send.mockRejectedValue(
      new Error(
        'Failed to send notifications: Error: Request failed with status 404',
      ),
    );
    await post(ana.ref);
    await post(ben.ref);
    for (const seconds of [0, 3, 600]) await passSeconds(seconds);
    expect(email.notes).toHaveLength(2);
    expect(notifications.send).toHaveBeenCalledTimes(2);
    expect(work.jobs).toEqual([]);
    expect(await rows()).toContainEqual(
      expect.objectContaining({
        person_name: 'Ana Ruiz',
        channel: 'portal',
        due_at: null,
        reason: 'this portal has no notifications backend',
      }),
    );
    const missing = logger.warn.mock.calls.filter(([text]) =>
      /no notifications backend/.test(String(text)),
    );
    expect(missing).toHaveLength(1);
  });
});
