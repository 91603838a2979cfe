import { eachSharedDatabase } from '../platform/testDatabase';
import { createWorkFixture } from './workFixture';

jest.setTimeout(60_000);

describe.each(eachSharedDatabase())('queues of kinds, on %s', id => {
  it('are laid out by the first start, left alone by the next, and mended when another version made them otherwise', async () => {
    const fixture = await createWorkFixture(id);
    const queues = () =>
      fixture.database.knex('incidents_work.queue').where({ name: 'demo' });
    /** Starts one more process, as far as its queues. */
    const prepareAnother = async () => {
      const queue = fixture.newQueue();
      queue.handle('demo', async () => {});
      await queue.prepare();
      return (await queues().select('heartbeat_seconds', 'updated_on'))[0];
    };
    try {
      const first = await prepareAnother();
      expect(first).toMatchObject({ heartbeat_seconds: 10 });

      expect(await prepareAnother()).toEqual(first);

      await queues().update({ heartbeat_seconds: 60 });
      expect(await prepareAnother()).toMatchObject({ heartbeat_seconds: 10 });
    } finally {
      await fixture.stop();
    }
  });
});
