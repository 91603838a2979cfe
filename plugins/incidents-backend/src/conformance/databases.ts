import { randomUUID } from 'node:crypto';
import Knex from 'knex';
import { migrate } from '../platform/migrate';
import { DatabaseCopies } from '../platform/testDatabaseCopies';

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

/** Databases for the cases of a run: each is a copy of one that is migrated once. */
export class CaseDatabases {
  readonly #original: ThrowAwayDatabase;
  readonly #kind: DatabaseKind;
  readonly #copies: DatabaseCopies<DatabaseKind>;

  private constructor(original: ThrowAwayDatabase, kind: DatabaseKind) {
    this.#original = original;
    this.#kind = kind;
    this.#copies = new DatabaseCopies<DatabaseKind>(async () => original.knex);
  }

  /** As `createDatabase`, for many. */
  static async create(
    kind: DatabaseKind,
    url?: string,
  ): Promise<CaseDatabases> {
    const original = await createDatabase(kind, url);
    await migrate(original.knex);
    return new CaseDatabases(original, kind);
  }

  /** One for one case. */
  async open(): Promise<ThrowAwayDatabase> {
    const knex = await this.#copies.open(this.#kind);
    return { knex, drop: () => this.#copies.close(knex) };
  }

  /** Closes everything and leaves nothing behind. */
  async drop(): Promise<void> {
    await this.#copies.drop();
    await this.#original.drop();
  }
}
