import { eachSharedDatabase, openDatabase } from '../platform/testDatabase';
import { NewAlertWriter } from './NewAlertWriter';
import { insertAlert } from './newAlertStore';
import { firstTrigger, startAlerts } from './testAlerts';

describe.each(eachSharedDatabase())('first triggers, on %s', id => {
  it('wait for nobody else’s: what another process holds is opened when it lets go', async () => {
    const database = await openDatabase(id);
    const room = await startAlerts(database);
    const writer = new NewAlertWriter({ ...room, database });
    const { event, dedupKey } = firstTrigger(room.a, 'held');
    // A process that is frozen while it opens the same alert.
    const frozen = await database.knex.transaction();
    await insertAlert(frozen, {
      ...{ id: 'frozen', event, dedupKey, at: room.clock.now() },
      integrationId: room.a.id,
      entity: { ref: 'component:default/checkout', name: 'checkout' },
    });
    const held = writer.write(firstTrigger(room.a, 'held'));
    const others = ['a', 'b'].map(key =>
      writer.write(firstTrigger(room.a, key)),
    );
    expect(await Promise.all(others)).toEqual([true, true]);
    expect(room.logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/3 incidents could not be opened together/),
    );
    await frozen.rollback();
    expect(await held).toBe(true);
    expect(await room.allIncidents()).toHaveLength(3);
  });
});
