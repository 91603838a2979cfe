import { addMinutes, addSeconds, Clock } from './clock';

/** A clock for tests: it stands still until it is moved by hand. */
export class FakeClock implements Clock {
  #now: Date;

  /** @param start - an ISO instant or a Date; a Monday morning when left out */
  constructor(start: Date | string = '2026-03-02T09:00:00.000Z') {
    this.#now = instantOf(start);
  }

  now(): Date {
    return this.#now;
  }

  /** Moves it to `at`, forwards or backwards. */
  set(at: Date | string): void {
    this.#now = instantOf(at);
  }

  /** Moves it forward (back, when negative). */
  advanceMinutes(minutes: number): void {
    this.#now = addMinutes(this.#now, minutes);
  }

  /** As `advanceMinutes`. */
  advanceSeconds(seconds: number): void {
    this.#now = addSeconds(this.#now, seconds);
  }
}

function instantOf(at: Date | string): Date {
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) throw new Error(`'${at}' is no instant`);
  return instant;
}
