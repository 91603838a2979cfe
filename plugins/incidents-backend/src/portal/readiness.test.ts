import { addMinutes } from '../platform/clock';
import { FakeClock } from '../platform/FakeClock';
import { readinessOf } from './readiness';

describe('readinessOf', () => {
  const clock = new FakeClock();
  const well = {
    clock,
    database: { readTime: async () => 0 },
    work: { isWorking: () => true },
    directory: { asOf: async () => clock.now() },
  };
  const stateOf = async (rooms: Partial<typeof well>) => {
    const { ready, parts } = await readinessOf({ ...well, ...rooms });
    const states = parts.map(({ part, state }) => `${part} ${state}`);
    return { ready, states };
  };

  it('is ready when everything works', async () => {
    expect(await stateOf({})).toEqual({
      ready: true,
      states: ['database ready', 'queue ready', 'catalog ready'],
    });
  });

  it('is not ready without its database, and does not say why to everybody', async () => {
    const database = {
      readTime: () => Promise.reject(new Error('password wrong for muster')),
    };
    const readiness = await readinessOf({ ...well, database });
    expect(readiness.ready).toBe(false);
    expect(readiness.parts[0]).toEqual({
      part: 'database',
      state: 'not-ready',
      detail: 'does not answer',
    });
  });

  it('is not ready while it cannot read its work', async () => {
    const work = { isWorking: () => false };
    expect(await stateOf({ work })).toMatchObject({ ready: false });
  });

  it('stays ready while the catalog is away: pages go on from what it said last', async () => {
    const longAgo = { asOf: async () => addMinutes(clock.now(), -60) };
    const never = { asOf: async () => null };
    const expected = {
      ready: true,
      states: ['database ready', 'queue ready', 'catalog degraded'],
    };
    expect(await stateOf({ directory: longAgo })).toEqual(expected);
    expect(
      (await readinessOf({ ...well, directory: never })).parts[2],
    ).toMatchObject({ state: 'degraded', detail: 'not read yet' });
  });
});
