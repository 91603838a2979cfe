/** A span with the lane in which it is drawn, 0 the uppermost. */
export interface InLane<T> {
  readonly item: T;
  readonly lane: number;
}

/** Puts spans `[start, end)` into as few lanes as there are at most at once, so that none hides another. */
export function inLanes<
  T extends { readonly start: string; readonly end: string },
>(items: readonly T[]): InLane<T>[] {
  const endOfLane: number[] = [];
  return [...items]
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start))
    .map(item => {
      const start = Date.parse(item.start);
      const free = endOfLane.findIndex(end => end <= start);
      const lane = free < 0 ? endOfLane.length : free;
      endOfLane[lane] = Date.parse(item.end);
      return { item, lane };
    });
}

/** How many lanes there are; one where there is nothing to draw. */
export const lanesOf = (placed: readonly InLane<unknown>[]): number =>
  1 + Math.max(0, ...placed.map(({ lane }) => lane));
