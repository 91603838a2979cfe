import { Clock } from '../platform/clock';

const leastMs = 1000;
const rememberedMs = 5000;

const leadOf = (clock: Clock): number =>
  clock.now().getTime() - performance.now();

/** Notices that the Clock moved on much more than real time did: a test moved it, or the database's clock was set. */
export class ClockJumps {
  readonly #clock: Clock;
  #lead: number;
  #lastAt = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lead = leadOf(clock);
  }

  /**
   * True for some seconds after a jump. Not only once, because a transaction that began before it may
   * yet commit something that is delayed by the old time.
   */
  lately(): boolean {
    const lead = leadOf(this.#clock);
    if (lead - this.#lead > leastMs) this.#lastAt = performance.now();
    this.#lead = lead;
    return performance.now() - this.#lastAt < rememberedMs;
  }
}
