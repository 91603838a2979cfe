import { mockServices } from '@backstage/backend-test-utils';
import { FakeClock } from '../../platform/FakeClock';
import { Settings } from '../../platform/settings';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { EnvironmentGuard } from './EnvironmentGuard';

describe.each(eachDatabase())('a database that is nobody’s, on %s', id => {
  it('is given to one of two environments that start together', async () => {
    const database = await openDatabase(id);
    const guardOf = (configured: string, settings: Settings) =>
      new EnvironmentGuard({
        database,
        clock: new FakeClock(),
        settings,
        logger: mockServices.logger.mock(),
        configured,
        portalUrl: 'https://portal.example.test',
      });
    const first = guardOf('production', new Settings(database));
    let hasLooked = false;
    /** The other starts just after this one has looked whose it is. */
    class Slow extends Settings {
      async get(name: string): Promise<string | undefined> {
        const found = await super.get(name);
        if (!hasLooked) {
          hasLooked = true;
          await first.claim();
        }
        return found;
      }
    }
    const second = guardOf('staging', new Slow(database));
    await second.claim();
    expect(await Promise.all([first.isHolding(), second.isHolding()])).toEqual([
      true,
      false,
    ]);
  });
});
