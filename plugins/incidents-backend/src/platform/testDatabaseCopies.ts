// For tests and the conformance runner only: nothing that ships imports this file.
import createKnex, { Knex } from 'knex';

/** Makes one more copy of a database. */
type Copy = () => Promise<Knex>;

/**
 * Copies of a database that is prepared once for each kind: a copy takes a tenth of the time that all migrations take,
 * and nearly every test wants one.
 */
export class DatabaseCopies<Id extends string> {
  readonly #prepare: (id: Id) => Promise<Knex>;
  readonly #copies = new Map<Id, Promise<Copy>>();
  /** How each copy is closed and dropped. */
  readonly #open = new Map<Knex, () => Promise<unknown>>();
  #admin: Knex | undefined;

  /** @param prepare - makes what is copied. It is not used for anything else, and whoever made it drops it. */
  constructor(prepare: (id: Id) => Promise<Knex>) {
    this.#prepare = prepare;
  }

  /** One more copy, that nobody else has. */
  async open(id: Id): Promise<Knex> {
    const copies = this.#copies.get(id) ?? this.#start(id);
    this.#copies.set(id, copies);
    return (await copies)();
  }

  /** Closes and drops one copy. */
  async close(copy: Knex): Promise<void> {
    await this.#open.get(copy)?.();
    this.#open.delete(copy);
  }

  /** Closes and drops all copies; there are no more after that. */
  async drop(): Promise<void> {
    for (const copy of this.#open.keys()) await this.close(copy);
    await this.#admin?.destroy();
  }

  async #start(id: Id): Promise<Copy> {
    const original = await this.#prepare(id);
    return original.client.config.client === 'pg'
      ? this.#ofPostgres(original)
      : this.#ofSqlite(original);
  }

  async #ofPostgres(original: Knex): Promise<Copy> {
    const { config } = original.client;
    const { connection }: { connection: Knex.PgConnectionConfig } = config;
    const template = `${connection.database}`;
    const connect = (database: string): Knex => {
      const { password } = connection; // which Knex hides from spreading
      return createKnex({
        ...config,
        connection: { ...connection, password, database },
      });
    };
    // Nobody may be connected to what is copied.
    await original.destroy();
    const admin = connect('postgres');
    this.#admin = admin;
    let copies = 0;
    return async () => {
      const name = `${template}_${++copies}`;
      // As files: written through the log, a copy takes longer, and dropping it twice as long.
      await admin.raw('create database ?? template ?? strategy file_copy', [
        name,
        template,
      ]);
      const knex = connect(name);
      this.#open.set(knex, async () => {
        await knex.destroy();
        await admin.raw('drop database ?? with (force)', [name]);
      });
      return knex;
    };
  }

  async #ofSqlite(original: Knex): Promise<Copy> {
    const connection = await original.client.acquireConnection();
    const filename: Buffer = connection.serialize(); // the driver opens such a file in memory
    await original.client.releaseConnection(connection);
    return async () => {
      const knex = createKnex({
        ...original.client.config,
        connection: { filename },
      });
      this.#open.set(knex, () => knex.destroy());
      return knex;
    };
  }
}
