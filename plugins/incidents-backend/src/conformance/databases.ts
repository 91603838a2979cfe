import { randomUUID } from 'node:crypto';
import Knex from 'knex';

/** Where the cases of a run are stored. */
export type DatabaseKind = 'sqlite' | 'postgres';

/** A database for one case. */
export interface ThrowAwayDatabase {
  readonly knex: Knex.Knex;
  /** Closes it and leaves nothing behind. */
  drop(): Promise<void>;
}

/** Makes an empty database: in memory, or beside the one that `url` names. */
export async function createDatabase(
  kind: DatabaseKind,
  url?: string,
): Promise<ThrowAwayDatabase> {
  if (kind === 'sqlite') {
    const knex = Knex({
      client: 'better-sqlite3',
      connection: { filename: ':memory:' },
      useNullAsDefault: true,
    });
    return { knex, drop: () => knex.destroy() };
  }
  const name = `vectors_${randomUUID().replaceAll('-', '')}`;
  const server = Knex({
    client: 'pg',
    connection: url,
    pool: { min: 0, max: 1 },
  });
  await server.raw('create database ??', [name]);
  const address = new URL(String(url));
  address.pathname = `/${name}`;
  const knex = Knex({ client: 'pg', connection: address.toString() });
  return {
    knex,
    async drop() {
      await knex.destroy();
      await server.raw('drop database ?? with (force)', [name]);
      await server.destroy();
    },
  };
}
