import { playDocumentSchema } from '@muster/backstage-plugin-incidents-common';
import { FakeClock } from '../../platform/FakeClock';
import { Settings } from '../../platform/settings';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { Automation } from './Automation';
import { insertPlay, updatePlay } from './playStore';
import { Shelf } from './Shelf';
import { approveVersion, insertVersion } from './versionStore';

const ana = { ref: 'user:default/ana', name: 'Ana Ruiz' };
const document = playDocumentSchema.parse({
  name: 'Play',
  ownerRef: 'group:default/payments',
  steps: [{ id: 'rest', wait: { minutes: 1 } }],
});

describe.each(eachDatabase())('the shelf of plays on %s', id => {
  it('reads once a second however much is asked, and sees what other replicas change', async () => {
    const database = await openDatabase(id);
    const clock = new FakeClock();
    const automation = new Automation({
      clock,
      settings: new Settings(database),
    });
    const replica = () => new Shelf({ database, clock, automation });
    const [shelf, other] = [replica(), replica()];
    const at = clock.now();
    const enable = (playId: string, everywhere: boolean) =>
      database.transaction(async tx => {
        await approveVersion(
          tx,
          { playId, version: 1 },
          { at: clock.now(), by: ana, everywhere },
        );
        await updatePlay(tx, playId, {
          state: 'enabled',
          approved_version: 1,
          enabled_at: at,
        });
      });
    await database.transaction(async tx => {
      for (const name of ['a', 'b']) {
        const { ownerRef } = document;
        await insertPlay(tx, { id: name, name, ownerRef, at, by: ana });
        await insertVersion(tx, {
          playId: name,
          version: 1,
          source: '',
          document: { ...document, name },
          actions: [],
          madeAt: at,
          madeBy: ana,
        });
      }
    });
    await enable('a', false);
    let queries = 0;
    const { knex } = database;
    knex.on('query', () => {
      queries += 1;
    });
    const ids = async (of: Shelf) =>
      (await of.enabled()).map(({ playId, everywhere }) => [
        playId,
        everywhere,
      ]);
    for (let asked = 0; asked < 500; asked++) await shelf.enabled();
    expect(queries).toBe(2);
    expect(await ids(other)).toEqual([['a', false]]);

    await enable('b', false);
    expect((await other.enabledNow('b'))?.playId).toBe('b');
    expect(await ids(other)).toEqual([['a', false]]);
    await automation.set(true, 'Too loud', ana);
    shelf.forget();
    expect(await ids(shelf)).toEqual([
      ['a', false],
      ['b', false],
    ]);
    expect(await shelf.paused()).toBe(
      'Ana Ruiz has paused all automation: Too loud',
    );
    clock.advanceSeconds(1);
    expect((await other.startable('b'))?.playId).toBe('b');
    expect(await other.paused()).toContain('Too loud');

    // The same version, which an admin has approved since: its document is known, its approval is not.
    await enable('a', true);
    clock.advanceSeconds(1);
    queries = 0;
    expect(await ids(other)).toEqual([
      ['a', true],
      ['b', false],
    ]);
    expect(queries).toBe(2);
    clock.advanceSeconds(1);
    queries = 0;
    await other.enabled();
    expect(queries).toBe(1);
  });
});
