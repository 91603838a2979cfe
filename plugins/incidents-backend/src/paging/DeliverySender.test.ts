import {
  InMemoryChannel,
  PermanentDeliveryError,
} from '@muster/backstage-plugin-incidents-node';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { actor, createFixture, people } from './pagingFixture';

// A fresh database per test takes its time on a busy machine.
jest.setTimeout(60_000);

const busy = async () => {
  throw new Error('451 busy, says <ana@example.test>');
};
const refused = async () => {
  throw new PermanentDeliveryError('550 no such user ana@example.test');
};

type Fixture = Awaited<ReturnType<typeof createFixture>>;

describe.each(eachDatabase())('sending deliveries, on %s', id => {
  it('hands each channel the whole message once, and notes the receipt', async () => {
    const fixture = await createFixture(await openDatabase(id));
    const incident = await fixture.open();
    await fixture.page(incident, [people.ana]);
    await fixture.passSeconds(0);
    await fixture.passSeconds(600);
    expect(await fixture.states(incident)).toEqual([
      'Ana Ruiz, email sent, portal sent',
    ]);
    const [{ id: page, deliveries }] = await fixture.ledger(incident);
    expect(deliveries[0]).toMatchObject({
      sentAt: '2026-03-02T03:00:00.000Z',
      attempts: [
        { at: '2026-03-02T03:00:00.000Z', outcome: 'sent', detail: 'kept' },
      ],
    });
    expect(fixture.email.calls).toHaveLength(1);
    const [{ message, context }] = fixture.email.calls;
    expect(context).toMatchObject({
      address: 'ana@example.test',
      attempt: 1,
      person: { ...people.ana, email: 'ana@example.test' },
    });
    expect(message).toMatchObject({
      kind: 'incident',
      idempotencyKey: deliveries[0].id,
      person: people.ana,
      urgency: 'high',
      incident: {
        id: incident,
        name: `INC-${incident}`,
        title: '5xx above 20 %',
        severity: 'SEV2',
        customerImpact: 'yes',
        openedAt: '2026-03-02T03:00:00.000Z',
      },
      service: { ref: 'component:default/checkout' },
      owner: { name: 'Payments' },
      incidentUrl: `https://portal.example.test/incidents/INC-${incident}`,
      acknowledgeUrl: expect.stringMatching(
        /^https:\/\/hooks\.example\.test\/public\/acknowledge\/[\w.-]+$/,
      ),
      why: 'step 1 of Payments primary',
      ageMinutes: 0,
    });
    expect(fixture.notifications.send).toHaveBeenCalledTimes(1);
    expect(fixture.notifications.send).toHaveBeenCalledWith({
      recipients: { type: 'entity', entityRef: people.ana.ref },
      payload: expect.objectContaining({
        title: 'SEV2 checkout: 5xx above 20 %',
        link: `/incidents/INC-${incident}`,
        severity: 'critical',
        scope: `incidents:${incident}:${people.ana.ref}`,
      }),
    });
    expect(page).toBeDefined();
  });

  it('sends a learner a copy without an acknowledge link, and the ledger says so', async () => {
    const fixture = await createFixture(await openDatabase(id));
    const incident = await fixture.open();
    await fixture.page(incident, [people.ben], {
      urgency: 'low',
      step: null,
      why: 'shadowing Ana Ruiz',
      copyOf: [people.ana],
    });
    await fixture.passSeconds(0);
    expect(fixture.email.calls[0].message).toMatchObject({
      person: people.ben,
      acknowledgeUrl: null,
      copyOf: 'Ana Ruiz',
    });
    expect(fixture.notifications.send).toHaveBeenCalledWith(
      expect.objectContaining({
        payload: expect.objectContaining({
          title: 'Copy: SEV2 checkout: 5xx above 20 %',
          description: expect.stringContaining('nothing for you to do'),
          severity: 'low',
        }),
      }),
    );
    expect(await fixture.ledger(incident)).toMatchObject([
      { person: people.ben, copyOf: 'Ana Ruiz', why: 'shadowing Ana Ruiz' },
    ]);
    expect(await fixture.story(incident)).toEqual([
      'Sent a copy to Ben Okafor through email and in the portal: shadowing Ana Ruiz',
    ]);
  });

  it('SMTP down, then up: repeats with growing distance until it gets through; nothing is lost', async () => {
    const fixture = await createFixture(await openDatabase(id));
    const incident = await fixture.open();
    fixture.email.answerWith(busy);
    await fixture.page(incident, [people.ana]);
    await fixture.passSeconds(0);
    await fixture.passSeconds(4);
    expect(fixture.email.calls).toHaveLength(1);
    await fixture.passSeconds(4);
    expect(fixture.email.calls).toHaveLength(2);
    fixture.email.answerWith();
    await fixture.passSeconds(18);
    expect(fixture.email.calls).toHaveLength(3);
    const [{ deliveries }] = await fixture.ledger(incident);
    expect(deliveries[0]).toMatchObject({ state: 'sent', reason: null });
    expect(deliveries[0].attempts.map(({ outcome }) => outcome)).toEqual([
      'retry',
      'retry',
      'sent',
    ]);
    const keys = fixture.email.calls.map(call => call.message.idempotencyKey);
    expect(new Set(keys).size).toBe(1);
    const urls = fixture.email.calls.map(({ message }) =>
      message.kind === 'incident' ? message.acknowledgeUrl : null,
    );
    expect(new Set(urls).size).toBe(1);
  });

  it('the clock is set back by an hour: what waits is sent within seconds', async () => {
    const fixture = await createFixture(await openDatabase(id));
    const incident = await fixture.open();
    fixture.email.answerWith(busy);
    await fixture.page(incident, [people.ana]);
    await fixture.passSeconds(0);
    fixture.email.answerWith();
    fixture.clock.advanceMinutes(-60);
    expect(await fixture.room.bringForward()).toBe(1);
    expect(await fixture.room.bringForward()).toBe(0);
    await fixture.passSeconds(3);
    expect(await fixture.states(incident)).toEqual([
      'Ana Ruiz, email sent, portal sent',
    ]);
    expect(fixture.email.calls).toHaveLength(2);
  });

  it('gives up after five attempts and says so once, without the address', async () => {
    const fixture = await createFixture(await openDatabase(id));
    const incident = await fixture.open();
    fixture.email.answerWith(busy);
    await fixture.page(incident, [people.ana]);
    for (const seconds of [0, 8, 18, 33, 63, 600]) {
      await fixture.passSeconds(seconds);
    }
    expect(fixture.email.calls).toHaveLength(5);
    expect((await fixture.story(incident)).slice(1)).toEqual([
      'Ana Ruiz could not be paged through email (a••@example.test), after 5 attempts: 451 busy, says <a••@example.test>',
    ]);
    const [{ deliveries }] = await fixture.ledger(incident);
    expect(deliveries[0].attempts).toHaveLength(5);
    expect(
      JSON.stringify([deliveries, fixture.logger.warn.mock.calls]),
    ).not.toContain('ana@example.test');
    expect(fixture.outcome.reachedNobody).not.toHaveBeenCalled();
  });

  it('fails a hard failure at once', async () => {
    const fixture = await createFixture(await openDatabase(id));
    const incident = await fixture.open();
    fixture.email.answerWith(refused);
    await fixture.page(incident, [people.ana]);
    await fixture.passSeconds(0);
    await fixture.passSeconds(600);
    expect(fixture.email.calls).toHaveLength(1);
    expect(await fixture.states(incident)).toEqual([
      'Ana Ruiz, email failed, portal sent',
    ]);
  });

  it('takes a channel that does not answer in time for one that failed', async () => {
    const fixture = await createFixture(await openDatabase(id), {
      attemptMs: 20,
    });
    const incident = await fixture.open();
    let aborted = false;
    fixture.email.answerWith(() => {
      const { signal } = fixture.email.calls[0].context;
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return new Promise(() => {});
    });
    await fixture.page(incident, [people.ana]);
    await fixture.passSeconds(0);
    const [{ deliveries }] = await fixture.ledger(incident);
    expect(deliveries[0]).toMatchObject({
      state: 'queued',
      dueAt: '2026-03-02T03:00:05.000Z',
      attempts: [{ outcome: 'retry', detail: 'no answer within 0.02 s' }],
    });
    expect(aborted).toBe(true);
  });

  it('sends nothing for an incident that somebody has meanwhile', async () => {
    const fixture = await createFixture(await openDatabase(id));
    const incident = await fixture.open();
    await fixture.page(incident, [people.ana]);
    await fixture.incidents.commands.acknowledge(incident, actor(people.ben));
    await fixture.passSeconds(0);
    await fixture.passSeconds(600);
    expect(fixture.email.calls).toEqual([]);
    expect(fixture.notifications.send).not.toHaveBeenCalled();
    expect(await fixture.states(incident)).toEqual([
      'Ana Ruiz, email cancelled, portal cancelled',
    ]);
    expect((await fixture.story(incident)).slice(1)).toEqual([
      '2 pages that had not been sent yet were cancelled: acknowledged by Ben Okafor',
    ]);
  });

  it('does not repeat a failed attempt once somebody has it', async () => {
    const fixture = await createFixture(await openDatabase(id));
    const incident = await fixture.open();
    fixture.email.answerWith(busy);
    await fixture.page(incident, [people.ana]);
    await fixture.passSeconds(0);
    await fixture.incidents.commands.acknowledge(incident, actor(people.ana));
    await fixture.passSeconds(600);
    expect(fixture.email.calls).toHaveLength(1);
    expect(await fixture.states(incident)).toEqual([
      'Ana Ruiz, email cancelled, portal sent',
    ]);
  });

  describe('a sender that dies', () => {
    /** Sends an attempt that does not end until `end` is called, as if its process had stopped. */
    async function hang(
      fixture: Fixture,
      delivery: { id: string; channel: string },
    ) {
      let end: (error?: Error) => void = () => {};
      fixture.email.answerWith(
        () =>
          new Promise((resolve, reject) => {
            end = error =>
              error ? reject(error) : resolve({ detail: 'late' });
          }),
      );
      const before = fixture.email.calls.length;
      const sending = fixture.deliver(delivery);
      while (fixture.email.calls.length === before) {
        await new Promise(resolve => {
          setImmediate(resolve);
        });
      }
      fixture.email.answerWith();
      return async (error?: Error) => {
        end(error);
        await sending;
      };
    }

    /** A page whose first sender hangs. */
    async function died(database: Awaited<ReturnType<typeof openDatabase>>) {
      const fixture = await createFixture(database, { attemptMs: 3_600_000 });
      const incident = await fixture.open();
      await fixture.page(incident, [people.ana]);
      const [{ deliveries }] = await fixture.ledger(incident);
      const end = await hang(fixture, deliveries[0]);
      return { ...fixture, fixture, incident, delivery: deliveries[0], end };
    }

    it('is left alone for 30 seconds, then its delivery is sent again with the same key', async () => {
      const fixture = await died(await openDatabase(id));
      await fixture.passSeconds(30);
      expect(fixture.email.calls).toHaveLength(1);
      await fixture.passSeconds(1);
      expect(fixture.email.calls).toHaveLength(2);
      const [first, second] = fixture.email.calls;
      expect(second.message.idempotencyKey).toBe(first.message.idempotencyKey);
      expect(second.context.attempt).toBe(2);
      const [{ deliveries }] = await fixture.ledger(fixture.incident);
      expect(deliveries[0]).toMatchObject({
        state: 'sent',
        attempts: [
          {
            outcome: 'retry',
            detail: expect.stringContaining('may have arrived'),
          },
          { outcome: 'sent' },
        ],
      });
      await fixture.end();
    });

    it('gets its 30 seconds anew when the clock is set back meanwhile', async () => {
      const fixture = await died(await openDatabase(id));
      fixture.clock.advanceMinutes(-60);
      expect(await fixture.room.bringForward()).toBe(2);
      expect(await fixture.room.bringForward()).toBe(0);
      await fixture.passSeconds(30);
      expect(fixture.email.calls).toHaveLength(1);
      await fixture.passSeconds(1);
      expect(fixture.email.calls).toHaveLength(2);
      await fixture.end();
    });

    it('is not sent again when somebody has it meanwhile', async () => {
      const fixture = await died(await openDatabase(id));
      await fixture.incidents.commands.acknowledge(
        fixture.incident,
        actor(people.ben),
      );
      await fixture.passSeconds(31);
      expect(fixture.email.calls).toHaveLength(1);
      const [{ deliveries }] = await fixture.ledger(fixture.incident);
      expect(deliveries[0]).toMatchObject({
        state: 'cancelled',
        reason: 'the incident is acknowledged',
      });
      await fixture.end();
    });

    it('was only slow: its late failure is not the business of the sender that took over', async () => {
      const fixture = await died(await openDatabase(id));
      fixture.clock.advanceSeconds(31);
      const endSecond = await hang(fixture.fixture, fixture.delivery);
      await fixture.end(new Error('connection reset'));
      const [{ deliveries: during }] = await fixture.ledger(fixture.incident);
      expect(during[0]).toMatchObject({
        state: 'sending',
        attempts: [{ outcome: 'retry', detail: 'connection reset' }],
      });
      await endSecond();
      await fixture.passSeconds(600);
      expect(fixture.email.calls).toHaveLength(2);
      expect(await fixture.states(fixture.incident)).toEqual([
        'Ana Ruiz, email sent, portal sent',
      ]);
    });

    it('was only slow: its late success counts and spoils nothing', async () => {
      const fixture = await died(await openDatabase(id));
      fixture.email.answerWith(busy);
      await fixture.passSeconds(31);
      await fixture.end();
      await fixture.passSeconds(600);
      expect(fixture.email.calls).toHaveLength(2);
      const [{ deliveries }] = await fixture.ledger(fixture.incident);
      expect(deliveries[0]).toMatchObject({
        state: 'sent',
        attempts: [{ outcome: 'sent', detail: 'late' }, { outcome: 'retry' }],
      });
    });
  });

  it('gives up on a message that kills every sender', async () => {
    const database = await openDatabase(id);
    const fixture = await createFixture(database);
    const incident = await fixture.open();
    await fixture.page(incident, [people.ana]);
    const [{ deliveries }] = await fixture.ledger(incident);
    await database.knex('deliveries').where({ id: deliveries[0].id }).update({
      state: 'sending',
      attempts: 5,
      sending_since: fixture.clock.now(),
    });
    await fixture.passSeconds(31);
    expect(fixture.email.calls).toEqual([]);
    expect(await fixture.states(incident)).toEqual([
      'Ana Ruiz, email failed, portal sent',
    ]);
  });

  it('the queue’s tables truncated: the sweep finds every delivery that is due', async () => {
    const fixture = await createFixture(await openDatabase(id));
    const incident = await fixture.open();
    await fixture.page(incident, [people.ana, people.ben]);
    fixture.work.jobs.splice(0);
    fixture.clock.advanceSeconds(1);
    expect(await fixture.work.sweepAll()).toBe(0);
    fixture.clock.advanceSeconds(2);
    expect(await fixture.work.sweepAll()).toBe(4);
    await fixture.work.runAll();
    expect(await fixture.states(incident)).toEqual([
      'Ana Ruiz, email sent, portal sent',
      'Ben Okafor, email sent, portal sent',
    ]);
    expect(await fixture.work.sweepAll()).toBe(0);
  });

  it('a channel that was taken away fails after two minutes, with that reason', async () => {
    const database = await openDatabase(id);
    const before = await createFixture(database);
    const incident = await before.open();
    await before.page(incident, [people.ana]);
    const now = await createFixture(database, { channels: [] });
    await now.passSeconds(60);
    expect(await now.states(incident)).toEqual([
      'Ana Ruiz, email queued, portal sent',
    ]);
    await now.passSeconds(61);
    expect((await now.story(incident)).slice(1)).toEqual([
      "Ana Ruiz could not be paged through email (a••@example.test), and trying again is no use: no channel 'email' is installed any more",
    ]);
  });

  describe('a step that reaches nobody', () => {
    it('is told to escalation once, when the last delivery has failed', async () => {
      const fixture = await createFixture(await openDatabase(id));
      const incident = await fixture.open();
      fixture.email.answerWith(refused);
      fixture.notifications.send.mockRejectedValue(new Error('503'));
      await fixture.page(incident, [people.ana, people.ben], {
        step: 2,
        loop: 1,
      });
      for (const seconds of [0, 8, 18, 33]) await fixture.passSeconds(seconds);
      expect(fixture.outcome.reachedNobody).not.toHaveBeenCalled();
      await fixture.passSeconds(63);
      await fixture.passSeconds(600);
      expect(fixture.outcome.reachedNobody).toHaveBeenCalledTimes(1);
      expect(fixture.outcome.reachedNobody).toHaveBeenCalledWith({
        incidentId: incident,
        step: 2,
        loop: 1,
      });
    });

    it('is told although the process died before it could: the fact is kept with the failure', async () => {
      const fixture = await createFixture(await openDatabase(id));
      const incident = await fixture.open();
      fixture.email.answerWith(refused);
      fixture.notifications.send.mockRejectedValue(
        new PermanentDeliveryError('no'),
      );
      await fixture.page(incident, [people.ana]);
      const [{ deliveries }] = await fixture.ledger(incident);
      for (const delivery of deliveries) await fixture.deliver(delivery);
      // The queue is lost as well; the sweep knows from the tables.
      fixture.work.jobs.splice(0);
      expect(fixture.outcome.reachedNobody).not.toHaveBeenCalled();
      await fixture.passSeconds(3);
      expect(fixture.outcome.reachedNobody).toHaveBeenCalledTimes(1);
      await fixture.passSeconds(600);
      expect(fixture.outcome.reachedNobody).toHaveBeenCalledTimes(1);
    });

    it('is told even if escalation fails the first time', async () => {
      const fixture = await createFixture(await openDatabase(id), {
        channels: [],
      });
      const incident = await fixture.open();
      fixture.notifications.send.mockRejectedValue(
        new PermanentDeliveryError('no'),
      );
      fixture.outcome.reachedNobody.mockRejectedValueOnce(new Error('away'));
      await fixture.page(incident, [people.ana]);
      await expect(fixture.passSeconds(0)).rejects.toThrow('away');
      await fixture.passSeconds(3);
      await fixture.passSeconds(3);
      expect(fixture.outcome.reachedNobody).toHaveBeenCalledTimes(2);
    });

    it('is no step when the page was direct', async () => {
      const fixture = await createFixture(await openDatabase(id), {
        channels: [],
      });
      const incident = await fixture.open();
      fixture.notifications.send.mockRejectedValue(
        new PermanentDeliveryError('no'),
      );
      await fixture.page(incident, [people.ana], { step: null });
      await fixture.passSeconds(0);
      await fixture.passSeconds(600);
      expect(await fixture.states(incident)).toEqual([
        'Ana Ruiz, portal failed',
      ]);
      expect(fixture.outcome.reachedNobody).not.toHaveBeenCalled();
    });

    it('is known when two last deliveries fail at the same moment', async () => {
      const channels = ['one', 'two', 'three'].map(
        name => new InMemoryChannel(name),
      );
      const fixture = await createFixture(await openDatabase(id), { channels });
      const incident = await fixture.open();
      for (const channel of channels) channel.answerWith(refused);
      fixture.notifications.send.mockRejectedValue(
        new PermanentDeliveryError('no'),
      );
      await fixture.page(incident, [people.ana, people.ben]);
      const pages = await fixture.ledger(incident);
      await Promise.all(
        pages.flatMap(page => page.deliveries).map(fixture.deliver),
      );
      await fixture.passSeconds(3);
      expect(fixture.outcome.reachedNobody).toHaveBeenCalledTimes(1);
    });
  });

  it('tells the health of its channels', async () => {
    const fixture = await createFixture(await openDatabase(id));
    const incident = await fixture.open();
    fixture.notifications.send.mockRejectedValueOnce(new Error('ECONNREFUSED'));
    expect(await fixture.room.channels()).toEqual([
      { id: 'email', title: 'Memory (email)', detail: 'nothing sent yet' },
      { id: 'portal', title: 'Portal', detail: 'nothing sent yet' },
    ]);
    await fixture.page(incident, [people.ana]);
    await fixture.passSeconds(0);
    fixture.clock.advanceMinutes(3);
    expect(await fixture.room.channels()).toEqual([
      expect.objectContaining({ detail: 'sent 1 in the last hour' }),
      expect.objectContaining({
        detail: 'nothing sent yet; last failure 3 min ago: ECONNREFUSED',
      }),
    ]);
  });
});
