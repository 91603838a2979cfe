import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { addSeconds } from '../platform/clock';
import { FakeClock } from '../platform/FakeClock';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { noLoad } from '../platform/ProcessLoad';
import { createWorkQueue } from '../work/createWorkQueue';
import { eventually } from '../work/workFixture';
import { createFixture, people } from './pagingFixture';
import { lostDeliveries } from './waitingStore';

// A fresh database per test takes its time on a busy machine.
jest.setTimeout(60_000);

describe.each(eachDatabase())('paging on its real queue, on %s', id => {
  it('delivers, repeats what failed when its time comes, and tells of a step that reached nobody', async () => {
    const database = await openDatabase(id);
    const clock = new FakeClock('2026-03-02T03:00:00.000Z');
    const work = createWorkQueue({
      database,
      clock,
      logger: mockServices.logger.mock(),
      metrics: metricsServiceMock.mock(),
      load: noLoad,
      pace: { pollMs: 20, sweepMs: 20 },
    });
    const fixture = await createFixture(database, { work, clock });
    const until = async (what: () => Promise<boolean>) => {
      while (!(await what())) {
        await new Promise(resolve => {
          setImmediate(resolve);
        });
      }
    };
    const attempted = async (incident: number, times: number) =>
      (await fixture.ledger(incident)).some(({ deliveries }) =>
        deliveries.some(({ attempts }) => attempts.length === times),
      );
    await work.start();
    try {
      const incident = await fixture.open();
      await fixture.page(incident, [people.ana]);
      await until(async () =>
        (await fixture.states(incident)).includes(
          'Ana Ruiz, email sent, portal sent',
        ),
      );

      const busy = await fixture.open();
      fixture.email.answerWith(async () => {
        throw new Error('451 busy');
      });
      await fixture.page(busy, [people.ana]);
      await until(() => attempted(busy, 1));
      fixture.email.answerWith();
      clock.advanceSeconds(6);
      await until(async () =>
        (await fixture.states(busy)).includes(
          'Ana Ruiz, email sent, portal sent',
        ),
      );

      const unreached = await fixture.open();
      fixture.notifications.send.mockRejectedValue(new Error('503'));
      await fixture.page(unreached, [people.eve]);
      for (const [times, seconds] of [5, 15, 30, 60].entries()) {
        await until(() => attempted(unreached, times + 1));
        clock.advanceSeconds(seconds);
      }
      await until(
        async () => fixture.outcome.reachedNobody.mock.calls.length > 0,
      );
      expect(fixture.outcome.reachedNobody.mock.calls).toEqual([
        [{ incidentId: unreached, step: 1, loop: 0 }],
      ]);
    } finally {
      await work.stop();
    }
  });

  it('tells what has been lost in the portal only from copies of what also leaves it', async () => {
    const database = await openDatabase(id);
    const fixture = await createFixture(database);
    const incident = await fixture.open();
    // Of Eve there is nothing but the portal.
    await fixture.page(incident, [people.ana, people.eve]);
    const later = addSeconds(fixture.clock.now(), 3);
    const lost = async (isCopy: boolean) => {
      const of = { channel: 'portal', isCopy };
      const found = await lostDeliveries(database.knex, of, later, 10);
      const pages = await database
        .knex('pages')
        .whereIn(
          'id',
          found.map(({ pageId }) => pageId),
        )
        .pluck('person_ref');
      return pages;
    };
    expect(await lost(true)).toEqual([people.ana.ref]);
    expect(await lost(false)).toEqual([people.eve.ref]);
  });

  it('sends copies in the portal after all that leaves it while there is no time, and a page that only goes there at once', async () => {
    const database = await openDatabase(id);
    const clock = new FakeClock('2026-03-02T03:00:00.000Z');
    let isHigh = true;
    const work = createWorkQueue({
      database,
      clock,
      logger: mockServices.logger.mock(),
      metrics: metricsServiceMock.mock(),
      load: { isHigh: () => isHigh },
      pace: { pollMs: 20, sweepMs: 20 },
    });
    const fixture = await createFixture(database, { work, clock });
    const becomes = async (incident: number, states: string) => {
      await eventually(async () =>
        expect(await fixture.states(incident)).toEqual([states]),
      );
    };
    await work.start();
    try {
      const incident = await fixture.open();
      await fixture.page(incident, [people.ana]);
      const alone = await fixture.open();
      await fixture.page(alone, [people.eve]);
      await becomes(incident, 'Ana Ruiz, email sent, portal queued');
      await becomes(alone, 'Eve Quiet, email failed, portal sent');
      expect(fixture.notifications.send).toHaveBeenCalledTimes(1);
      isHigh = false;
      await becomes(incident, 'Ana Ruiz, email sent, portal sent');
    } finally {
      await work.stop();
    }
  });
});
