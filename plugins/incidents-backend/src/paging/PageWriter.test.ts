import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { createFixture, people } from './pagingFixture';

// A fresh database per test takes its time on a busy machine.
jest.setTimeout(60_000);

describe.each(eachDatabase())('deciding pages, on %s', id => {
  it('writes a page per person, a delivery per channel, and one line each on the timeline', async () => {
    const fixture = await createFixture(await openDatabase(id));
    const incident = await fixture.open();
    await fixture.page(incident, [people.ana, people.ben]);
    expect(await fixture.states(incident)).toEqual([
      'Ana Ruiz, email queued, portal queued',
      'Ben Okafor, email queued, portal queued',
    ]);
    expect(await fixture.story(incident)).toEqual([
      'Paged Ana Ruiz through email and in the portal: step 1 of Payments primary',
      'Paged Ben Okafor through email and in the portal: step 1 of Payments primary',
    ]);
    expect(await fixture.ledger(incident)).toEqual([
      expect.objectContaining({
        incidentId: incident,
        person: people.ana,
        urgency: 'high',
        createdAt: '2026-03-02T03:00:00.000Z',
        step: 1,
        why: 'step 1 of Payments primary',
      }),
      expect.objectContaining({ person: people.ben }),
    ]);
  });

  it('keeps addresses masked', async () => {
    const fixture = await createFixture(await openDatabase(id));
    const incident = await fixture.open();
    await fixture.page(incident, [people.ana]);
    const [{ deliveries }] = await fixture.ledger(incident);
    expect(deliveries.map(({ address }) => address)).toEqual([
      'a••@example.test',
      null,
    ]);
    const everything = JSON.stringify([
      deliveries,
      await fixture.story(incident),
    ]);
    expect(everything).not.toContain('ana@example.test');
  });

  it('pages a person without email in the portal, and the ledger says why no mail', async () => {
    const fixture = await createFixture(await openDatabase(id));
    const incident = await fixture.open();
    await fixture.page(incident, [people.eve]);
    const [{ deliveries }] = await fixture.ledger(incident);
    expect(deliveries).toMatchObject([
      {
        channel: 'email',
        state: 'failed',
        reason: 'the catalog has no email address',
        attempts: [],
      },
      { channel: 'portal', state: 'queued', reason: null },
    ]);
    expect(await fixture.story(incident)).toEqual([
      'Paged Eve Quiet in the portal: step 1 of Payments primary. Not through email, since the catalog has no email address',
    ]);
    await fixture.work.runAll();
    expect(await fixture.states(incident)).toEqual([
      'Eve Quiet, email failed, portal sent',
    ]);
    expect(fixture.outcome.reachedNobody).not.toHaveBeenCalled();
  });

  it('writes nothing when nobody is to be paged', async () => {
    const fixture = await createFixture(await openDatabase(id));
    const incident = await fixture.open();
    await fixture.page(incident, []);
    expect(await fixture.ledger(incident)).toEqual([]);
    expect(await fixture.story(incident)).toEqual([]);
  });

  it('leaves nothing behind when the transaction fails', async () => {
    const database = await openDatabase(id);
    const fixture = await createFixture(database);
    const incident = await fixture.open();
    const failing = database.transaction(async tx => {
      await fixture.room.service.page(tx, {
        incidentId: incident,
        people: [people.ana],
        urgency: 'high',
        step: 1,
        loop: 0,
        why: 'x',
      });
      throw new Error('the rest of the change failed');
    });
    await expect(failing).rejects.toThrow('the rest of the change failed');
    expect(await fixture.ledger(incident)).toEqual([]);
    await fixture.work.runAll();
    expect(fixture.email.calls).toEqual([]);
  });

  it('cancels what waits, says so once, and leaves what was sent and other incidents alone', async () => {
    const database = await openDatabase(id);
    const fixture = await createFixture(database);
    const [incident, other] = [await fixture.open(), await fixture.open()];
    await fixture.page(incident, [people.ana]);
    await fixture.page(other, [people.ana]);
    const [{ deliveries }] = await fixture.ledger(incident);
    await fixture.deliver(deliveries[0]);
    const cancel = () =>
      database.transaction(tx =>
        fixture.room.service.cancel(tx, incident, 'acknowledged by Ana Ruiz'),
      );
    expect(await cancel()).toBe(1);
    expect(await cancel()).toBe(0);
    expect(await fixture.states(incident)).toEqual([
      'Ana Ruiz, email sent, portal cancelled',
    ]);
    expect(await fixture.states(other)).toEqual([
      'Ana Ruiz, email queued, portal queued',
    ]);
    expect((await fixture.story(incident)).slice(1)).toEqual([
      'One page that had not been sent yet was cancelled: acknowledged by Ana Ruiz',
    ]);
    await fixture.work.runAll();
    expect(fixture.notifications.send).toHaveBeenCalledTimes(1);
  });

  it('calls nobody reachable, except by email in the demo', async () => {
    const database = await openDatabase(id);
    const refs = [people.ana.ref, people.eve.ref];
    const real = await createFixture(database);
    expect([...(await real.room.service.reachable(refs))]).toEqual([]);
    const demo = await createFixture(database, { demo: true });
    expect([...(await demo.room.service.reachable(refs))]).toEqual([
      people.ana.ref,
    ]);
  });
});
