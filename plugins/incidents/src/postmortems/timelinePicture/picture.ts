import {
  Density,
  KeyMoment,
  keyMoments,
} from '@muster/backstage-plugin-incidents-common';

/** A stretch of time, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A key moment in the picture. */
export interface Mark {
  readonly moment: KeyMoment;
  readonly at: string;
  /** From the left edge, 0 to 1. */
  readonly place: number;
  /** Moments that would cover one another stand in lanes of their own, from 0. */
  readonly lane: number;
}

/** So near to one another, as a part of the width, marks would cover each other. */
const nearest = 0.06;

/** What the picture spans: everything that it shows; undefined when there is nothing to show. */
export function spanOf(
  density: Density | null,
  moments: Partial<Record<KeyMoment, string>>,
): Span | undefined {
  const instants = Object.values(moments).map(at => Date.parse(at));
  if (density && density.alerts.length > 0) {
    const from = Date.parse(density.from);
    const length = density.bucketSeconds * density.alerts.length;
    instants.push(from, from + length * 1000);
  }
  if (instants.length === 0) return undefined;
  const from = Math.min(...instants);
  // A single instant still has a width.
  return { from, to: Math.max(...instants, from + 60_000) };
}

/** Where an instant stands, 0 to 1 from the left edge; what lies outside stands at the edge. */
export const placeIn = (span: Span, at: number): number =>
  Math.min(1, Math.max(0, (at - span.from) / (span.to - span.from)));

/** The key moments that are known, in the order in which they should come. */
export function marksIn(
  span: Span,
  moments: Partial<Record<KeyMoment, string>>,
): readonly Mark[] {
  const marks: Mark[] = [];
  for (const moment of keyMoments) {
    const at = moments[moment];
    if (at === undefined) continue;
    const place = placeIn(span, Date.parse(at));
    const taken = marks
      .filter(mark => Math.abs(mark.place - place) < nearest)
      .map(({ lane }) => lane);
    let lane = 0;
    while (taken.includes(lane)) lane += 1;
    marks.push({ moment, at, place, lane });
  }
  return marks;
}

/** The bucket with the most alerts; undefined without alerts. */
export function peakOf(
  density: Density,
): { readonly count: number; readonly at: string } | undefined {
  const count = Math.max(0, ...density.alerts);
  if (count === 0) return undefined;
  const bucket = density.alerts.indexOf(count);
  const at = Date.parse(density.from) + bucket * density.bucketSeconds * 1000;
  return { count, at: new Date(at).toISOString() };
}

/** The sum of some counts. */
export const sumOf = (counts: readonly number[]): number =>
  counts.reduce((sum, count) => sum + count, 0);
