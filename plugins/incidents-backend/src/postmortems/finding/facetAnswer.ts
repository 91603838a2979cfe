import { contract } from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';

/** What is counted, as the API answers it. */
export type Facets = z.output<typeof contract.postmortems.facets.response>;

/** What postmortems are counted by. */
export type Facet = Exclude<keyof Facets, 'total'>;

/** How many of those that were counted have a value. */
export interface CountedRow {
  readonly facet: Facet;
  readonly value: string;
  readonly name: string | null;
  readonly n: number | string;
}

/** Services, teams and factors: the most frequent; months: the newest. */
export const mostOfEach = 50;

/** Counts of the same value are one. */
export function inAnswer(rows: readonly CountedRow[]): Facets {
  const counts = together(rows);
  const of = (facet: Facet) =>
    counts
      .filter(row => row.facet === facet)
      .map(({ value, name, n }) => ({
        value,
        name: name ?? value,
        count: n,
      }));
  type Counted = ReturnType<typeof of>[number];
  const byName = (a: Counted, b: Counted) => a.value.localeCompare(b.value);
  const byCount = (a: Counted, b: Counted) =>
    b.count - a.count || a.name.localeCompare(b.name);
  const most = (facet: Facet) => of(facet).sort(byCount).slice(0, mostOfEach);
  const severity = of('severity').sort(byName);
  return {
    total: severity.reduce((sum, { count }) => sum + count, 0),
    service: most('service'),
    team: most('team'),
    severity,
    factor: most('factor'),
    month: of('month')
      .sort((a, b) => byName(b, a))
      .slice(0, mostOfEach),
    state: of('state').sort(byCount),
  };
}

function together(
  rows: readonly CountedRow[],
): readonly (CountedRow & { readonly n: number })[] {
  const found = new Map<string, CountedRow & { readonly n: number }>();
  for (const { facet, value, name, n } of rows) {
    const key = `${facet} ${value}`;
    const before = found.get(key);
    found.set(key, {
      facet,
      value,
      // The same one that the database would take.
      name: [before?.name ?? '', name ?? ''].sort()[1] || null,
      n: (before?.n ?? 0) + Number(n),
    });
  }
  return [...found.values()];
}
