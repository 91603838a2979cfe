import { EventLoopUtilization } from 'node:perf_hooks';
import { ProcessLoad } from './ProcessLoad';

/** A process whose event loop is at work as the test says. */
function loop() {
  const total = { idle: 0, active: 0 };
  const read = (since?: EventLoopUtilization): EventLoopUtilization => {
    const idle = total.idle - (since?.idle ?? 0);
    const active = total.active - (since?.active ?? 0);
    return { idle, active, utilization: active / (idle + active) };
  };
  const pass = (idle: number, active: number) => {
    total.idle += idle;
    total.active += active;
  };
  return { load: new ProcessLoad(read), pass };
}

describe('ProcessLoad', () => {
  it('is high from seven tenths of the last moment on, and ends with it', () => {
    const { load, pass } = loop();
    expect(load.isHigh()).toBe(false);
    pass(30, 69);
    // Too short to say.
    expect(load.isHigh()).toBe(false);
    pass(0, 1);
    expect(load.isHigh()).toBe(true);
    pass(50, 40);
    expect(load.isHigh()).toBe(true);
    pass(5, 5);
    expect(load.isHigh()).toBe(false);
  });

  it('reads this process', () => {
    expect(new ProcessLoad().isHigh()).toBe(false);
  });
});
