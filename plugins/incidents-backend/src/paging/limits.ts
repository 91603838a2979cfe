import { addMinutes } from '../platform/clock';

/** So many within so much time. */
export interface Limit {
  readonly count: number;
  readonly perMinutes: number;
  /** Evenly: never two within `perMinutes / count`. Otherwise they may go in a burst. */
  readonly smooth?: boolean;
}

/**
 * The first instant, not before `now`, at which one more may be sent. What was sent exactly
 * `perMinutes` ago counts no more.
 *
 * @param limits - all hold; none: at once
 * @param sent - when something was sent or is going to be, in any order
 */
export function nextAllowed(
  limits: readonly Limit[],
  sent: readonly Date[],
  now: Date,
): Date {
  const times = sent.map(at => at.getTime()).sort((a, b) => a - b);
  const earliest = limits.map(({ count, perMinutes, smooth }) => {
    const [many, minutes] = smooth
      ? [1, perMinutes / count]
      : [count, perMinutes];
    const last = times[times.length - many];
    return last === undefined
      ? now.getTime()
      : addMinutes(new Date(last), minutes).getTime();
  });
  return new Date(Math.max(now.getTime(), ...earliest));
}
