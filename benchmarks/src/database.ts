import Knex from 'knex';
import { Result } from './result';

const told = [
  'fsync',
  'synchronous_commit',
  'shared_buffers',
  'max_connections',
];

/** Opens a connection to the server of a fleet. Whoever opens it destroys it. */
export const connect = (url: string): Knex.Knex =>
  Knex({ client: 'pg', connection: url, pool: { min: 0, max: 4 } });

/** Version and the settings that decide the figures. */
export async function describeDatabase(
  knex: Knex.Knex,
): Promise<NonNullable<Result['database']>> {
  const { rows } = await knex.raw<{
    rows: { name: string; shown: string }[];
  }>(
    `select name, current_setting(name) as shown from pg_settings
      where name = any(?) order by name`,
    [told],
  );
  const version = await knex.raw('show server_version');
  return {
    version: version.rows[0].server_version,
    settings: Object.fromEntries(rows.map(({ name, shown }) => [name, shown])),
  };
}
