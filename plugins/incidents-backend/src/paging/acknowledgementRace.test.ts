import { Tx } from '../platform/database';
import {
  eachDatabase,
  openDatabase,
  somebodyWaits,
} from '../platform/testDatabase';
import { actor, createFixture, people } from './pagingFixture';
import { cancelledSentence } from './sentences';

// A fresh database per test takes its time on a busy machine.
jest.setTimeout(60_000);

/** A promise that a test settles itself. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { opened, open };
}

const cancelledLine = (count: number): string =>
  count === 0 ? '' : cancelledSentence(count, 'acknowledged by Ben Okafor');

const everyDatabase = eachDatabase();

describe.each(everyDatabase)('acknowledging against sending, on %s', id => {
  it('every delivery is either sent once or cancelled, and the timeline counts the cancelled', async () => {
    const fixture = await createFixture(await openDatabase(id));
    for (let round = 0; round < 7; round++) {
      const incident = await fixture.open();
      await fixture.page(incident, Object.values(people));
      const deliveries = (await fixture.ledger(incident)).flatMap(
        page => page.deliveries,
      );
      const sentBefore =
        fixture.email.calls.length +
        fixture.notifications.send.mock.calls.length;
      const acknowledge = () =>
        fixture.incidents.commands.acknowledge(incident, actor(people.ben));
      const work = deliveries.map(delivery => () => fixture.deliver(delivery));
      work.splice(round % (work.length + 1), 0, async () => {
        await acknowledge();
      });
      await Promise.all(work.map(start => start()));
      // Whatever is woken from now on was acknowledged before it began.
      const sentByThen =
        fixture.email.calls.length +
        fixture.notifications.send.mock.calls.length;
      await Promise.all(deliveries.map(fixture.deliver));
      const sentAfter =
        fixture.email.calls.length +
        fixture.notifications.send.mock.calls.length;
      expect(sentAfter).toBe(sentByThen);

      const states = (await fixture.ledger(incident)).flatMap(page =>
        page.deliveries.map(({ state }) => state),
      );
      const count = (state: string) =>
        states.filter(one => one === state).length;
      // Eve has no address: one of the six has failed from the start.
      expect(count('failed')).toBe(1);
      expect(count('sent') + count('cancelled')).toBe(5);
      expect(count('sent')).toBe(sentAfter - sentBefore);
      const told = (await fixture.story(incident))
        .slice(Object.keys(people).length)
        .join();
      expect(told).toBe(cancelledLine(count('cancelled')));
    }
  });
});

/** Two transactions at once need a database that has them: SQLite's pool is a single connection. */
const withTransactionsSideBySide = everyDatabase.filter(
  id => id !== 'SQLITE_3',
);

for (const id of withTransactionsSideBySide) {
  describe(`the orders in which they can meet, on ${id}`, () => {
    /** An incident with one queued portal delivery. */
    async function queued(incidents: Parameters<typeof createFixture>[1] = {}) {
      const database = await openDatabase(id);
      const fixture = await createFixture(database, {
        channels: [],
        ...incidents,
      });
      const incident = await fixture.open();
      await fixture.page(incident, [people.ana]);
      const [{ deliveries }] = await fixture.ledger(incident);
      return { ...fixture, database, incident, delivery: deliveries[0] };
    }

    it('the acknowledgement has the row first: the sender waits, finds it cancelled, sends nothing', async () => {
      const fixture = await queued();
      const { database, incident } = fixture;
      const [cancelled, mayCommit] = [gate(), gate()];
      const acknowledging = database.transaction(async tx => {
        await fixture.incidents.lock(tx, incident);
        await tx('incidents')
          .where({ id: incident })
          .update({ status: 'acknowledged' });
        await fixture.room.service.cancel(tx, incident, 'acknowledged by Ben');
        cancelled.open();
        await mayCommit.opened;
      });
      await cancelled.opened;
      const delivering = fixture.deliver(fixture.delivery);
      await somebodyWaits(database);
      mayCommit.open();
      await Promise.all([acknowledging, delivering]);
      expect(fixture.notifications.send).not.toHaveBeenCalled();
      expect(await fixture.states(incident)).toEqual([
        'Ana Ruiz, portal cancelled',
      ]);
    });

    it('the acknowledgement is rolled back: the sender that waited for it sends', async () => {
      const fixture = await queued();
      const { database, incident } = fixture;
      const [cancelled, mayFail] = [gate(), gate()];
      const acknowledging = database.transaction(async tx => {
        await fixture.incidents.lock(tx, incident);
        await fixture.room.service.cancel(tx, incident, 'acknowledged by Ben');
        cancelled.open();
        await mayFail.opened;
        throw new Error('rolled back');
      });
      await cancelled.opened;
      const delivering = fixture.deliver(fixture.delivery);
      await somebodyWaits(database);
      mayFail.open();
      await expect(acknowledging).rejects.toThrow('rolled back');
      await delivering;
      expect(fixture.notifications.send).toHaveBeenCalledTimes(1);
      expect(await fixture.states(incident)).toEqual(['Ana Ruiz, portal sent']);
    });

    it('the sender has the row first: the acknowledgement waits, and leaves what is being sent', async () => {
      const [claiming, mayClaim] = [gate(), gate()];
      const fixture = await queued({
        incidents: {
          async standingsOf(tx: Tx, [incidentId]: readonly number[]) {
            const row = await tx('incidents')
              .where({ id: incidentId })
              .first('status', 'severity');
            claiming.open();
            await mayClaim.opened;
            return new Map([[incidentId, { ...row, held: null }]]);
          },
        },
      });
      const { database, incident } = fixture;
      const delivering = fixture.deliver(fixture.delivery);
      await claiming.opened;
      const acknowledging = fixture.incidents.commands.acknowledge(
        incident,
        actor(people.ben),
      );
      await somebodyWaits(database);
      mayClaim.open();
      await Promise.all([acknowledging, delivering]);
      expect(fixture.notifications.send).toHaveBeenCalledTimes(1);
      expect(await fixture.states(incident)).toEqual(['Ana Ruiz, portal sent']);
      expect(await fixture.story(incident)).toHaveLength(1);
    });

    it('a page decided while somebody acknowledges is committed after it, and not sent', async () => {
      const fixture = await queued();
      const { database, incident } = fixture;
      const [cancelled, mayCommit] = [gate(), gate()];
      const acknowledging = database.transaction(async tx => {
        await fixture.incidents.lock(tx, incident);
        await tx('incidents')
          .where({ id: incident })
          .update({ status: 'acknowledged' });
        await fixture.room.service.cancel(tx, incident, 'acknowledged by Ben');
        cancelled.open();
        await mayCommit.opened;
      });
      await cancelled.opened;
      const paging = fixture.page(incident, [people.ben], { step: 2 });
      await somebodyWaits(database);
      mayCommit.open();
      await Promise.all([acknowledging, paging]);
      const [, second] = await fixture.ledger(incident);
      expect(second.deliveries[0].state).toBe('queued');
      await fixture.work.runAll();
      expect(fixture.notifications.send).not.toHaveBeenCalled();
      expect(await fixture.states(incident)).toEqual([
        'Ana Ruiz, portal cancelled',
        'Ben Okafor, portal cancelled',
      ]);
    });

    it('two replicas wake for one delivery: it is sent once', async () => {
      const fixture = await queued();
      await Promise.all(
        Array.from({ length: 6 }, () => fixture.deliver(fixture.delivery)),
      );
      expect(fixture.notifications.send).toHaveBeenCalledTimes(1);
    });
  });
}
