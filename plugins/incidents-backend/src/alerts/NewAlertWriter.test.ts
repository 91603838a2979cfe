import { IncidentRecord } from '../incidents/service';
import { Database } from '../platform/database';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { NewAlertWriter } from './NewAlertWriter';
import { firstTrigger, startAlerts } from './testAlerts';

describe.each(eachDatabase())('first triggers at the same time, on %s', id => {
  let database: Database;

  /** The room, and a way to write triggers of these keys, all at once. */
  async function start(duringOpening?: (incident: IncidentRecord) => void) {
    const room = await startAlerts(database, { duringOpening });
    const writer = new NewAlertWriter({ ...room, database });
    const transactions = jest.spyOn(database, 'transaction');
    return {
      room,
      transactions,
      write: (...keys: string[]) =>
        Promise.allSettled(
          keys.map(key => writer.write(firstTrigger(room.a, key))),
        ),
    };
  }
  const value = (written: unknown) => ({ status: 'fulfilled', value: written });

  beforeEach(async () => {
    database = await openDatabase(id);
  });

  it('are opened in one transaction, each with what belongs to it', async () => {
    const { room, transactions, write } = await start();
    const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(await write(...keys)).toEqual(keys.map(() => value(true)));
    expect(transactions).toHaveBeenCalledTimes(1);

    const incidents = (await room.allIncidents()).reverse();
    expect(incidents.map(({ title }) => title)).toEqual(keys);
    const alerts = await room.allAlerts();
    expect(alerts.map(alert => [alert.incidentId, alert.summary])).toEqual(
      incidents.map(({ id: incidentId, title }) => [incidentId, title]),
    );
    expect(room.told).toEqual(incidents.map(one => `paged ${one.id}`));
    const timelines = await room.incidents.timelinesOf(
      incidents.map(one => one.id),
    );
    for (const { id: incidentId, title, assigned, lastSeq } of incidents) {
      expect(assigned.map(({ name }) => name)).toEqual(['Ana']);
      const timeline = timelines.get(incidentId) ?? [];
      expect(timeline.map(({ seq, kind }) => [seq, kind])).toEqual([
        [1, 'triggered'],
        [2, 'assigned'],
      ]);
      expect(lastSeq).toBe(2);
      expect(timeline[0].text).toBe(`SEV2 triggered by Watch A: ${title}`);
    }
    const { items } = await room.log.ofIntegration(room.a.id, { limit: 10 });
    expect(items.map(one => [one.incidentId, one.dedupKey]).sort()).toEqual(
      incidents.map(({ id: incidentId, title }) => [incidentId, title]),
    );
    expect(new Set(room.work.jobs.map(({ key }) => key)).size).toBe(6);
  });

  it('of one key open one incident', async () => {
    const { room, write } = await start();
    const written = await write('a', 'b', 'a');
    expect(written).toEqual([value(true), value(true), value(false)]);
    expect(await room.allIncidents()).toHaveLength(2);
    expect(await room.allAlerts()).toHaveLength(2);
  });

  it('are none of each other’s business: what one of them spoils is opened without it', async () => {
    const { room, write } = await start(({ title }) => {
      if (title === 'bad') throw new Error('No room for bad');
    });
    const [a, bad, c] = await write('a', 'bad', 'c');
    expect([a, c]).toEqual([value(true), value(true)]);
    expect(bad).toMatchObject({ status: 'rejected' });
    expect(bad).toHaveProperty('reason.message', 'No room for bad');
    const titles = (await room.allIncidents()).map(({ title }) => title);
    expect(titles.sort()).toEqual(['a', 'c']);
    expect((await room.allAlerts()).map(({ summary }) => summary)).toHaveLength(
      2,
    );
  });

  it('name the incident that each happened in before', async () => {
    const { room, write } = await start();
    await write('a', 'b');
    for (const { id: incidentId } of await room.allIncidents()) {
      await database.transaction(tx =>
        room.alerts.resolveAlertsOf(tx, incidentId, room.clock.now()),
      );
    }
    room.clock.advanceMinutes(10);
    expect(await write('b', 'c', 'a')).toEqual([
      value(true),
      value(true),
      value(true),
    ]);
    const all = await room.allIncidents();
    const before = (title: string) =>
      all.findLast(incident => incident.title === title)?.id;
    const recurrences = all
      .slice(0, 3)
      .map(({ title, recurrenceOf }) => [title, recurrenceOf]);
    expect(recurrences.sort()).toEqual([
      ['a', before('a')],
      ['b', before('b')],
      ['c', null],
    ]);
  });
});
