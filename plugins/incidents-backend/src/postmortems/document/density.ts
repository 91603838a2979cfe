import { Density } from '@muster/backstage-plugin-incidents-common';
import { iso } from '../../platform/database';

/** A span in which an alert was open; it is open still when `to` is null. */
export interface OpenAlert {
  readonly from: Date;
  readonly to: Date | null;
}

/** No more buckets than this: a picture is not wider. */
const mostBuckets = 60;
/** Lengths of a bucket that people can read off an axis, in seconds. */
const lengths = [
  60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
];

/** How many alerts were open, and how many changes were made, in buckets of equal length that cover a span. */
export function densityOf(
  span: { readonly from: Date; readonly to: Date },
  alerts: readonly OpenAlert[],
  changes: readonly Date[],
): Density {
  const seconds = (span.to.getTime() - span.from.getTime()) / 1000;
  const needed = Math.ceil(seconds / (mostBuckets - 1));
  const bucketSeconds =
    lengths.find(length => length >= needed) ??
    Math.ceil(needed / 86_400) * 86_400;
  const length = bucketSeconds * 1000;
  // Buckets begin at full minutes and hours.
  const start = Math.floor(span.from.getTime() / length) * length;
  const last = bucketOf(span.to.getTime());
  function bucketOf(at: number): number {
    return Math.floor((at - start) / length);
  }
  const counts = { alerts: zeros(last + 1), changes: zeros(last + 1) };
  for (const { from, to } of alerts) {
    const end = Math.min(last, to ? bucketOf(to.getTime()) : last);
    for (let n = Math.max(0, bucketOf(from.getTime())); n <= end; n++) {
      counts.alerts[n] += 1;
    }
  }
  for (const at of changes) {
    const n = bucketOf(at.getTime());
    if (n >= 0 && n <= last) counts.changes[n] += 1;
  }
  return { from: iso(new Date(start)), bucketSeconds, ...counts };
}

const zeros = (length: number): number[] => new Array<number>(length).fill(0);
