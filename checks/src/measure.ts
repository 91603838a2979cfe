import createKnex, { Knex } from 'knex';

/** The plugin's own tables of a fleet's PostgreSQL. */
export const openDatabase = (url: string): Knex =>
  createKnex({
    client: 'pg',
    connection: url,
    searchPath: ['incidents'],
    pool: { min: 0, max: 4 },
  });

/** How measurements are spread, in their own unit, to two places. */
export interface Distribution {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** @param values - at least one */
export function distribution(values: readonly number[]): Distribution {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const round = (value: number) => Math.round(value * 100) / 100;
  return { p50: round(at(0.5)), p99: round(at(0.99)), max: round(at(1)) };
}
