import { Crowding } from './Crowding';

describe('a process', () => {
  /** Lets time pass in which the event loop is busy for a share of it. */
  const setUp = () => {
    const loop = { idle: 0, active: 0 };
    let now = 0;
    const crowding = new Crowding({
      readLoop: () => ({ ...loop }),
      now: () => now,
    });
    return {
      crowding,
      pass(ms: number, busy: number) {
        now += ms;
        loop.active += ms * busy;
        loop.idle += ms * (1 - busy);
        return crowding.isFull();
      },
    };
  };

  it('has its hands full as long as it is hardly ever idle', () => {
    const { pass } = setUp();
    expect(pass(300, 0.2)).toBe(false);
    expect(pass(300, 0.7)).toBe(true);
    expect(pass(300, 1)).toBe(true);
    expect(pass(300, 0.5)).toBe(false);
  });

  it('is not judged by a moment', () => {
    const { pass } = setUp();
    expect(pass(200, 1)).toBe(false);
    expect(pass(200, 0)).toBe(false);
  });

  it('that is always busy is not in a storm', () => {
    const { pass } = setUp();
    for (let second = 0; second < 60; second++) {
      expect(pass(1000, 0.9)).toBe(true);
    }
    expect(pass(2000, 0.9)).toBe(false);
    expect(pass(1000, 0.1)).toBe(false);
    expect(pass(1000, 0.9)).toBe(true);
  });
});
