const second = 1000;
const hour = 3600 * second;
const day = 24 * hour;

/** The latest time that a zone changed its offset from UTC: `before` holds until `at`, then `after`, all in milliseconds. */
export interface ClockChange {
  readonly zone: string;
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** How far back changes are looked for. */
const earliest = Date.UTC(1980, 0);
const latest = Date.UTC(2026, 11);

/** Every zone of this runtime with its latest clock change; a zone without any since 1980 has one that changes nothing. */
export function latestClockChanges(): ClockChange[] {
  return Intl.supportedValuesOf('timeZone').map(latestChangeOf);
}

function latestChangeOf(zone: string): ClockChange {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  /** By what the clock shows, so that this does not rest on how the calculator reads offsets. */
  const offsetAt = (instant: number): number => {
    const [, d, m, y, time] =
      /^(\d+)\/(\d+)\/(\d+), (.*)$/.exec(format.format(instant)) ?? [];
    return Date.parse(`${y}-${m}-${d}T${time}Z`) - instant;
  };
  const after = offsetAt(latest);
  let high = latest;
  while (high > earliest && offsetAt(high - 30 * day) === after) {
    high -= 30 * day;
  }
  if (high <= earliest) {
    return { zone, at: Date.UTC(2026, 5, 1), before: after, after };
  }
  let low = high - 30 * day;
  while (high - low > second) {
    const middle = Math.round((low + high) / 2 / second) * second;
    if (offsetAt(middle) === after) high = middle;
    else low = middle;
  }
  return { zone, at: high, before: offsetAt(low), after };
}
